"""Refunds, disputes, payouts, and the money side of the ledger."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "payouts",
        sa.Column("id", sa.String(length=255), nullable=False),
        sa.Column("amount_cents", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("automatic", sa.Boolean(), nullable=False),
        sa.Column("reconciliation", sa.String(length=20), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("arrives_on", sa.Date(), nullable=False),
        sa.Column("itemised_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("adds_up", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payouts")),
    )
    op.create_table(
        "reconcile_rounds",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_reconcile_rounds")),
    )
    op.create_table(
        "balance_lines",
        sa.Column("id", sa.String(length=255), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("category", sa.String(length=60), nullable=False),
        sa.Column("amount_cents", sa.Integer(), nullable=False),
        sa.Column("fee_cents", sa.Integer(), nullable=False),
        sa.Column("net_cents", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.String(length=255), nullable=False),
        sa.Column("occurred_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("payout_id", sa.String(length=255), nullable=True),
        sa.Column("order_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "net_cents = amount_cents - fee_cents", name=op.f("ck_balance_lines_net")
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["orders.id"], name=op.f("fk_balance_lines_order_id")
        ),
        sa.ForeignKeyConstraint(
            ["payout_id"], ["payouts.id"], name=op.f("fk_balance_lines_payout_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_balance_lines")),
    )
    with op.batch_alter_table("balance_lines", schema=None) as batch_op:
        batch_op.create_index("ix_balance_lines_order", ["order_id"], unique=False)
        batch_op.create_index("ix_balance_lines_payout", ["payout_id"], unique=False)

    op.create_table(
        "disputes",
        sa.Column("id", sa.String(length=255), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=True),
        sa.Column("payment_intent_id", sa.String(length=255), nullable=False),
        sa.Column("amount_cents", sa.Integer(), nullable=False),
        sa.Column("withdrawn_cents", sa.Integer(), nullable=False),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(length=60), nullable=False),
        sa.Column("due_by", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("amount_cents > 0", name=op.f("ck_disputes_amount")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_disputes_order_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disputes")),
    )
    with op.batch_alter_table("disputes", schema=None) as batch_op:
        batch_op.create_index("ix_disputes_order", ["order_id"], unique=False)

    op.create_table(
        "ledger_money",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("source", sa.String(length=280), nullable=False),
        sa.Column("stripe_id", sa.String(length=255), nullable=False),
        sa.Column("amount_cents", sa.Integer(), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("booked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "kind in ('payment', 'payment_lost', 'refund', 'refund_failed', 'refund_by_hand',"
            " 'paid_otherwise', 'fee', 'dispute', 'payout', 'payout_failed', 'adjustment',"
            " 'takings', 'takings_back')",
            name=op.f("ck_ledger_money_kind"),
        ),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_ledger_money_order_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_money")),
    )
    with op.batch_alter_table("ledger_money", schema=None) as batch_op:
        batch_op.create_index("ix_ledger_money_date", ["business_date", "id"], unique=False)
        batch_op.create_index("ix_ledger_money_order", ["order_id"], unique=False)
        batch_op.create_index("uq_ledger_money_source", ["source"], unique=True)

    op.create_table(
        "payment_warnings",
        sa.Column("id", sa.String(length=255), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=True),
        sa.Column("payment_intent_id", sa.String(length=255), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("warned_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind in ('fraud', 'review')", name=op.f("ck_payment_warnings_kind")),
        sa.ForeignKeyConstraint(
            ["order_id"], ["orders.id"], name=op.f("fk_payment_warnings_order_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_warnings")),
    )
    with op.batch_alter_table("payment_warnings", schema=None) as batch_op:
        batch_op.create_index("ix_payment_warnings_order", ["order_id"], unique=False)

    op.create_table(
        "refunds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("amount_cents", sa.Integer(), nullable=False),
        sa.Column("gives_back", sa.String(length=10), nullable=False),
        sa.Column("origin", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("idempotency_key", sa.String(length=255), nullable=True),
        sa.Column("stripe_id", sa.String(length=255), nullable=True),
        sa.Column("failure", sa.String(length=60), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("goods_known", sa.Boolean(), nullable=False),
        sa.Column("waits_for_customer", sa.Boolean(), nullable=False),
        sa.Column("told_before", sa.Boolean(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "gives_back in ('goods', 'surplus', 'excess')", name=op.f("ck_refunds_gives_back")
        ),
        sa.CheckConstraint(
            "origin in ('staff', 'automatic', 'dashboard')", name=op.f("ck_refunds_origin")
        ),
        sa.CheckConstraint(
            "state in ('requested', 'pending', 'succeeded', 'failed', 'replaced', 'settled',"
            " 'undone')",
            name=op.f("ck_refunds_state"),
        ),
        sa.CheckConstraint("amount_cents > 0", name=op.f("ck_refunds_amount")),
        sa.ForeignKeyConstraint(
            ["attempt_id"], ["payment_attempts.id"], name=op.f("fk_refunds_attempt_id")
        ),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_refunds_order_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_refunds_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refunds")),
        sa.UniqueConstraint("idempotency_key", name=op.f("uq_refunds_idempotency_key")),
        sa.UniqueConstraint("stripe_id", name=op.f("uq_refunds_stripe_id")),
    )
    with op.batch_alter_table("refunds", schema=None) as batch_op:
        batch_op.create_index("ix_refunds_due", ["state", "next_try_at"], unique=False)
        batch_op.create_index("ix_refunds_order", ["order_id"], unique=False)
        batch_op.create_index("ix_refunds_attempt", ["attempt_id"], unique=False)
        batch_op.create_index(
            "ix_refunds_open",
            ["id"],
            unique=False,
            sqlite_where=sa.text("state in ('failed', 'requested') or not goods_known"),
            postgresql_where=sa.text("state in ('failed', 'requested') or not goods_known"),
        )

    op.create_table(
        "refund_lines",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("refund_id", sa.Integer(), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("units", sa.Integer(), nullable=False),
        sa.Column("gross_cents", sa.Integer(), nullable=False),
        sa.Column("goods", sa.String(length=12), nullable=False),
        sa.CheckConstraint(
            "goods in ('', 'back', 'written_off', 'never_left') and (goods = '') = (units = 0)",
            name=op.f("ck_refund_lines_goods_are_asked_for"),
        ),
        sa.CheckConstraint(
            "units >= 0 and gross_cents >= 0", name=op.f("ck_refund_lines_not_negative")
        ),
        sa.ForeignKeyConstraint(
            ["line_id"], ["order_lines.id"], name=op.f("fk_refund_lines_line_id")
        ),
        sa.ForeignKeyConstraint(
            ["refund_id"], ["refunds.id"], name=op.f("fk_refund_lines_refund_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refund_lines")),
    )
    with op.batch_alter_table("refund_lines", schema=None) as batch_op:
        batch_op.create_index("ix_refund_lines_line", ["line_id"], unique=False)
        batch_op.create_index("ix_refund_lines_refund", ["refund_id"], unique=False)

    _refuse_changes()


def downgrade() -> None:
    # The triggers go with their table.
    with op.batch_alter_table("refund_lines", schema=None) as batch_op:
        batch_op.drop_index("ix_refund_lines_refund")
        batch_op.drop_index("ix_refund_lines_line")

    op.drop_table("refund_lines")
    with op.batch_alter_table("refunds", schema=None) as batch_op:
        batch_op.drop_index("ix_refunds_order")
        batch_op.drop_index("ix_refunds_due")

    op.drop_table("refunds")
    with op.batch_alter_table("payment_warnings", schema=None) as batch_op:
        batch_op.drop_index("ix_payment_warnings_order")

    op.drop_table("payment_warnings")
    with op.batch_alter_table("ledger_money", schema=None) as batch_op:
        batch_op.drop_index("uq_ledger_money_source")
        batch_op.drop_index("ix_ledger_money_order")
        batch_op.drop_index("ix_ledger_money_date")

    op.drop_table("ledger_money")
    with op.batch_alter_table("disputes", schema=None) as batch_op:
        batch_op.drop_index("ix_disputes_order")

    op.drop_table("disputes")
    with op.batch_alter_table("balance_lines", schema=None) as batch_op:
        batch_op.drop_index("ix_balance_lines_payout")
        batch_op.drop_index("ix_balance_lines_order")

    op.drop_table("balance_lines")
    op.drop_table("reconcile_rounds")
    op.drop_table("payouts")


def _refuse_changes() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "create trigger append_only before update or delete or truncate on ledger_money "
            "for each statement execute function refuse_change()"
        )
        return
    for change in ("update", "delete"):
        op.execute(
            f"create trigger ledger_money_no_{change} before {change} on ledger_money "
            "begin select raise(abort, 'ledger_money is append-only'); end"
        )
