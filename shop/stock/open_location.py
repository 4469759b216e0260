"""Goods come to a location again."""

from sqlalchemy import update

from shop.audit.note_change import note_change
from shop.db import rows_changed
from shop.stock.models import Location


def open_location(location_id: int, person_id: int | None = None) -> None:
    """A second call changes nothing. Does not commit."""
    opened = update(Location).where(Location.id == location_id, Location.open.is_(False))
    if rows_changed(opened.values(open=True)):
        note_change("location", location_id, {"open": False}, {"open": True}, person_id)
