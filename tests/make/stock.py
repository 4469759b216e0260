"""What a test asks the stock."""

from flask import Flask
from sqlalchemy import func, select

from shop.books.stock import LAWS
from shop.db import db
from shop.stock.models import Level
from tests.make.books import broken_laws

_OF_THE_SHELF = [law for law in LAWS if law.name.startswith("shelf-")]


def only_level(app: Flask, variant_id: int) -> int:
    """The id of the level of a variant that lies there from one batch."""
    with app.app_context():
        return db.session.scalars(select(Level.id).where(Level.variant_id == variant_id)).one()


def by_batch(app: Flask, variant_id: int) -> dict[int | None, tuple[int, int]]:
    """Batch id → (on hand, reserved)."""
    with app.app_context():
        rows = db.session.execute(
            select(Level.batch_id, Level.on_hand, Level.reserved).where(
                Level.variant_id == variant_id
            )
        )
        return {batch_id: (on_hand, reserved) for batch_id, on_hand, reserved in rows}


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
