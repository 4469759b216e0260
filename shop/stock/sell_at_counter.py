"""Units are sold where they lie, and taken along at once."""

from collections.abc import Mapping

from sqlalchemy import bindparam, func, select, update

from shop.clock import now
from shop.db import execute, insert_rows, rows_changed
from shop.stock.free_levels import free_levels
from shop.stock.models import Level, Movement, Reservation
from shop.stock.rules import (
    MovedMeanwhile,
    first_expiring,
    refuse_shortage,
    shared_out,
    summed_up,
)


def sell_at_counter(
    order_id: int,
    location_id: int,
    demand: Mapping[int, int],
    person_id: int | None,
    *,
    seen: int | None = None,
) -> None:
    """Sells `demand` (variant id → units) from one location, of each variant what expires first.

    What is ground there is taken from its beans, as `reserve` takes it. Each level is taken by a
    guarded UPDATE. `seen`: the newest movement there when somebody counted. Raises `OutOfStock`
    naming every shortage, and `MovedMeanwhile`. Does not commit.
    """
    beans, free = free_levels(demand, location_id)
    if seen is not None and seen != newest_movement(location_id):
        raise MovedMeanwhile
    taken = first_expiring(free, summed_up(demand, beans))
    held = shared_out(demand, beans, free, taken)
    refuse_shortage(demand, held)
    for level_id in sorted(taken):
        if rows_changed(_TAKE, {"of": level_id, "units": taken[level_id]}) != 1:
            raise RuntimeError("a locked level changed")
    # As they expire: by the order of these rows one knows whose units were taken last.
    sold = {"order_id": order_id, "state": "sold"}
    insert_rows(
        Reservation,
        [sold | one._asdict() | {"packed": one.units, "sent": one.units} for one in held],
    )
    moved = {"kind": "sale", "order_id": order_id, "person_id": person_id, "moved_at": now()}
    insert_rows(
        Movement, [moved | {"level_id": id, "on_hand_change": -taken[id]} for id in sorted(taken)]
    )


def newest_movement(location_id: int) -> int:
    """By it a form knows whether what lies there is what it showed; 0 where nothing ever moved."""
    return execute(_NEWEST, {"location": location_id}).scalar() or 0


_TAKE = (
    update(Level)
    .where(Level.id == bindparam("of"), Level.on_hand - Level.reserved >= bindparam("units"))
    .values(on_hand=Level.on_hand - bindparam("units"))
)
_NEWEST = (
    select(func.max(Movement.id))
    .join(Level, Level.id == Movement.level_id)
    .where(Level.location_id == bindparam("location"))
)
