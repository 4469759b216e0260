"""Goods come in."""

from sqlalchemy import update

from shop.clock import now
from shop.db import db, insert_missing, rows_changed
from shop.stock.models import Level, Movement


def receive(variant_id: int, units: int, reason: str, person_id: int | None = None) -> None:
    """Adds units to the shelf and says where they came from. Refuses less than one unit.

    Does not commit.
    """
    if units < 1:
        raise ValueError("nothing received")
    insert_missing(Level, [{"variant_id": variant_id, "on_hand": 0, "reserved": 0}])
    rows_changed(
        update(Level).where(Level.variant_id == variant_id).values(on_hand=Level.on_hand + units)
    )
    db.session.add(
        Movement(
            variant_id=variant_id,
            kind="received",
            on_hand_change=units,
            reason=reason,
            person_id=person_id,
            moved_at=now(),
        )
    )
    db.session.flush()
