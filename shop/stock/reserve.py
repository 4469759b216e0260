"""Hold units for an order: all of them or none."""

from collections.abc import Mapping

from sqlalchemy import bindparam, update

from shop.clock import now
from shop.db import insert_rows, rows_changed
from shop.stock.free_levels import free_levels
from shop.stock.models import STOCKROOM, Level, Movement, Reservation
from shop.stock.rules import first_expiring, refuse_shortage, shared_out, summed_up


def reserve(order_id: int, demand: Mapping[int, int]) -> None:
    """Holds `demand` (variant id → units) for this order, of each variant what expires first.

    What is ground to order is held as beans; what several variants want of the same beans is summed
    up first. The levels are locked as `free_levels` locks them, and each is taken by a guarded
    UPDATE. Raises `OutOfStock` naming every shortage; the caller rolls back. Does not commit.
    """
    beans, free = free_levels(demand, STOCKROOM)
    taken = first_expiring(free, summed_up(demand, beans))
    held = shared_out(demand, beans, free, taken)
    refuse_shortage(demand, held)
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


_TAKE = (
    update(Level)
    .where(Level.id == bindparam("of"), Level.on_hand - Level.reserved >= bindparam("units"))
    .values(reserved=Level.reserved + bindparam("units"))
)
