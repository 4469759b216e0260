"""Book the outcome of a payment, once, whoever reports it first.

Webhook, return page and poller call the same function. It fetches the session again, compares it
with what was ordered, and one conditional UPDATE of the attempt decides who acts.
"""

import logging

from sqlalchemy import or_, select, update

from shop.checkout.outcome import FROM, Outcome, judge
from shop.checkout.sell_order import sell_order
from shop.clock import now
from shop.config import settings
from shop.db import db, rows_changed, start_writing
from shop.ledger.book_money import book_money
from shop.orders.models import Order
from shop.orders.move import move
from shop.orders.notify import notify
from shop.orders.rules import GIVEN_UP, UNPAID, Note, State
from shop.payment.models import Attempt
from shop.payment.provider import PaymentSession
from shop.payment.stripe_sessions import retrieve_session
from shop.stock.hold_again import hold_again
from shop.stock.release import release
from shop.stock.rules import OutOfStock

log = logging.getLogger("shop.checkout")


def settle(session_id: str) -> bool:
    """The session's outcome is booked; False if it belongs to no order of this shop.

    Ends the caller's transaction, asks the provider with none open, and leaves the booking for the
    caller to commit. May be repeated at will. Raises `PaymentUnavailable`, `PaymentRejected`.
    """
    db.session.rollback()
    session = retrieve_session(session_id)
    start_writing()
    attempt_id = _adopt(session)
    if attempt_id is None:
        return False
    book(attempt_id, session)
    return True


def book(attempt_id: int, session: PaymentSession) -> None:
    """Books what the provider just said of this attempt. A second call changes nothing.

    Does not commit.
    """
    attempt = db.session.get_one(Attempt, attempt_id, populate_existing=True)
    outcome = judge(session, attempt.amount_cents, livemode=settings().livemode)
    if outcome is Outcome.OPEN or not _first(attempt_id, outcome, session):
        return
    if session.received_cents and session.payment_intent_id:
        book_money("payment", session.payment_intent_id, session.received_cents, attempt.order_id)
    state = db.session.scalars(select(Order.state).where(Order.id == attempt.order_id)).one()
    _act(attempt.order_id, State(state), outcome)


def _adopt(session: PaymentSession) -> int | None:
    """The attempt of this session, also when the shop died before it could store the id."""
    return db.session.scalar(
        select(Attempt.id).where(
            or_(
                Attempt.session_id == session.id,
                (Attempt.session_id.is_(None))
                & (Attempt.idempotency_key == (session.attempt_key or "")),
            )
        )
    )


def _first(attempt_id: int, outcome: Outcome, session: PaymentSession) -> bool:
    return (
        rows_changed(
            update(Attempt)
            .where(Attempt.id == attempt_id, Attempt.state.in_(FROM[outcome]))
            .values(
                state=outcome.value,
                session_id=session.id,
                payment_intent_id=session.payment_intent_id,
                received_cents=session.received_cents or 0,
                settled_at=now(),
            )
        )
        == 1
    )


def _act(order_id: int, state: State, outcome: Outcome) -> None:
    match outcome:
        case Outcome.PAID if state in UNPAID:
            sell_order(order_id)
        case Outcome.PAID if state in GIVEN_UP:
            _take_late_money(order_id)
        case Outcome.PAID | Outcome.MISMATCH:
            log.error("payment of order id %s does not fit: %s in %s", order_id, outcome, state)
            _ask_staff(order_id, _MISFITS[outcome])
        case Outcome.PENDING if state is State.AWAITING_PAYMENT:
            move(order_id, State.PAYMENT_PENDING)
            notify(order_id, "pending")
        case Outcome.FAILED if state in UNPAID:
            _give_back(order_id, Note.PAYMENT_FAILED)
            notify(order_id, "payment_failed")
        case Outcome.EXPIRED if state in UNPAID:
            # Abandoned is not failed: nobody is sent a mail about it.
            _give_back(order_id, Note.PAGE_EXPIRED)
        case _:
            pass


_MISFITS = {Outcome.PAID: Note.PAID_AGAIN, Outcome.MISMATCH: Note.PAYMENT_DIFFERS}


def _take_late_money(order_id: int) -> None:
    """Money for an order given up: sell it if the goods are still there, else let staff decide."""
    try:
        with db.session.begin_nested():
            hold_again(order_id)
    except OutOfStock:
        _ask_staff(order_id, Note.PAID_LATE_GOODS_GONE)
    else:
        sell_order(order_id)


def _ask_staff(order_id: int, note: Note) -> None:
    """Money is never refused: nothing is shipped, staff decide, and the customer hears of both."""
    move(order_id, State.NEEDS_DECISION, note)
    notify(order_id, "decision")


def _give_back(order_id: int, note: Note) -> None:
    move(order_id, State.EXPIRED, note)
    release(order_id)
