"""Staff are done with what a customer owed after a bank took a payment back."""

from sqlalchemy import select

from shop.db import db
from shop.orders.models import OrderEvent
from shop.orders.move import add_event
from shop.orders.rules import Note
from shop.refunds.hold_order import hold_order

#: The orders whose claim is closed.
CLOSED = select(OrderEvent.order_id).where(OrderEvent.note == Note.CLAIM_CLOSED)


def close_claim(order_id: int, person_id: int | None) -> bool:
    """It is no task any more, whether it was paid otherwise or given up; False if it was closed.

    The books keep the sale and the lost payment: what came otherwise is in other books. Does not
    commit.
    """
    state = hold_order(order_id)
    if db.session.scalars(CLOSED.where(OrderEvent.order_id == order_id)).first():
        return False
    add_event(order_id, state, Note.CLAIM_CLOSED, person_id, from_state=state)
    return True
