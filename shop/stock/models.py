"""Levels, reservations, and the movements that prove them."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from shop.db import Base, Utc


class Level(Base):
    """Units of a variant from one batch. Free is `on_hand - reserved`, and never below zero."""

    __tablename__ = "stock_levels"
    __table_args__ = (
        CheckConstraint("on_hand >= 0", name="on_hand"),
        CheckConstraint("reserved >= 0", name="reserved"),
        CheckConstraint("reserved <= on_hand", name="no_bag_twice"),
        # Two, because NULL differs from NULL in an index; the first also finds all of a variant.
        Index("uq_stock_levels_variant_batch", "variant_id", "batch_id", unique=True),
        Index(
            "uq_stock_levels_variant",
            "variant_id",
            unique=True,
            sqlite_where=text("batch_id is null"),
            postgresql_where=text("batch_id is null"),
        ),
        Index("ix_stock_levels_batch", "batch_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    variant_id: Mapped[int] = mapped_column(ForeignKey("variants.id"))
    #: Null for goods that come from no batch, like a mug.
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("batches.id"))
    on_hand: Mapped[int] = mapped_column(default=0)
    reserved: Mapped[int] = mapped_column(default=0)


class Movement(Base):
    """One change of a level; append-only. The levels are the sums of these."""

    __tablename__ = "stock_movements"
    __table_args__ = (
        CheckConstraint(
            "kind in ('received', 'packed', 'correction', 'reservation', 'release', 'sale',"
            " 'return', 'write_off')",
            name="kind",
        ),
        Index("ix_stock_movements_level", "level_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    level_id: Mapped[int] = mapped_column(ForeignKey("stock_levels.id"))
    kind: Mapped[str] = mapped_column(String(12))
    on_hand_change: Mapped[int] = mapped_column(default=0)
    reserved_change: Mapped[int] = mapped_column(default=0)
    reason: Mapped[str] = mapped_column(String(200), default="")
    order_id: Mapped[int | None] = mapped_column(ForeignKey("orders.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    moved_at: Mapped[datetime] = mapped_column(Utc)


class Reservation(Base):
    """Units of one level held for one order, until sold or released.

    It is also what became of the order's lot: which batch its units came from, for good.
    """

    __tablename__ = "stock_reservations"
    __table_args__ = (
        CheckConstraint("units > 0", name="units"),
        CheckConstraint("returned between 0 and units", name="returned"),
        CheckConstraint("state in ('held', 'sold', 'released')", name="state"),
        Index("uq_stock_reservations_order_level", "order_id", "level_id", unique=True),
        Index("ix_stock_reservations_level", "level_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"))
    level_id: Mapped[int] = mapped_column(ForeignKey("stock_levels.id"))
    units: Mapped[int]
    #: Of the units sold, those taken back: on the shelf again or written off.
    returned: Mapped[int] = mapped_column(default=0)
    state: Mapped[str] = mapped_column(String(10), default="held")
