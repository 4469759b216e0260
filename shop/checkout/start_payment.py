"""Lead the customer to the payment page of an order."""

from sqlalchemy import select, update

from shop.checkout.renew_attempt import renew_attempt
from shop.checkout.settle import book
from shop.db import db, only_reading, rows_changed, start_writing
from shop.orders.rules import MoveRefused
from shop.payment.models import Attempt
from shop.payment.provider import PaymentRejected, PaymentSession
from shop.payment.stripe_sessions import create_session, retrieve_session


def start_payment(order_id: int) -> str:
    """The address of the order's payment page, the same however often it is asked for.

    The attempt was committed when the order was placed. Its key and frozen parameters make a
    repeated call safe: a session that exists is given back, never made twice. Ends the caller's
    transaction and commits what it learns; none is open while the provider is asked. Raises
    `MoveRefused` when there is nothing to pay any more (look at the order), `PaymentUnavailable` or
    `PaymentRejected`.
    """
    attempt = _open_attempt_of(order_id)
    try:
        session = ask_for_session(attempt)
    except PaymentRejected:
        start_writing()
        if not renew_attempt(attempt.id):
            raise
        db.session.commit()
        attempt = _open_attempt_of(order_id)
        session = ask_for_session(attempt)
    if session.url is not None:
        return session.url
    # Paid or expired in the meantime.
    start_writing()
    book(attempt.id, session)
    db.session.commit()
    raise MoveRefused


def _open_attempt_of(order_id: int) -> Attempt:
    db.session.rollback()
    # Not a transaction that ends with a rollback: psycopg forgets its prepared statements at each,
    # and the next orders on this connection would have all of theirs planned anew.
    only_reading()
    attempt = db.session.scalar(
        select(Attempt).where(Attempt.order_id == order_id, Attempt.state == "open")
    )
    if attempt is None:
        raise MoveRefused
    db.session.expunge(attempt)
    return attempt


def ask_for_session(attempt: Attempt) -> PaymentSession:
    """The attempt's session as it is now; opened if it was never opened. Stores its id.

    Ends the caller's transaction: nothing may be open during the call.
    """
    db.session.rollback()
    if attempt.session_id:
        return retrieve_session(attempt.session_id)
    session = create_session(attempt.parameters, attempt.idempotency_key)
    start_writing()
    first = rows_changed(
        update(Attempt)
        .where(Attempt.id == attempt.id, Attempt.session_id.is_(None))
        .values(session_id=session.id)
    )
    db.session.commit()
    # The answer to a repeated call may be the stored one of the first: look at it as it is now.
    return session if first else retrieve_session(session.id)
