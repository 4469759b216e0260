"""Hold once more what was released: a payment came late."""

from sqlalchemy import select, update

from shop.clock import now
from shop.db import db, rows_changed
from shop.stock.models import Movement, Reservation
from shop.stock.reserve import free_units, take_units
from shop.stock.rules import OutOfStock


def hold_again(order_id: int) -> None:
    """Everything once held for this order is held again, or `OutOfStock` is raised.

    The caller rolls back to its savepoint then. Does not commit.
    """
    given_back = db.session.execute(
        select(Reservation.variant_id, Reservation.units)
        .where(Reservation.order_id == order_id, Reservation.state == "released")
        .order_by(Reservation.variant_id)
    ).all()
    for variant_id, units in given_back:
        if not take_units(variant_id, units):
            raise OutOfStock({variant_id: free_units(variant_id)})
        db.session.add(
            Movement(
                variant_id=variant_id,
                kind="reservation",
                reserved_change=units,
                order_id=order_id,
                moved_at=now(),
            )
        )
    rows_changed(
        update(Reservation)
        .where(Reservation.order_id == order_id, Reservation.state == "released")
        .values(state="held")
    )
    db.session.flush()
