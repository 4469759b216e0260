"""Units come onto the shelf."""

from sqlalchemy import select, update

from shop.clock import now
from shop.db import db, insert_missing, rows_changed
from shop.stock.models import STOCKROOM, Level, Movement


def put_on_shelf(
    kind: str,
    variant_id: int,
    batch_id: int | None,
    units: int,
    reason: str,
    person_id: int | None,
    *,
    location_id: int = STOCKROOM,
    source: str = "",
) -> int:
    """Raises a level, which is made if it is new, and books the movement; its id is the answer.

    Refuses less than one unit. Does not commit.
    """
    if units < 1:
        raise ValueError("nothing came")
    insert_missing(
        Level,
        [
            {
                "variant_id": variant_id,
                "location_id": location_id,
                "batch_id": batch_id,
                "on_hand": 0,
                "reserved": 0,
            }
        ],
    )
    level_id = db.session.scalars(
        select(Level.id).where(
            Level.variant_id == variant_id,
            Level.location_id == location_id,
            Level.batch_id.is_not_distinct_from(batch_id),
        )
    ).one()
    rows_changed(update(Level).where(Level.id == level_id).values(on_hand=Level.on_hand + units))
    db.session.add(
        Movement(
            level_id=level_id,
            kind=kind,
            on_hand_change=units,
            reason=reason,
            source=source,
            person_id=person_id,
            moved_at=now(),
        )
    )
    db.session.flush()
    return level_id
