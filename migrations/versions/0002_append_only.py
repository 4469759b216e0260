"""Tables whose rows are never changed or deleted: the database itself refuses it."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TABLES = ("prices", "ledger_entries", "order_events", "legal_texts")


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "create function refuse_change() returns trigger language plpgsql as "
            "$$ begin raise exception '% is append-only', tg_table_name; end $$"
        )
        for table in TABLES:
            op.execute(
                f"create trigger append_only before update or delete or truncate on {table} "
                "for each statement execute function refuse_change()"
            )
        return
    for table in TABLES:
        for change in ("update", "delete"):
            op.execute(
                f"create trigger {table}_no_{change} before {change} on {table} "
                f"begin select raise(abort, '{table} is append-only'); end"
            )


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for table in TABLES:
            op.execute(f"drop trigger append_only on {table}")
        op.execute("drop function refuse_change()")
        return
    for table in TABLES:
        for change in ("update", "delete"):
            op.execute(f"drop trigger {table}_no_{change}")
