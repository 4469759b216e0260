"""Declarations of withdrawal, append-only, and the count of their acknowledgements."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "withdrawals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("token", sa.String(length=40), nullable=False),
        sa.Column("number", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("contract", sa.String(length=300), nullable=False),
        sa.Column("goods", sa.String(length=300), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=True),
        sa.Column("mail_queued", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name="fk_withdrawals_order_id"),
        sa.PrimaryKeyConstraint("id", name="pk_withdrawals"),
        sa.UniqueConstraint("key", name="uq_withdrawals_key"),
        sa.UniqueConstraint("token", name="uq_withdrawals_token"),
        sa.UniqueConstraint("number", name="uq_withdrawals_number"),
    )
    op.create_index("ix_withdrawals_order_id", "withdrawals", ["order_id"])
    op.create_table(
        "withdrawal_mails",
        sa.Column("bucket", sa.String(length=64), nullable=False),
        sa.Column("hour", sa.DateTime(timezone=True), nullable=False),
        sa.Column("queued", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("bucket", name="pk_withdrawal_mails"),
    )
    op.create_index("ix_withdrawal_mails_hour", "withdrawal_mails", ["hour"])
    _refuse_changes()


def downgrade() -> None:
    # The triggers go with their table.
    op.drop_table("withdrawal_mails")
    op.drop_table("withdrawals")


def _refuse_changes() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "create trigger append_only before update or delete or truncate on withdrawals "
            "for each statement execute function refuse_change()"
        )
        return
    for change in ("update", "delete"):
        op.execute(
            f"create trigger withdrawals_no_{change} before {change} on withdrawals "
            "begin select raise(abort, 'withdrawals is append-only'); end"
        )
