"""Hold an order, so that whatever happens to its money and its goods happens one by one."""

from sqlalchemy import select

from shop.db import db
from shop.orders.models import Order
from shop.orders.rules import State


def hold_order(order_id: int) -> State:
    """Its state now; nobody else moves it or its money before this transaction ends.

    Whoever changes money, goods and order holds the order first, so that two never wait for each
    other in a ring.
    """
    return State(
        db.session.scalars(
            select(Order.state).where(Order.id == order_id).with_for_update(key_share=True)
        ).one()
    )
