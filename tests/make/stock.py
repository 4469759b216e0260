"""What a test asks the stock."""

from flask import Flask
from sqlalchemy import select

from shop.db import db
from shop.stock.models import Level
from shop.stock.prove import prove


def level_of(app: Flask, variant_id: int) -> tuple[int, int]:
    """(on hand, reserved), once the books have proved the counters."""
    with app.app_context():
        assert prove() == []
        row = db.session.execute(
            select(Level.on_hand, Level.reserved).where(Level.variant_id == variant_id)
        ).one()
    return row[0], row[1]
