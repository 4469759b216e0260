"""Orders whose customer wants to be forgotten."""

from collections.abc import Sequence

from sqlalchemy import update

from shop.clock import now
from shop.customers.erase_orders import erase_orders
from shop.customers.models import Erasure
from shop.db import insert_missing, rows_changed
from shop.orders.models import Order


def forget_orders(order_ids: Sequence[int]) -> None:
    """They belong to nobody's account, and forget at once what no law and no open contract needs;
    the worker sees to the rest when its time has come. Does not commit."""
    if not order_ids:
        return
    insert_missing(Erasure, [{"order_id": order_id} for order_id in order_ids])
    rows_changed(
        update(Erasure)
        .where(Erasure.order_id.in_(order_ids), Erasure.wanted_at.is_(None))
        .values(wanted_at=now())
    )
    rows_changed(update(Order).where(Order.id.in_(order_ids)).values(customer_id=None))
    erase_orders(order_ids)
