"""Units are sold where they lie, and taken along at once."""

from collections.abc import Mapping

from sqlalchemy import bindparam, func, or_, select, update

from shop.clock import now, today
from shop.db import execute, insert_rows, rows_changed
from shop.origin.models import Batch
from shop.origin.rules import last_day_to_sell
from shop.stock.models import Level, Movement, Reservation
from shop.stock.rules import Free, MovedMeanwhile, OutOfStock, first_expiring


def sell_at_counter(
    order_id: int,
    location_id: int,
    demand: Mapping[int, int],
    person_id: int | None,
    *,
    seen: int | None = None,
) -> None:
    """Sells `demand` (variant id → units) from one location, of each variant what expires first.

    The levels are locked as `reserve` locks them, and each is taken by a guarded UPDATE. What is
    blocked or too old is sold to nobody. `seen`: the newest movement there when somebody counted.
    Raises `OutOfStock` naming every shortage, and `MovedMeanwhile`. Does not commit.
    """
    asked = {"variants": sorted(demand), "location": location_id}
    # First, and by itself: who waited for a level would not see that its batch was blocked.
    execute(_LOCK, asked)
    if seen is not None and seen != newest_movement(location_id):
        raise MovedMeanwhile
    free = [Free(*row) for row in execute(_FREE, asked | {"last_day": last_day_to_sell(today())})]
    taken = first_expiring(free, demand)
    variants = {level.level_id: level.variant_id for level in free}
    _refuse_shortage(demand, free, taken)
    for level_id in sorted(taken):
        if rows_changed(_TAKE, {"of": level_id, "units": taken[level_id]}) != 1:
            raise RuntimeError("a locked level changed")
    # As they expire: by the order of these rows one knows whose units were taken last.
    insert_rows(
        Reservation,
        [
            {
                "order_id": order_id,
                "level_id": id,
                "variant_id": variants[id],
                "units": taken[id],
                "packed": taken[id],
                "sent": taken[id],
                "state": "sold",
            }
            for id in taken
        ],
    )
    moved = {"kind": "sale", "order_id": order_id, "person_id": person_id, "moved_at": now()}
    insert_rows(
        Movement, [moved | {"level_id": id, "on_hand_change": -taken[id]} for id in sorted(taken)]
    )


def newest_movement(location_id: int) -> int:
    """By it a form knows whether what lies there is what it showed; 0 where nothing ever moved."""
    return execute(_NEWEST, {"location": location_id}).scalar() or 0


def _refuse_shortage(demand: Mapping[int, int], free: list[Free], taken: Mapping[int, int]) -> None:
    there = dict.fromkeys(demand, 0)
    for level in free:
        there[level.variant_id] += level.units
    short = {variant: there[variant] for variant in demand if there[variant] < demand[variant]}
    if short:
        raise OutOfStock(short)


_LOCK = (
    select(Level.id)
    .where(
        Level.variant_id.in_(bindparam("variants", expanding=True)),
        Level.location_id == bindparam("location"),
        Level.on_hand > Level.reserved,
    )
    .order_by(Level.id)
    .with_for_update()
)
_FREE = (
    select(
        Level.id,
        Level.variant_id,
        func.coalesce(Level.batch_id, 0),
        Batch.best_before,
        Level.on_hand - Level.reserved,
    )
    .outerjoin(Batch, Batch.id == Level.batch_id)
    .where(
        Level.variant_id.in_(bindparam("variants", expanding=True)),
        Level.location_id == bindparam("location"),
        Level.on_hand > Level.reserved,
        or_(
            Level.batch_id.is_(None),
            Batch.blocked_at.is_(None) & (Batch.best_before >= bindparam("last_day")),
        ),
    )
    .order_by(Level.id)
)
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
