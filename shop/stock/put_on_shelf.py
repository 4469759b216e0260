"""Units come onto the shelf."""

from sqlalchemy import bindparam, select, update

from shop.catalogue.models import Variant
from shop.clock import now
from shop.db import db, execute, insert_missing, rows_changed
from shop.stock.hold_location import hold_location
from shop.stock.models import STOCKROOM, Level, Movement
from shop.stock.rules import GroundToOrder


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

    Raises `GroundToOrder` for what lies nowhere, `LocationClosed` for a location that takes
    nothing. Refuses less than one unit. Does not commit.
    """
    if units < 1:
        raise ValueError("nothing came")
    _refuse_ground(variant_id)
    if location_id != STOCKROOM:
        hold_location(location_id)
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


def _refuse_ground(variant_id: int) -> None:
    if execute(_GROUND_FROM, {"of": variant_id}).scalar() is not None:
        raise GroundToOrder


#: Held until the end, so that nobody has it ground to order meanwhile (`grind_to_order`).
_GROUND_FROM = (
    select(Variant.ground_from_id).where(Variant.id == bindparam("of")).with_for_update(read=True)
)
