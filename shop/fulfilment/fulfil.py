"""What the staff do with a paid order: pack it, send it off, hand it over. None of it commits.

Each raises `LotBlocked` while a bag of the order comes from a blocked batch; the caller rolls back.
"""

from shop.db import db
from shop.fulfilment.send_parcel import send_parcel
from shop.mail.withdraw_news import withdraw_news
from shop.orders.blocked_lots import refuse_blocked
from shop.orders.hold_order import hold_order
from shop.orders.models import Order
from shop.orders.move import move
from shop.orders.notify import notify
from shop.orders.rules import MoveRefused, Note, State, last_step
from shop.stock.box import box
from shop.stock.send_off import send_off
from shop.stock.unbox import unbox


def pack(order_id: int, person_id: int | None) -> None:
    """The order is packed; one that will be picked up lies ready, and its customer hears of it."""
    move(order_id, State.PACKED, person_id=person_id)
    refuse_blocked(order_id)
    box(order_id)
    if _delivery(order_id) == "pickup":
        notify(order_id, "ready")


def unpack(order_id: int, person_id: int | None) -> None:
    """It was not packed after all. A customer who was told that it lies ready is told once only."""
    only_from = frozenset({State.PACKED})
    move(order_id, State.PAID, Note.NOT_PACKED, person_id, only_from=only_from)
    unbox(order_id)


def ship(order_id: int, person_id: int | None, tracking: str = "", *, carrier: str = "dhl") -> None:
    """All that is left leaves in one parcel. Refuses what is not packed, or is to be picked up."""
    if hold_order(order_id) is not State.PACKED:
        raise MoveRefused
    send_parcel(order_id, None, person_id, carrier=carrier, tracking=tracking)


def hand_over(order_id: int, person_id: int | None) -> None:
    """The customer has it in hand, and hears no more that it lies ready. Refuses an order that is
    to be shipped."""
    if last_step(_delivery(order_id)) is not State.HANDED_OVER:
        raise MoveRefused
    move(order_id, State.HANDED_OVER, person_id=person_id)
    refuse_blocked(order_id)
    send_off(order_id)
    withdraw_news("order-ready", order_id)


def _delivery(order_id: int) -> str:
    return db.session.get_one(Order, order_id).delivery
