"""Parcels: an order leaves the house in one or in several."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from shop.db import Base, Utc


class Parcel(Base):
    """What left the house at once. Only carrier and tracking number are ever corrected."""

    __tablename__ = "parcels"
    __table_args__ = (
        CheckConstraint(
            "carrier in ('dhl', 'dpd', 'hermes', 'gls', 'post', 'other')", name="carrier"
        ),
        Index("uq_parcels_number", "order_id", "number", unique=True),
        Index("ix_parcels_tracking", "tracking"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"))
    #: 1, 2, … within the order: of two people who send the same bags, one finds it taken.
    number: Mapped[int]
    carrier: Mapped[str] = mapped_column(String(10))
    #: Capital letters and digits without blanks, as it is searched for; empty if unknown.
    tracking: Mapped[str] = mapped_column(
        String(60).with_variant(String(60, collation="C"), "postgresql"), default=""
    )
    sent_at: Mapped[datetime] = mapped_column(Utc)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class ParcelItem(Base):
    """Units of one batch in a parcel. Append-only: what came back stays in its parcel."""

    __tablename__ = "parcel_items"
    __table_args__ = (
        CheckConstraint("units > 0", name="units"),
        Index("ix_parcel_items_reservation", "reservation_id"),
    )

    parcel_id: Mapped[int] = mapped_column(ForeignKey("parcels.id"), primary_key=True)
    reservation_id: Mapped[int] = mapped_column(
        ForeignKey("stock_reservations.id"), primary_key=True
    )
    units: Mapped[int]
