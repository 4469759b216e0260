"""Addresses that customers keep for their next order."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from shop.db import Base, Utc


class SavedAddress(Base):
    """Where a customer has parcels sent, or bills made out to. Gone with the account."""

    __tablename__ = "saved_addresses"
    __table_args__ = (
        CheckConstraint("kind in ('delivery', 'billing')", name="kind"),
        CheckConstraint("kind = 'billing' or country = 'DE'", name="delivered_here"),
        Index("ix_saved_addresses_person", "person_id", "kind", "id"),
        # The checkout begins with it.
        Index(
            "uq_saved_addresses_default",
            "person_id",
            "kind",
            unique=True,
            sqlite_where=text("is_default"),
            postgresql_where=text("is_default"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    kind: Mapped[str] = mapped_column(String(10))
    is_default: Mapped[bool] = mapped_column(default=False)
    name: Mapped[str] = mapped_column(String(120))
    #: Both only of a delivery.
    extra: Mapped[str] = mapped_column(String(120), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    street: Mapped[str] = mapped_column(String(120))
    postcode: Mapped[str] = mapped_column(String(10))
    city: Mapped[str] = mapped_column(String(80))
    country: Mapped[str] = mapped_column(String(2), default="DE")
    saved_at: Mapped[datetime] = mapped_column(Utc)
