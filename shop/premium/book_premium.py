"""Entries that the database makes of other rows: one trip to it, however many."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from sqlalchemy import Insert, SelectBase
from sqlalchemy.dialects import postgresql, sqlite

from shop.db import db, execute
from shop.ledger.models import PremiumEntry


def book_premium(rows: SelectBase, values: Mapping[str, Any]) -> None:
    """Adds a row for each that is selected, in the order of `_COLUMNS`; a source already booked is
    left as it is. Does not commit."""
    execute(_booking(rows, db.engine.dialect.name), values)


_COLUMNS = (
    *("kind", "purpose", "source", "green_lot_id", "batch_id", "line_id"),
    *("units", "coffee_grams", "micro", "business_date", "booked_at", "document"),
)


@cache
def _booking(rows: SelectBase, dialect: str) -> Insert:
    made = sqlite.insert if dialect == "sqlite" else postgresql.insert
    statement = made(PremiumEntry).from_select(_COLUMNS, rows, include_defaults=False)
    return statement.on_conflict_do_nothing()
