"""What was booked as received did not come after all, or goes back to where it came from."""

from sqlalchemy import select, update

from shop.clock import now
from shop.db import db, rows_changed
from shop.stock.models import Level, Movement
from shop.stock.rules import BelowReserved


def send_back(
    variant_id: int,
    location_id: int,
    units: int,
    reason: str,
    person_id: int | None,
    *,
    source: str,
) -> None:
    """The reverse of `receive`: units of no batch leave a location, under the same `source`.

    Raises `BelowReserved` where fewer would remain than orders hold. Refuses less than one unit and
    no reason. Does not commit.
    """
    if units < 1 or not reason.strip():
        raise ValueError("what goes back needs units and a reason")
    level_id = db.session.scalars(
        select(Level.id).where(
            Level.variant_id == variant_id,
            Level.location_id == location_id,
            Level.batch_id.is_(None),
        )
    ).one()
    met = rows_changed(
        update(Level)
        .where(Level.id == level_id, Level.on_hand - units >= Level.reserved)
        .values(on_hand=Level.on_hand - units)
    )
    if met != 1:
        raise BelowReserved
    db.session.add(
        Movement(
            level_id=level_id,
            kind="received",
            on_hand_change=-units,
            reason=reason,
            source=source,
            person_id=person_id,
            moved_at=now(),
        )
    )
    db.session.flush()
