"""Parcels, notes, and the words by which orders are found."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _order_words()
    _order_notes()
    _parcels()
    _keep_items()


def downgrade() -> None:
    op.drop_table("parcel_items")
    op.drop_table("parcels")
    op.drop_table("order_notes")
    op.drop_table("order_words")


def _order_words() -> None:
    word = sa.String(length=60).with_variant(sa.String(length=60, collation="C"), "postgresql")
    op.create_table(
        "order_words",
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("word", word, nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name="fk_order_words_order_id"),
        sa.PrimaryKeyConstraint("order_id", "word", name="pk_order_words"),
    )
    op.create_index("ix_order_words_word", "order_words", ["word", "order_id"])


def _order_notes() -> None:
    op.create_table(
        "order_notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=1000), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name="fk_order_notes_order_id"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_order_notes_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_order_notes"),
        sa.UniqueConstraint("key", name="uq_order_notes_key"),
    )
    op.create_index("ix_order_notes_order", "order_notes", ["order_id", "id"])


def _parcels() -> None:
    tracking = sa.String(length=60).with_variant(sa.String(length=60, collation="C"), "postgresql")
    op.create_table(
        "parcels",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("carrier", sa.String(length=10), nullable=False),
        sa.Column("tracking", tracking, nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "carrier in ('dhl', 'dpd', 'hermes', 'gls', 'post', 'other')",
            name=op.f("ck_parcels_carrier"),
        ),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name="fk_parcels_order_id"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_parcels_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_parcels"),
    )
    op.create_index("uq_parcels_number", "parcels", ["order_id", "number"], unique=True)
    op.create_index("ix_parcels_tracking", "parcels", ["tracking"])
    op.create_table(
        "parcel_items",
        sa.Column("parcel_id", sa.Integer(), nullable=False),
        sa.Column("reservation_id", sa.Integer(), nullable=False),
        sa.Column("units", sa.Integer(), nullable=False),
        sa.CheckConstraint("units > 0", name=op.f("ck_parcel_items_units")),
        sa.ForeignKeyConstraint(["parcel_id"], ["parcels.id"], name="fk_parcel_items_parcel_id"),
        sa.ForeignKeyConstraint(
            ["reservation_id"],
            ["stock_reservations.id"],
            name="fk_parcel_items_reservation_id",
        ),
        sa.PrimaryKeyConstraint("parcel_id", "reservation_id", name="pk_parcel_items"),
    )
    op.create_index("ix_parcel_items_reservation", "parcel_items", ["reservation_id"])


def _keep_items() -> None:
    """What was in a parcel never changes: the database itself refuses it."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "create trigger append_only before update or delete or truncate on parcel_items "
            "for each statement execute function refuse_change()"
        )
        return
    for change in ("update", "delete"):
        op.execute(
            f"create trigger parcel_items_no_{change} before {change} on parcel_items "
            "begin select raise(abort, 'parcel_items is append-only'); end"
        )
