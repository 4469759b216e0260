"""Levels, reservations, and the movements that prove them."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from shop.db import Base, Utc


class Level(Base):
    """Units of a variant. Available is `on_hand - reserved`, and never below zero."""

    __tablename__ = "stock_levels"
    __table_args__ = (
        CheckConstraint("on_hand >= 0", name="on_hand"),
        CheckConstraint("reserved >= 0", name="reserved"),
        CheckConstraint("reserved <= on_hand", name="no_bag_twice"),
    )

    variant_id: Mapped[int] = mapped_column(ForeignKey("variants.id"), primary_key=True)
    on_hand: Mapped[int] = mapped_column(default=0)
    reserved: Mapped[int] = mapped_column(default=0)


class Movement(Base):
    """One change of a level; append-only. The levels are the sums of these."""

    __tablename__ = "stock_movements"
    __table_args__ = (
        CheckConstraint(
            "kind in ('received', 'correction', 'reservation', 'release', 'sale', 'return',"
            " 'write_off')",
            name="kind",
        ),
        Index("ix_stock_movements_variant", "variant_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    variant_id: Mapped[int] = mapped_column(ForeignKey("variants.id"))
    kind: Mapped[str] = mapped_column(String(12))
    on_hand_change: Mapped[int] = mapped_column(default=0)
    reserved_change: Mapped[int] = mapped_column(default=0)
    reason: Mapped[str] = mapped_column(String(200), default="")
    order_id: Mapped[int | None] = mapped_column(ForeignKey("orders.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    moved_at: Mapped[datetime] = mapped_column(Utc)


class Reservation(Base):
    """Units of one variant held for one order, until sold or released."""

    __tablename__ = "stock_reservations"
    __table_args__ = (
        CheckConstraint("units > 0", name="units"),
        CheckConstraint("state in ('held', 'sold', 'released')", name="state"),
        Index("uq_stock_reservations_order_variant", "order_id", "variant_id", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"))
    variant_id: Mapped[int] = mapped_column(ForeignKey("variants.id"))
    units: Mapped[int]
    state: Mapped[str] = mapped_column(String(10), default="held")
