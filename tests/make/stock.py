"""What a test asks the stock."""

from flask import Flask
from sqlalchemy import func, select

from shop.books.stock import LAWS
from shop.db import db
from shop.stock.models import Level
from tests.make.books import broken_laws

_OF_THE_SHELF = [law for law in LAWS if law.name.startswith("shelf-")]


def level_of(app: Flask, variant_id: int) -> tuple[int, int]:
    """(on hand, reserved) of all batches, once the laws of the shelf have proved the counters."""
    with app.app_context():
        assert broken_laws(_OF_THE_SHELF) == {}
        row = db.session.execute(
            select(
                func.coalesce(func.sum(Level.on_hand), 0),
                func.coalesce(func.sum(Level.reserved), 0),
            ).where(Level.variant_id == variant_id)
        ).one()
    return int(row[0]), int(row[1])
