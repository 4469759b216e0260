"""Somebody begins to count at a location, or joins those who do."""

from sqlalchemy import select

from shop.audit.note_change import note_change
from shop.clock import now
from shop.db import db, insert_missing
from shop.stock.hold_location import hold_location
from shop.stocktake.models import Stocktake


def begin_stocktake(location_id: int, person_id: int | None) -> int:
    """The stocktake that is open there; a new one if there is none, also when two begin at once.

    Refuses an unknown location with `NotThere`, a closed one with `LocationClosed`: nothing lies
    there. Does not commit.
    """
    hold_location(location_id)
    begun = {"location_id": location_id, "state": "open", "begun_at": now(), "begun_by": person_id}
    is_new = insert_missing(Stocktake, [begun])
    stocktake_id = db.session.scalars(
        select(Stocktake.id).where(Stocktake.location_id == location_id, Stocktake.state == "open")
    ).one()
    if is_new:
        note_change("stocktake", stocktake_id, {}, {"state": "open"}, person_id)
    return stocktake_id
