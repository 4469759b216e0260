"""Goods can lie at one more place."""

from sqlalchemy import func, select

from shop.audit.note_change import note_change
from shop.db import db
from shop.stock.models import Location
from shop.stock.rules import LocationNamed


def add_location(
    kind: str,
    name: str,
    note: str = "",
    *,
    pickup_place_id: int | None = None,
    person_id: int | None = None,
) -> int:
    """Its id. A pickup place that opens again under its old name has its old location.

    Refuses with `LocationNamed`. Does not commit.
    """
    found = db.session.scalar(select(Location).where(func.lower(Location.name) == name.lower()))
    if found is None:
        made = Location(kind=kind, name=name, note=note, pickup_place_id=pickup_place_id, open=True)
        db.session.add(made)
        db.session.flush()
        note_change("location", made.id, {}, {"kind": kind, "name": name, "note": note}, person_id)
        return made.id
    if found.open or kind != "pickup" or found.kind != kind:
        raise LocationNamed
    found.open, found.pickup_place_id = True, pickup_place_id
    db.session.flush()
    note_change("location", found.id, {"open": False}, {"open": True}, person_id)
    return found.id
