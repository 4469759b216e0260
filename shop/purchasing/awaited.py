"""Which open purchases bring a variant: it is received there, and nowhere else."""

from datetime import date
from typing import NamedTuple

from sqlalchemy import func, select

from shop.db import db
from shop.purchasing.models import Purchase, PurchaseLine


class Awaited(NamedTuple):
    number: str
    supplier: str
    expected_on: date | None
    #: That have not come.
    units: int


def awaited(variant_id: int) -> list[Awaited]:
    """Open purchases of which units of it are missing, the one expected first, first."""
    missing = func.sum(PurchaseLine.ordered - PurchaseLine.received)
    rows = db.session.execute(
        select(Purchase.number, Purchase.supplier, Purchase.expected_on, missing)
        .join(PurchaseLine, PurchaseLine.order_id == Purchase.id)
        .where(
            Purchase.state == "open",
            PurchaseLine.variant_id == variant_id,
            PurchaseLine.received < PurchaseLine.ordered,
        )
        .group_by(Purchase.id)
        .order_by(Purchase.expected_on.is_(None), Purchase.expected_on, Purchase.id)
    )
    return [
        Awaited(number, supplier, expected_on, int(units))
        for number, supplier, expected_on, units in rows
    ]
