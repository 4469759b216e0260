"""Try once more to give back what a failed refund owes."""

from shop.db import db
from shop.orders.hold_order import hold_order
from shop.orders.move import add_event
from shop.orders.rules import Note
from shop.payment.models import Attempt
from shop.refunds.claim_money import claim_money
from shop.refunds.models import Refund
from shop.refunds.replace_refund import replace_refund
from shop.refunds.rules import NotOwed, Reason
from shop.refunds.write_refund import write_refund


def ask_again(refund_id: int, person_id: int) -> int:
    """The id of a new refund of the same money, to be sent; its goods are booked already.

    Raises `NotOwed` unless the refund has failed and nothing took its place, `TooMuch` when its
    money is gone. Does not commit.
    """
    refund = db.session.get_one(Refund, refund_id)
    state = hold_order(refund.order_id)
    db.session.refresh(refund)
    if refund.state != "failed":
        raise NotOwed
    claim_money(refund.attempt_id, refund.amount_cents)
    attempt = db.session.get_one(Attempt, refund.attempt_id)
    parts = replace_refund(refund)
    amount, why = refund.amount_cents, Reason(refund.reason)
    again = write_refund(attempt, amount, parts, why, "staff", person_id)
    # The question about the goods goes over to the refund that gives back their money.
    again.goods_known = refund.goods_known
    again.told_before = refund.was_told
    db.session.flush()
    add_event(refund.order_id, state, Note.REFUND_ASKED_AGAIN, person_id, from_state=state)
    return again.id
