"""A customer gives an order up before paying it."""

from sqlalchemy import select, update

from shop.checkout.settle import book
from shop.checkout.start_payment import ask_for_session
from shop.db import db, rows_changed, start_writing
from shop.orders.hold_order import hold_order
from shop.orders.move import move
from shop.orders.rules import GIVEN_UP, MoveRefused, Note, State
from shop.payment.models import Attempt
from shop.payment.provider import PaymentRejected, SessionStatus
from shop.payment.stripe_sessions import expire_session, retrieve_session
from shop.stock.release import release


def give_up(order_id: int) -> None:
    """The payment page is closed first, then the order is cancelled and its stock is free.

    Giving up what is given up already changes nothing. If money came in the meantime it is booked
    instead, and `MoveRefused` says that nothing was given up. Commits. Raises
    `PaymentUnavailable` when the page could not be closed.
    """
    attempt = db.session.scalar(
        select(Attempt).where(Attempt.order_id == order_id, Attempt.state == "open")
    )
    if attempt is not None:
        db.session.expunge(attempt)
        session_id = _session_of(attempt)
        if session_id and not _close(attempt.id, session_id):
            raise MoveRefused
    start_writing()
    _cancel(order_id)
    db.session.commit()


def _session_of(attempt: Attempt) -> str | None:
    """Its session, also when the shop never learned that there is one; None if there is none."""
    try:
        return attempt.session_id or ask_for_session(attempt).id
    except PaymentRejected:
        return None


def _cancel(order_id: int) -> None:
    state = hold_order(order_id)
    rows_changed(
        update(Attempt)
        .where(Attempt.order_id == order_id, Attempt.state == "open")
        .values(state="expired")
    )
    if state in GIVEN_UP:
        return
    if state is not State.AWAITING_PAYMENT:
        raise MoveRefused
    move(order_id, State.CANCELLED, Note.GIVEN_UP)
    release(order_id)


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
