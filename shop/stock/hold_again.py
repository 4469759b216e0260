"""Hold once more what was released: a payment came late."""

from collections import Counter

from sqlalchemy import delete, select

from shop.db import db, execute
from shop.stock.models import Reservation
from shop.stock.reserve import reserve


def hold_again(order_id: int) -> None:
    """Everything once held for this order is held again, or `OutOfStock` is raised.

    It may come from other batches than before. The caller rolls back to its savepoint then. Does
    not commit.
    """
    released = Reservation.order_id == order_id, Reservation.state == "released"
    demand: Counter[int] = Counter()
    for variant_id, units in db.session.execute(
        select(Reservation.variant_id, Reservation.units).where(*released)
    ):
        demand[variant_id] += units
    if demand:
        execute(delete(Reservation).where(*released))
        reserve(order_id, demand)
