"""What the books say. Sums only: no row of a single sale leaves this file."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import extract, func, literal_column, select

from shop.db import db
from shop.ledger.models import Entry


@dataclass(frozen=True, slots=True)
class Sold:
    """What was sold of one product in one month, one way, at one VAT rate."""

    #: The first day of the month.
    month: date
    product: str
    is_shipping: bool
    #: How the order it belongs to was to leave: shipping, pickup, counter.
    channel: str
    rate_bp: int
    units: int
    coffee_grams: int
    gross_cents: int
    net_cents: int
    vat_cents: int
    last_booked_at: datetime


def sold(first: date, last: date) -> list[Sold]:
    """One query over the business days from `first` to `last`, both included, in a fixed order."""
    year, month = extract("year", Entry.business_date), extract("month", Entry.business_date)
    # Written out: PostgreSQL takes two placeholders for two different groups.
    is_shipping = Entry.sku == literal_column("''")
    rows = db.session.execute(
        select(
            year,
            month,
            Entry.product_name,
            is_shipping,
            Entry.channel,
            Entry.rate_bp,
            func.sum(Entry.units),
            func.sum(Entry.coffee_grams),
            func.sum(Entry.gross_cents),
            func.sum(Entry.net_cents),
            func.sum(Entry.vat_cents),
            func.max(Entry.booked_at),
        )
        .where(Entry.business_date.between(first, last))
        .group_by(year, month, Entry.product_name, is_shipping, Entry.channel, Entry.rate_bp)
        .order_by(*(year, month, is_shipping, Entry.product_name, Entry.channel, Entry.rate_bp))
    )
    return [
        Sold(
            month=date(int(row[0]), int(row[1]), 1),
            product=row[2],
            is_shipping=bool(row[3]),
            channel=row[4],
            rate_bp=row[5],
            units=int(row[6]),
            coffee_grams=int(row[7]),
            gross_cents=int(row[8]),
            net_cents=int(row[9]),
            vat_cents=int(row[10]),
            last_booked_at=row[11],
        )
        for row in rows
    ]


def first_business_date() -> date | None:
    """The day the books begin."""
    return db.session.scalar(select(func.min(Entry.business_date)))
