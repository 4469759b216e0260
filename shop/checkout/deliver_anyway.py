"""Staff decide that an order is delivered though its money did not fit."""

from sqlalchemy import select

from shop.checkout.can_deliver import can_deliver
from shop.checkout.sell_order import sell_order
from shop.checkout.undecided import undecided
from shop.db import db
from shop.orders.keep_claims import refuse_other_goods
from shop.orders.move import move
from shop.orders.rules import MoveRefused, Note, State
from shop.payment.models import Attempt
from shop.refunds.refund_payment import refund_payment
from shop.refunds.rules import Reason
from shop.stock.hold_again import hold_again

_UNDECIDED = frozenset({State.NEEDS_DECISION})


def deliver_anyway(order_id: int, person_id: int | None) -> None:
    """The order is sold in full and waits to be packed; its customer gets the confirmation.

    One that had been sold before goes on without a second sale. Other money of it goes back. Raises
    `OutOfStock` when its goods are gone, `ClaimMissing` when what is left is not what was claimed
    of them, `MoveRefused` when there is nothing to decide or its money
    is not what was ordered. Does not commit.
    """
    was_sold = undecided(order_id).paid_at is not None
    if not can_deliver(order_id):
        raise MoveRefused
    if was_sold:
        move(order_id, State.PAID, Note.DELIVERED_ANYWAY, person_id, only_from=_UNDECIDED)
    else:
        hold_again(order_id)
        refuse_other_goods(order_id)
        sell_order(order_id, Note.DELIVERED_ANYWAY, person_id, only_from=_UNDECIDED)
    for attempt_id in _other_money(order_id):
        refund_payment(attempt_id, Reason.DOES_NOT_FIT, person_id, "staff")


def _other_money(order_id: int) -> list[int]:
    unsold = select(Attempt).where(Attempt.order_id == order_id, Attempt.purpose == "")
    return [attempt.id for attempt in db.session.scalars(unsold) if attempt.left_cents]
