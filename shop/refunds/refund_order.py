"""Give back all the money of an order that waits for a decision."""

from sqlalchemy import select

from shop.db import db
from shop.orders.move import move
from shop.orders.rules import MoveRefused, Note, State
from shop.payment.models import Attempt
from shop.refunds.cancel_sale import cancel_sale
from shop.refunds.hold_order import hold_order
from shop.refunds.left import lines_left
from shop.refunds.refund_payment import refund_payment
from shop.refunds.request_refund import request_refund
from shop.refunds.rules import Goods, Reason, everything
from shop.stock.release import release

_UNDECIDED = frozenset({State.NEEDS_DECISION})


def refund_order(order_id: int, reason: Reason, person_id: int) -> list[int]:
    """The ids of the refunds, to be sent. The order ends here and all of its goods are free.

    One that was sold gives back its goods, which never left; of one whose payment its bank took
    back only the sale is undone. Raises `MoveRefused` when there is nothing to decide. Does not
    commit.
    """
    if hold_order(order_id) is not State.NEEDS_DECISION:
        raise MoveRefused
    attempts = db.session.scalars(
        select(Attempt)
        .where(Attempt.order_id == order_id, Attempt.received_cents > 0)
        .order_by(Attempt.number)
        .execution_options(populate_existing=True)
    ).all()
    sent = []
    for attempt in attempts:
        has_money = attempt.state != "lost" and attempt.received_cents > attempt.refunded_cents
        if attempt.purpose == "sale" and attempt.state == "lost":
            cancel_sale(attempt, person_id)
        elif attempt.purpose == "sale":
            left = lines_left(order_id)
            # Without any, what is owed has failed and is a task of its own.
            if any(line.gross_cents for line in left):
                wanted = everything(left, Goods.NEVER_LEFT)
                sent.append(request_refund(order_id, wanted, reason, person_id))
        elif has_money:
            sent.append(refund_payment(attempt.id, reason, person_id, "staff"))
    _end(order_id, person_id)
    return sent


def _end(order_id: int, person_id: int) -> None:
    """Giving back the sale has ended the order, unless there was nothing left of it."""
    if hold_order(order_id) is State.NEEDS_DECISION:
        move(order_id, State.REFUNDED, Note.REFUNDED, person_id, only_from=_UNDECIDED)
    release(order_id)
