"""What a test asks the premium's books."""

from typing import NamedTuple

from flask import Flask
from sqlalchemy import select

from shop.db import db
from shop.ledger.models import PremiumEntry
from shop.orders.models import Line


class Booked(NamedTuple):
    """An entry as the books have it."""

    kind: str
    purpose: str
    batch_id: int | None
    green_lot_id: int | None
    units: int
    coffee_grams: int
    micro: int


def premium_of(app: Flask, order_id: int) -> list[Booked]:
    """What was booked for an order, in the order it was."""
    with app.app_context():
        rows = db.session.scalars(
            select(PremiumEntry)
            .join(Line, Line.id == PremiumEntry.line_id)
            .where(Line.order_id == order_id)
            .order_by(PremiumEntry.id)
        ).all()
        return [Booked(*(getattr(row, name) for name in Booked._fields)) for row in rows]


def owed_micro(app: Flask, order_id: int) -> int:
    """What an order still owes, to growers and projects together."""
    return sum(booked.micro for booked in premium_of(app, order_id))
