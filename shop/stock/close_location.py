"""No goods come to a location any more."""

from sqlalchemy import select, update

from shop.audit.note_change import note_change
from shop.db import db, rows_changed
from shop.errors import NotThere
from shop.stock.hold_location import hold_location
from shop.stock.models import STOCKROOM, Level, Location
from shop.stock.rules import GoodsThere


def close_location(location_id: int, person_id: int | None = None) -> None:
    """Refuses with `NotThere`, also for the stockroom, which stays, and with `GoodsThere` while
    something lies there. A second call changes nothing. Does not commit."""
    if location_id == STOCKROOM:
        raise NotThere
    hold_location(location_id, to_bring=False)
    there = select(Level.id).where(Level.location_id == location_id, Level.on_hand > 0).limit(1)
    if db.session.scalar(there) is not None:
        raise GoodsThere
    closed = update(Location).where(Location.id == location_id, Location.open.is_(True))
    if rows_changed(closed.values(open=False)):
        note_change("location", location_id, {"open": True}, {"open": False}, person_id)
