"""Perhaps the provider has made a refund that had failed here."""

from shop.db import db, start_writing
from shop.payment.models import Attempt
from shop.payment.stripe_refunds import refunds_of
from shop.refunds.models import Refund
from shop.refunds.take_note_of import take_note_of


def find_refund(refund_id: int) -> None:
    """If it has, it is booked, and is not asked for a second time with another key.

    Only of a refund the provider was never seen to accept, as when an answer was lost and later
    tries were refused. Begins and ends with no transaction open, commits. Raises
    `PaymentUnavailable`, `PaymentRejected`.
    """
    db.session.rollback()
    refund = db.session.get_one(Refund, refund_id)
    key = "" if refund.accepted_at else refund.idempotency_key
    payment = db.session.get_one(Attempt, refund.attempt_id).payment_intent_id
    db.session.rollback()
    if not key or payment is None:
        return
    for seen in refunds_of(payment):
        if seen.key == key:
            start_writing()
            take_note_of(seen)
            db.session.commit()
