"""End what is held for an order, once, and book the movements."""

from typing import Literal

from sqlalchemy import bindparam, update

from shop.clock import now
from shop.db import execute, insert_rows, rows_changed
from shop.stock.models import Level, Movement, Reservation


def end_reservations(order_id: int, end: Literal["sold", "released"]) -> None:
    """Each reservation of the order leaves `held` exactly once; the row returned decides who acts.

    Does not commit.
    """
    ended = sorted(execute(_END, {"held_for": order_id, "end": end}).all())
    moment = now()
    movements = []
    for variant_id, units in ended:
        taken = units if end == "sold" else 0
        rows_changed(_LOWER, {"of": variant_id, "taken": taken, "ended": units})
        movements.append(
            {
                "variant_id": variant_id,
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
    .returning(Reservation.variant_id, Reservation.units)
)
_LOWER = (
    update(Level)
    .where(Level.variant_id == bindparam("of"))
    .values(
        on_hand=Level.on_hand - bindparam("taken"),
        reserved=Level.reserved - bindparam("ended"),
    )
)
