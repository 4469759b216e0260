"""A failed refund is owed no more: the bank itself has given its money back."""

from shop.db import db
from shop.orders.hold_order import hold_order
from shop.orders.move import add_event
from shop.orders.notify import notify
from shop.orders.rules import Note
from shop.payment.models import Attempt
from shop.refunds.left import lines_left
from shop.refunds.models import Refund
from shop.refunds.replace_refund import replace_refund
from shop.refunds.rules import NotOwed
from shop.refunds.undo_sale import undo_sale


def accept_loss(refund_id: int, person_id: int) -> list[int]:
    """What it was to give back is sold no more, and no money moves; a customer of whose order
    nothing is left is told.

    Should a dispute have left part of it, that goes back: the ids of the refunds to be sent. Raises
    `NotOwed` unless the refund has failed and its money is gone. Does not commit.
    """
    refund = db.session.get_one(Refund, refund_id)
    state = hold_order(refund.order_id)
    db.session.refresh(refund)
    attempt = db.session.get_one(Attempt, refund.attempt_id, populate_existing=True)
    if refund.state != "failed" or attempt.left_cents >= refund.amount_cents:
        raise NotOwed
    cents, parts = refund.amount_cents, replace_refund(refund)
    sent = undo_sale(attempt, cents, parts, person_id, goods_known=refund.goods_known)
    note = Note.CANCELLED_AFTER_LOSS
    add_event(refund.order_id, state, note, person_id, from_state=state)
    if not any(line.gross_cents for line in lines_left(refund.order_id)):
        notify(refund.order_id, "cancelled")
    return sent
