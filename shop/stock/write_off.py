"""Units on a shelf can be sold to nobody any more."""

from sqlalchemy import update

from shop.clock import now
from shop.db import db, rows_changed
from shop.stock.models import Level, Movement
from shop.stock.rules import BelowReserved


def write_off(
    level_id: int, units: int, reason: str, person_id: int | None, *, source: str = ""
) -> None:
    """Takes units off a level, with a reason: they are not sold, and count as lost.

    Raises `BelowReserved` where fewer would remain than orders hold. Refuses (`ValueError`) less
    than one unit and no reason. Does not commit.
    """
    if units < 1 or not reason.strip():
        raise ValueError("what is written off needs units and a reason")
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
            kind="write_off",
            on_hand_change=-units,
            reason=reason,
            source=source,
            person_id=person_id,
            moved_at=now(),
        )
    )
    db.session.flush()
