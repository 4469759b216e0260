"""What customers keep in their account, and how far an order is forgotten."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

#: Whom a declaration names; emptied once nobody has to keep it any more.
_WITHDRAWAL = ("name", "contract", "goods", "email")


def upgrade() -> None:
    _create_addresses()
    op.create_table(
        "account_requests",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("password", sa.String(length=255), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name="fk_account_requests_order_id"),
        sa.PrimaryKeyConstraint("token_hash", name="pk_account_requests"),
    )
    op.create_index("ix_account_requests_email", "account_requests", ["email", "asked_at"])
    op.create_index("ix_account_requests_asked_at", "account_requests", ["asked_at"])
    op.create_table(
        "order_erasures",
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("wanted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("contact_erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name="fk_order_erasures_order_id"),
        sa.PrimaryKeyConstraint("order_id", name="pk_order_erasures"),
    )
    op.create_index(
        "ix_order_erasures_wanted", "order_erasures", ["contact_erased_at", "wanted_at"]
    )
    _let_withdrawals_be_emptied()


def downgrade() -> None:
    _let_nothing_change_withdrawals()
    op.drop_table("order_erasures")
    op.drop_table("account_requests")
    op.drop_table("saved_addresses")


def _create_addresses() -> None:
    op.create_table(
        "saved_addresses",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("is_default", sa.Boolean(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("extra", sa.String(length=120), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("street", sa.String(length=120), nullable=False),
        sa.Column("postcode", sa.String(length=10), nullable=False),
        sa.Column("city", sa.String(length=80), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind in ('delivery', 'billing')", name="ck_saved_addresses_kind"),
        sa.CheckConstraint(
            "kind = 'billing' or country = 'DE'", name="ck_saved_addresses_delivered_here"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_saved_addresses_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_saved_addresses"),
    )
    op.create_index("ix_saved_addresses_person", "saved_addresses", ["person_id", "kind", "id"])
    op.create_index(
        "uq_saved_addresses_default",
        "saved_addresses",
        ["person_id", "kind"],
        unique=True,
        sqlite_where=sa.text("is_default"),
        postgresql_where=sa.text("is_default"),
    )


def _let_withdrawals_be_emptied() -> None:
    """A declaration stays word by word for six years; then its words, and they alone, may go."""
    emptied = " and ".join(f"new.{name} = ''" for name in _WITHDRAWAL)
    kept = ("id", "key", "token", "number", "received_at", "order_id", "mail_queued")
    same = "is not distinct from" if _is_postgresql() else "is"
    unchanged = " and ".join(f"new.{name} {same} old.{name}" for name in kept)
    if _is_postgresql():
        op.execute("drop trigger append_only on withdrawals")
        op.execute(
            "create trigger append_only before delete or truncate on withdrawals "
            "for each statement execute function refuse_change()"
        )
        op.execute(
            "create trigger only_emptied before update on withdrawals for each row "
            f"when (not ({emptied} and {unchanged} "
            "and old.received_at < now() - interval '6 years')) "
            "execute function refuse_change()"
        )
        return
    op.execute("drop trigger withdrawals_no_update")
    op.execute(
        "create trigger withdrawals_no_update before update on withdrawals "
        f"when not ({emptied} and {unchanged} "
        "and old.received_at < datetime('now', '-6 years')) "
        "begin select raise(abort, 'withdrawals is append-only'); end"
    )


def _let_nothing_change_withdrawals() -> None:
    if _is_postgresql():
        op.execute("drop trigger only_emptied on withdrawals")
        op.execute("drop trigger append_only on withdrawals")
        op.execute(
            "create trigger append_only before update or delete or truncate on withdrawals "
            "for each statement execute function refuse_change()"
        )
        return
    op.execute("drop trigger withdrawals_no_update")
    op.execute(
        "create trigger withdrawals_no_update before update on withdrawals "
        "begin select raise(abort, 'withdrawals is append-only'); end"
    )


def _is_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"
