"""Book a payment of which only its own id is known."""

from sqlalchemy import select

from shop.checkout.settle import settle_seen
from shop.db import db, reading, start_writing
from shop.payment.models import Attempt
from shop.payment.stripe_sessions import session_of_payment


def settle_payment(payment_intent_id: str) -> None:
    """The payment is booked if it is one of ours and was not; else nothing happens. Commits.

    Ends the caller's transaction. Raises `PaymentUnavailable`, `PaymentRejected`.
    """
    db.session.rollback()
    if _is_booked(payment_intent_id):
        return
    session = session_of_payment(payment_intent_id)
    if session is None:
        return
    start_writing()
    settle_seen(session)
    db.session.commit()


def _is_booked(payment_intent_id: str) -> bool:
    booked = select(Attempt.id).where(
        Attempt.payment_intent_id == payment_intent_id, Attempt.received_cents > 0
    )
    with reading() as connection:
        return connection.execute(booked).first() is not None
