"""No goods come to a location any more."""

from sqlalchemy import column, select, table, update

from shop.audit.note_change import note_change
from shop.db import db, rows_changed
from shop.errors import NotThere
from shop.stock.hold_location import hold_location
from shop.stock.models import STOCKROOM, Level, Location
from shop.stock.rules import BeingCounted, GoodsThere


def close_location(location_id: int, person_id: int | None = None) -> None:
    """Refuses with `NotThere`, also for the stockroom, which stays, with `GoodsThere` while
    something lies there, and with `BeingCounted` while somebody counts, who may find something. A
    second call changes nothing. Does not commit."""
    if location_id == STOCKROOM:
        raise NotThere
    hold_location(location_id, to_bring=False)
    there = select(Level.id).where(Level.location_id == location_id, Level.on_hand > 0).limit(1)
    if db.session.scalar(there) is not None:
        raise GoodsThere
    if db.session.execute(_COUNTING.where(_OPEN.c.location_id == location_id)).first() is not None:
        raise BeingCounted
    closed = update(Location).where(Location.id == location_id, Location.open.is_(True))
    if rows_changed(closed.values(open=False)):
        note_change("location", location_id, {"open": True}, {"open": False}, person_id)


#: Of a package above this one; whoever begins to count holds the location too.
_OPEN = table("stocktakes", column("location_id"), column("state"))
_COUNTING = select(_OPEN.c.location_id).where(_OPEN.c.state == "open").limit(1)
