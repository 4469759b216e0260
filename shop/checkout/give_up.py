"""A customer gives an order up before paying it."""

from sqlalchemy import select, update

from shop.checkout.settle import book
from shop.db import db, rows_changed, start_writing
from shop.orders.move import move
from shop.orders.rules import MoveRefused, State
from shop.payment.models import Attempt
from shop.payment.provider import PaymentRejected, SessionStatus
from shop.payment.stripe_client import expire_session, retrieve_session
from shop.stock.release import release


def give_up(order_id: int) -> None:
    """The payment page is closed first, then the order is cancelled and its stock is free.

    If money came in the meantime it is booked instead, and `MoveRefused` says that nothing was
    given up. Commits. Raises `PaymentUnavailable` when the page could not be closed.
    """
    attempt = db.session.execute(
        select(Attempt.id, Attempt.session_id).where(
            Attempt.order_id == order_id, Attempt.state == "open"
        )
    ).first()
    db.session.rollback()
    if attempt is None:
        raise MoveRefused
    if attempt.session_id and not _close(attempt.id, attempt.session_id):
        raise MoveRefused
    start_writing()
    rows_changed(
        update(Attempt)
        .where(Attempt.id == attempt.id, Attempt.state == "open")
        .values(state="expired")
    )
    move(order_id, State.CANCELLED, note="given up by the customer")
    release(order_id)
    db.session.commit()


def _close(attempt_id: int, session_id: str) -> bool:
    """Whether the page is closed and unpaid; anything else it turned out to be is booked."""
    try:
        expire_session(session_id)
    except PaymentRejected:
        session = retrieve_session(session_id)
        if session.status is SessionStatus.EXPIRED:
            return True
        start_writing()
        book(attempt_id, session)
        db.session.commit()
        return False
    return True
