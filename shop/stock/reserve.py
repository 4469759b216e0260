"""Hold units for an order: all of them or none."""

from collections.abc import Mapping, Sequence

from sqlalchemy import bindparam, func, literal_column, or_, select, update

from shop.catalogue.for_sale import drawn_from
from shop.catalogue.models import Variant
from shop.clock import now, today
from shop.db import execute, insert_rows, rows_changed
from shop.origin.models import Batch
from shop.origin.rules import last_day_to_sell
from shop.stock.models import STOCKROOM, Level, Movement, Reservation
from shop.stock.rules import Free, Held, OutOfStock, first_expiring, shared_out, summed_up


def reserve(order_id: int, demand: Mapping[int, int]) -> None:
    """Holds `demand` (variant id → units) for this order, of each variant what expires first.

    What is ground to order is held as beans; what several variants want of the same beans is summed
    up first. The levels are locked in one order, so that two orders never wait for each other in a
    ring, and each is taken by a guarded UPDATE. Units of a batch that is blocked or too old are
    nobody's. Raises `OutOfStock` naming every shortage; the caller rolls back. Does not commit.
    """
    beans, free = _free(demand)
    taken = first_expiring(free, summed_up(demand, beans))
    held = shared_out(demand, beans, free, taken)
    _refuse_shortage(demand, held)
    for level_id in sorted(taken):
        if rows_changed(_TAKE, {"of": level_id, "units": taken[level_id]}) != 1:
            raise RuntimeError("a locked level changed")
    # As they expire: by the order of these rows one knows whose units were taken last.
    insert_rows(Reservation, [{"order_id": order_id} | one._asdict() for one in held])
    moved = {"kind": "reservation", "order_id": order_id, "moved_at": now()}
    insert_rows(
        Movement,
        [moved | {"level_id": id, "reserved_change": taken[id]} for id in sorted(taken)],
    )


def _free(demand: Mapping[int, int]) -> tuple[dict[int, int], list[Free]]:
    """Variant id → whose units it is drawn from, where there are any; and the free levels."""
    values = {"variants": sorted(demand), "last_day": last_day_to_sell(today())}
    # First, and by itself: who waited for a level would not see that its batch was blocked.
    execute(_LOCK, {"variants": values["variants"]})
    rows = execute(_FREE, values).all()
    beans = {ordered: row[1] for ordered, *row in rows}
    return beans, list({row[0]: Free(*row) for _ordered, *row in rows}.values())


def _refuse_shortage(demand: Mapping[int, int], held: Sequence[Held]) -> None:
    got = dict.fromkeys(sorted(demand), 0)
    for one in held:
        got[one.variant_id] += one.units
    if short := {variant: units for variant, units in got.items() if units < demand[variant]}:
        raise OutOfStock(short)


#: As the condition of `ix_stock_levels_there`.
_there = Level.on_hand > literal_column("0")
_wanted = Variant.id.in_(bindparam("variants", expanding=True))
_LOCK = (
    select(Level.id)
    .where(
        Level.variant_id.in_(select(drawn_from()).where(_wanted)),
        Level.location_id == STOCKROOM,
        _there,
        Level.on_hand > Level.reserved,
    )
    .order_by(Level.id)
    .with_for_update()
)
_FREE = (
    select(
        Variant.id,
        Level.id,
        Level.variant_id,
        func.coalesce(Level.batch_id, 0),
        Batch.best_before,
        Level.on_hand - Level.reserved,
    )
    .join_from(Variant, Level, Level.variant_id == drawn_from())
    .outerjoin(Batch, Batch.id == Level.batch_id)
    .where(
        _wanted,
        Level.location_id == STOCKROOM,
        _there,
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
