"""A location has another name, or another note."""

from sqlalchemy import func, select

from shop.audit.newest_change import refuse_unseen
from shop.audit.note_change import note_change
from shop.db import db
from shop.stock.hold_location import hold_location
from shop.stock.models import Location
from shop.stock.rules import LocationNamed


def save_location(
    location_id: int, name: str, note: str, person_id: int | None, *, seen: int | None = None
) -> None:
    """Refuses with `NotThere`, `LocationNamed`, `ChangedMeanwhile`. Does not commit."""
    hold_location(location_id, to_bring=False)
    refuse_unseen("location", location_id, seen)
    named = select(Location.id).where(
        func.lower(Location.name) == name.lower(), Location.id != location_id
    )
    if db.session.scalar(named) is not None:
        raise LocationNamed
    location = db.session.get_one(Location, location_id)
    before = {"name": location.name, "note": location.note}
    location.name, location.note = name, note
    db.session.flush()
    note_change("location", location_id, before, {"name": name, "note": note}, person_id)
