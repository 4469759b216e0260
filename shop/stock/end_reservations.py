"""End what is held for an order, once, and book the movements."""

from typing import Literal

from sqlalchemy import bindparam, update

from shop.clock import now
from shop.db import execute, insert_rows, rows_changed
from shop.stock.models import Level, Movement, Reservation


def end_reservations(order_id: int, end: Literal["sold", "released"]) -> None:
    """Each reservation of the order leaves `held` exactly once; the row returned decides who acts.

    Levels in id order, as they are reserved. Does not commit.
    """
    ended = sorted(execute(_END, {"held_for": order_id, "end": end}).all())
    moment = now()
    movements = []
    for level_id, units in ended:
        taken = units if end == "sold" else 0
        rows_changed(_LOWER, {"of": level_id, "taken": taken, "ended": units})
        movements.append(
            {
                "level_id": level_id,
                "kind": "sale" if end == "sold" else "release",
                "on_hand_change": -taken,
                "reserved_change": -units,
                "order_id": order_id,
                "moved_at": moment,
            }
        )
    if movements:
        insert_rows(Movement, movements)


_END = (
    update(Reservation)
    .where(Reservation.order_id == bindparam("held_for"), Reservation.state == "held")
    .values(state=bindparam("end"))
    .returning(Reservation.level_id, Reservation.units)
)
_LOWER = (
    update(Level)
    .where(Level.id == bindparam("of"))
    .values(
        on_hand=Level.on_hand - bindparam("taken"),
        reserved=Level.reserved - bindparam("ended"),
    )
)
