"""The books. Rows are added and never changed; a correction is a new row."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from shop.db import Base, Utc


class Entry(Base):
    """Part of a sale at one rate. Holds no person: reports read nothing else."""

    __tablename__ = "ledger_entries"
    __table_args__ = (
        CheckConstraint("kind in ('sale')", name="kind"),
        CheckConstraint("net_cents + vat_cents = gross_cents", name="adds_up"),
        CheckConstraint("channel in ('shipping', 'pickup')", name="channel"),
        Index("ix_ledger_entries_date", "business_date", "id"),
        Index("uq_ledger_entries_source", "source", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))
    #: What it books, once: „sale:<order line>:<rate>“.
    source: Mapped[str] = mapped_column(String(80))
    business_date: Mapped[date]
    booked_at: Mapped[datetime] = mapped_column(Utc)
    channel: Mapped[str] = mapped_column(String(10))
    #: Empty for shipping.
    sku: Mapped[str] = mapped_column(String(40), default="")
    product_name: Mapped[str] = mapped_column(String(120))
    variant_name: Mapped[str] = mapped_column(String(120), default="")
    units: Mapped[int]
    coffee_grams: Mapped[int]
    rate_bp: Mapped[int]
    gross_cents: Mapped[int]
    net_cents: Mapped[int]
    vat_cents: Mapped[int]
