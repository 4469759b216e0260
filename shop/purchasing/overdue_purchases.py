"""What a supplier has promised and not brought."""

from typing import NamedTuple

from sqlalchemy import select

from shop.clock import today
from shop.db import db
from shop.purchasing.models import Purchase


class Overdue(NamedTuple):
    number: str
    supplier: str
    days: int


def overdue_purchases() -> list[Overdue]:
    """Open ones whose day has passed, the longest awaited first. One query by an index."""
    day = today()
    rows = db.session.execute(
        select(Purchase.number, Purchase.supplier, Purchase.expected_on)
        .where(Purchase.state == "open", Purchase.expected_on < day)
        .order_by(Purchase.expected_on, Purchase.id)
    )
    return [
        Overdue(number, supplier, (day - expected_on).days)
        for number, supplier, expected_on in rows
        if expected_on
    ]
