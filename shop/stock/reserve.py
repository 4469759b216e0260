"""Hold units for an order: all of them or none."""

from collections.abc import Mapping

from sqlalchemy import bindparam, func, or_, select, update

from shop.clock import now, today
from shop.db import execute, insert_rows, rows_changed
from shop.origin.models import Batch
from shop.origin.rules import last_day_to_sell
from shop.stock.models import STOCKROOM, Level, Movement, Reservation
from shop.stock.rules import Free, OutOfStock, first_expiring


def reserve(order_id: int, demand: Mapping[int, int]) -> None:
    """Holds `demand` (variant id → units) for this order, of each variant what expires first.

    The levels are locked in one order, so that two orders never wait for each other in a ring, and
    each is taken by a guarded UPDATE. Units of a batch that is blocked or too old are nobody's.
    Raises `OutOfStock` naming every shortage; the caller rolls back. Does not commit.
    """
    free = _free(demand)
    taken = first_expiring(free, demand)
    _refuse_shortage(demand, free, taken)
    for level_id in sorted(taken):
        if rows_changed(_TAKE, {"of": level_id, "units": taken[level_id]}) != 1:
            raise RuntimeError("a locked level changed")
    # As they expire: by the order of these rows one knows whose units were taken last.
    variants = {level.level_id: level.variant_id for level in free}
    held = [
        {"order_id": order_id, "level_id": id, "variant_id": variants[id], "units": taken[id]}
        for id in taken
    ]
    insert_rows(Reservation, held)
    moved = {"kind": "reservation", "order_id": order_id, "moved_at": now()}
    insert_rows(
        Movement,
        [moved | {"level_id": id, "reserved_change": taken[id]} for id in sorted(taken)],
    )


def _free(demand: Mapping[int, int]) -> list[Free]:
    values = {"variants": sorted(demand), "last_day": last_day_to_sell(today())}
    # First, and by itself: who waited for a level would not see that its batch was blocked.
    execute(_LOCK, {"variants": values["variants"]})
    return [Free(*row) for row in execute(_FREE, values)]


def _refuse_shortage(demand: Mapping[int, int], free: list[Free], taken: Mapping[int, int]) -> None:
    variants = {level.level_id: level.variant_id for level in free}
    missing = dict(demand)
    for level_id, units in taken.items():
        missing[variants[level_id]] -= units
    short = sorted(variant_id for variant_id, units in missing.items() if units > 0)
    if short:
        raise OutOfStock(
            {
                short_of: sum(level.units for level in free if level.variant_id == short_of)
                for short_of in short
            }
        )


_LOCK = (
    select(Level.id)
    .where(
        Level.variant_id.in_(bindparam("variants", expanding=True)),
        Level.location_id == STOCKROOM,
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
        Level.location_id == STOCKROOM,
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
    .values(reserved=Level.reserved + bindparam("units"))
)
