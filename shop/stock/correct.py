"""The shelf holds more or less than the books say."""

from sqlalchemy import update

from shop.clock import now
from shop.db import db, rows_changed
from shop.stock.hold_shelves import hold_shelves
from shop.stock.models import Level, Movement
from shop.stock.rules import BelowReserved


def correct(
    level_id: int, change: int, reason: str, person_id: int | None, *, source: str = ""
) -> None:
    """Adds `change` units (negative to take away) to a level, with a reason.

    Raises `BelowReserved` when less would remain than is held for orders; of more, `GroundToOrder`
    and `LocationClosed` where nothing may lie. Refuses an empty change or reason. Does not commit.
    """
    if change == 0 or not reason.strip():
        raise ValueError("a correction needs a change and a reason")
    if change > 0:
        hold_shelves({level_id})
    met = rows_changed(
        update(Level)
        .where(Level.id == level_id, Level.on_hand + change >= Level.reserved)
        .values(on_hand=Level.on_hand + change)
    )
    if met != 1:
        raise BelowReserved
    db.session.add(
        Movement(
            level_id=level_id,
            kind="correction",
            on_hand_change=change,
            reason=reason,
            source=source,
            person_id=person_id,
            moved_at=now(),
        )
    )
    db.session.flush()
