"""Book what was sold, and what was taken back of it."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Literal

from shop.clock import now
from shop.db import insert_missing
from shop.ledger.models import Entry


@dataclass(frozen=True, slots=True)
class Sale:
    """Part of an order line at one rate; shipping has neither SKU nor units.

    Of a refund all figures are negative, of a refund that failed they are positive again.
    """

    #: „sale:<order line>:<rate>“: booked once, however often it is tried.
    source: str
    order_id: int
    line_id: int
    #: The provider's id of the payment, or of the refund.
    stripe_id: str
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


def book_sale(sales: list[Sale], kind: Literal["sale", "refund"] = "sale") -> None:
    """Adds one row for each; a source already booked is left as it is. Does not commit."""
    moment = now()
    rows = [{"kind": kind, "booked_at": moment, **asdict(sale)} for sale in sales]
    if rows:
        insert_missing(Entry, rows)
