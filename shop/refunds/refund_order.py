"""Give back all the money of an order that waits for a decision."""

from functools import partial

from sqlalchemy import select

from shop.db import db
from shop.orders.hold_order import hold_order
from shop.orders.move import move
from shop.orders.notify import notify
from shop.orders.rules import MoveRefused, Note, State
from shop.payment.models import Attempt
from shop.refunds.cancel_sale import cancel_sale
from shop.refunds.left import lines_left
from shop.refunds.refund_payment import refund_payment
from shop.refunds.request_refund import request_refund
from shop.refunds.rules import Reason, everything
from shop.refunds.where_it_is import where_it_is
from shop.stock.release import release

_UNDECIDED = frozenset({State.NEEDS_DECISION})


def refund_order(order_id: int, reason: Reason, person_id: int) -> list[int]:
    """The ids of the refunds, to be sent. The order ends here and all of its goods are free.

    One that was sold gives back its goods, which never left; what a bank took back of its payment
    is only undone, and the customer reads that. Raises `MoveRefused` when there is nothing to
    decide. Does not commit.
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
    is_gone = False
    for attempt in attempts:
        if attempt.purpose == "sale":
            is_gone = attempt.state == "lost" or attempt.disputed_cents > 0
            give_back = cancel_sale if is_gone else partial(_give_back_sale, reason)
            sent += give_back(attempt, person_id)
        elif attempt.left_cents:
            sent.append(refund_payment(attempt.id, reason, person_id, "staff"))
    _end(order_id, person_id, is_gone=is_gone)
    return sent


def _give_back_sale(reason: Reason, attempt: Attempt, person_id: int) -> list[int]:
    left = lines_left(attempt.order_id)
    # Without any, what is owed has failed and is a task of its own.
    if not any(line.gross_cents for line in left):
        return []
    wanted = everything(left, where_it_is(attempt.order_id, left))
    return [request_refund(attempt.order_id, wanted, reason, person_id)]


def _end(order_id: int, person_id: int, *, is_gone: bool) -> None:
    """Giving back the sale has ended the order, unless there was nothing left of it."""
    if hold_order(order_id) is State.NEEDS_DECISION:
        note = Note.CANCELLED_AFTER_LOSS if is_gone else Note.REFUNDED
        move(order_id, State.REFUNDED, note, person_id, only_from=_UNDECIDED)
    if is_gone:
        notify(order_id, "cancelled")
    release(order_id)
