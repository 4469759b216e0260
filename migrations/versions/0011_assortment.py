"""Drafts of products, and prices to come."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "product_drafts",
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_product_drafts_person_id"),
        sa.ForeignKeyConstraint(
            ["product_id"], ["products.id"], name="fk_product_drafts_product_id"
        ),
        sa.PrimaryKeyConstraint("product_id", name="pk_product_drafts"),
    )
    op.create_table(
        "planned_prices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("variant_id", sa.Integer(), nullable=False),
        sa.Column("price_cents", sa.Integer(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("announced", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("planned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("price_cents > 0", name=op.f("ck_planned_prices_positive_price")),
        sa.CheckConstraint(
            "state in ('planned', 'applied', 'withdrawn')", name=op.f("ck_planned_prices_state")
        ),
        sa.CheckConstraint(
            "(state = 'planned') = (ended_at is null)", name=op.f("ck_planned_prices_ended")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_planned_prices_person_id"),
        sa.ForeignKeyConstraint(
            ["variant_id"], ["variants.id"], name="fk_planned_prices_variant_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_planned_prices"),
    )
    op.create_index("ix_planned_prices_variant_id", "planned_prices", ["variant_id"])
    op.create_index("ix_planned_prices_due", "planned_prices", ["state", "from_day", "id"])
    op.create_index("ix_planned_prices_person", "planned_prices", ["person_id", "id"])
    op.create_index(
        "uq_planned_prices_day",
        "planned_prices",
        ["variant_id", "from_day"],
        unique=True,
        sqlite_where=sa.text("state = 'planned'"),
        postgresql_where=sa.text("state = 'planned'"),
    )
    # What somebody did, for the journal.
    op.create_index("ix_prices_person", "prices", ["person_id", "id"])
    op.create_index("ix_order_events_person", "order_events", ["person_id", "id"])


def downgrade() -> None:
    op.drop_index("ix_order_events_person", "order_events")
    op.drop_index("ix_prices_person", "prices")
    op.drop_table("planned_prices")
    op.drop_table("product_drafts")
