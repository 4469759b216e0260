"""Takings of the counters and stalls."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

TABLES = ("counter_sales", "counter_returns", "counter_return_lines")


def upgrade() -> None:
    op.create_table(
        "counter_sales",
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("location_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("paid_by", sa.String(length=10), nullable=False),
        sa.Column("reference", sa.String(length=120), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("booked_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "paid_by in ('cash', 'settlement')", name=op.f("ck_counter_sales_paid_by")
        ),
        sa.CheckConstraint(
            "paid_by = 'cash' or reference <> ''", name=op.f("ck_counter_sales_reference")
        ),
        sa.ForeignKeyConstraint(
            ["location_id"], ["stock_locations.id"], name=op.f("fk_counter_sales_location_id")
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["orders.id"], name=op.f("fk_counter_sales_order_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_counter_sales_person_id")
        ),
        sa.PrimaryKeyConstraint("order_id", name=op.f("pk_counter_sales")),
    )
    with op.batch_alter_table("counter_sales", schema=None) as batch_op:
        batch_op.create_index("ix_counter_sales_day", ["day", "location_id"], unique=False)

    op.create_table(
        "counter_returns",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("amount_cents", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("returned_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("amount_cents > 0", name=op.f("ck_counter_returns_amount")),
        sa.CheckConstraint("kind in ('return', 'undo')", name=op.f("ck_counter_returns_kind")),
        sa.ForeignKeyConstraint(
            ["order_id"], ["counter_sales.order_id"], name=op.f("fk_counter_returns_order_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_counter_returns_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_counter_returns")),
        sa.UniqueConstraint("key", name=op.f("uq_counter_returns_key")),
    )
    with op.batch_alter_table("counter_returns", schema=None) as batch_op:
        batch_op.create_index("ix_counter_returns_order", ["order_id"], unique=False)
        batch_op.create_index("ix_counter_returns_day", ["day"], unique=False)

    op.create_table(
        "counter_return_lines",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("return_id", sa.Integer(), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("units", sa.Integer(), nullable=False),
        sa.Column("gross_cents", sa.Integer(), nullable=False),
        sa.Column("goods", sa.String(length=12), nullable=False),
        sa.CheckConstraint(
            "goods in ('back', 'written_off')", name=op.f("ck_counter_return_lines_goods")
        ),
        sa.CheckConstraint(
            "units > 0 and gross_cents >= 0", name=op.f("ck_counter_return_lines_positive")
        ),
        sa.ForeignKeyConstraint(
            ["line_id"], ["order_lines.id"], name=op.f("fk_counter_return_lines_line_id")
        ),
        sa.ForeignKeyConstraint(
            ["return_id"], ["counter_returns.id"], name=op.f("fk_counter_return_lines_return_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_counter_return_lines")),
    )
    with op.batch_alter_table("counter_return_lines", schema=None) as batch_op:
        batch_op.create_index("ix_counter_return_lines_return", ["return_id"], unique=False)
        batch_op.create_index("ix_counter_return_lines_line", ["line_id"], unique=False)

    _refuse_changes()


def downgrade() -> None:
    # The triggers go with their tables.
    op.drop_table("counter_return_lines")
    op.drop_table("counter_returns")
    op.drop_table("counter_sales")


def _refuse_changes() -> None:
    for table in TABLES:
        if op.get_bind().dialect.name == "postgresql":
            op.execute(
                f"create trigger append_only before update or delete or truncate on {table} "
                "for each statement execute function refuse_change()"
            )
            continue
        for change in ("update", "delete"):
            op.execute(
                f"create trigger {table}_no_{change} before {change} on {table} "
                f"begin select raise(abort, '{table} is append-only'); end"
            )
