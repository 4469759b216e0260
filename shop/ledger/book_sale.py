"""Book what was sold."""

from dataclasses import asdict, dataclass
from datetime import date

from shop.clock import now
from shop.db import insert_missing
from shop.ledger.models import Entry


@dataclass(frozen=True, slots=True)
class Sale:
    """Part of an order line at one rate; shipping has neither SKU nor units."""

    #: „sale:<order line>:<rate>“: booked once, however often it is tried.
    source: str
    business_date: date
    channel: str
    sku: str
    product_name: str
    variant_name: str
    units: int
    coffee_grams: int
    rate_bp: int
    gross_cents: int
    net_cents: int
    vat_cents: int


def book_sale(sales: list[Sale]) -> None:
    """Adds one row for each; a source already booked is left as it is. Does not commit."""
    moment = now()
    rows = [{"kind": "sale", "booked_at": moment, **asdict(sale)} for sale in sales]
    if rows:
        insert_missing(Entry, rows)
