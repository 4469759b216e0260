"""End what is held for an order, once, and book the movements."""

from typing import Literal

from sqlalchemy import update

from shop.clock import now
from shop.db import db, rows_changed
from shop.stock.models import Level, Movement, Reservation


def end_reservations(order_id: int, end: Literal["sold", "released"]) -> None:
    """Each reservation of the order leaves `held` exactly once; the row returned decides who acts.

    Does not commit.
    """
    ended = db.session.execute(
        update(Reservation)
        .where(Reservation.order_id == order_id, Reservation.state == "held")
        .values(state=end)
        .returning(Reservation.variant_id, Reservation.units)
        .execution_options(synchronize_session=False)
    ).all()
    moment = now()
    for variant_id, units in sorted((row[0], row[1]) for row in ended):
        taken = units if end == "sold" else 0
        rows_changed(
            update(Level)
            .where(Level.variant_id == variant_id)
            .values(on_hand=Level.on_hand - taken, reserved=Level.reserved - units)
        )
        db.session.add(
            Movement(
                variant_id=variant_id,
                kind="sale" if end == "sold" else "release",
                on_hand_change=-taken,
                reserved_change=-units,
                order_id=order_id,
                moved_at=moment,
            )
        )
    db.session.flush()
