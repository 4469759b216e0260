"""An order whose money does not fit, until somebody has decided."""

from sqlalchemy import select

from shop.db import db
from shop.orders.models import Order
from shop.orders.rules import MoveRefused, State


def undecided(order_id: int) -> Order:
    """The order, and nobody else decides about it before this transaction ends.

    Raises `MoveRefused` when it has been decided already.
    """
    found = db.session.scalar(
        select(Order)
        .where(Order.id == order_id, Order.state == State.NEEDS_DECISION)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise MoveRefused
    return found
