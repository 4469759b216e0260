"""Somebody gave the customer the money of a failed refund another way."""

from sqlalchemy import update

from shop.clock import now
from shop.db import db, rows_changed
from shop.orders.hold_order import hold_order
from shop.orders.move import add_event
from shop.orders.rules import Note
from shop.refunds.book_refund import book_refund
from shop.refunds.claim_money import claim_money
from shop.refunds.models import Refund
from shop.refunds.rules import NotOwed


def settle_by_hand(refund_id: int, person_id: int) -> None:
    """The money is owed no more, and the books say that it was given by hand.

    Raises `NotOwed` unless the refund has failed and nothing took its place, `TooMuch` when a bank
    has taken its money. Does not commit.
    """
    refund = db.session.get_one(Refund, refund_id)
    state = hold_order(refund.order_id)
    met = rows_changed(
        update(Refund)
        .where(Refund.id == refund_id, Refund.state == "failed")
        .values(state="settled", person_id=person_id, ended_at=now())
    )
    if not met:
        raise NotOwed
    db.session.refresh(refund)
    claim_money(refund.attempt_id, refund.amount_cents)
    book_refund(refund, "refund_by_hand")
    note = Note.REFUNDED_BY_HAND
    add_event(refund.order_id, state, note, person_id, from_state=state)
