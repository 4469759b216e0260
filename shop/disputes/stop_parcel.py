"""Somebody objects to a payment: nothing leaves the house before staff have looked."""

import logging

from shop.orders.alert_staff import alert_staff
from shop.orders.hold_order import hold_order
from shop.orders.move import add_event, move
from shop.orders.rules import STILL_HERE, Note, State

log = logging.getLogger("shop.disputes")


def stop_parcel(order_id: int, note: Note, objection: str) -> None:
    """An order not yet gone waits for a decision; of any other its history tells. Staff get
    a mail, once per `objection`, the provider's id of it.

    The customer gets none: the bank already talks with them. Does not commit.
    """
    state = hold_order(order_id)
    log.warning("order id %s in state %s: %s", order_id, state, note)
    alert_staff(order_id, note, objection)
    if state in STILL_HERE:
        move(order_id, State.NEEDS_DECISION, note)
    else:
        add_event(order_id, state, note, from_state=state)
