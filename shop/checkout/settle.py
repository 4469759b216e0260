"""Book the outcome of a payment, once, whoever reports it first.

Webhook, return page and poller call the same function. It fetches the session again, compares it
with what was ordered, and one conditional UPDATE of the attempt decides who acts.
"""

import logging

from sqlalchemy import update

from shop.checkout.adopt_session import adopt_session, attempt_with_order, is_ours
from shop.checkout.end_attempt import end_attempt
from shop.checkout.lose_payment import lose_payment
from shop.checkout.outcome import CURRENCY, Outcome, judge
from shop.checkout.sell_order import sell_order
from shop.checkout.take_second_payment import take_second_payment
from shop.config import settings
from shop.db import db, rows_changed, start_writing
from shop.ledger.book_money import book_money
from shop.orders.alert_staff import alert_staff
from shop.orders.keep_claims import refuse_other_goods
from shop.orders.move import move
from shop.orders.notify import notify
from shop.orders.rules import GIVEN_UP, UNPAID, ClaimMissing, Note, State
from shop.payment.models import Attempt
from shop.payment.provider import PaymentSession
from shop.payment.stripe_sessions import retrieve_session
from shop.stock.hold_again import hold_again
from shop.stock.leave_blocked import holds_blocked, leave_blocked
from shop.stock.release import release
from shop.stock.rules import OutOfStock

log = logging.getLogger("shop.checkout")

_CAN_BE_PAID = frozenset({"open", "pending"})
_MONEY = frozenset({Outcome.PAID, Outcome.MISMATCH})


def settle(session_id: str) -> bool:
    """The session's outcome is booked; False if it belongs to no order of this shop.

    Ends the caller's transaction, asks the provider with none open, and leaves the booking for the
    caller to commit. May be repeated at will. Raises `PaymentUnavailable`, `PaymentRejected`.
    """
    db.session.rollback()
    session = retrieve_session(session_id)
    start_writing()
    return settle_seen(session)


def settle_seen(session: PaymentSession) -> bool:
    """The same for a session just fetched. Does not commit."""
    adopted = adopt_session(session)
    if adopted is None:
        # A second session of an order is of no interest until money comes by it.
        return is_ours(session)
    _book(*adopted, session)
    return True


def book(attempt_id: int, session: PaymentSession) -> None:
    """Books what the provider just said of this attempt. A second call changes nothing.

    Does not commit.
    """
    _book(*attempt_with_order(attempt_id), session)


def _book(attempt: Attempt, state: State, session: PaymentSession) -> None:
    outcome = judge(session, attempt.amount_cents, livemode=settings().livemode)
    if outcome is Outcome.OPEN:
        return
    received = _received(session)
    if end_attempt(attempt.id, outcome, session, received):
        if received and session.payment_intent_id:
            book_money("payment", session.payment_intent_id, received, attempt.order_id)
        expected = attempt.state in _CAN_BE_PAID
        if outcome in _MONEY and not expected and state in UNPAID:
            _end_others(attempt)
        _act(attempt, state, outcome)
    elif outcome is Outcome.FAILED:
        lose_payment(attempt.id, state)


def _end_others(attempt: Attempt) -> None:
    """Money came by a page that was no longer reckoned with: the one that was is so no longer.

    Should money come by that one too, it is a second payment.
    """
    rows_changed(
        update(Attempt)
        .where(Attempt.order_id == attempt.order_id, Attempt.state.in_(_CAN_BE_PAID))
        .values(state="expired")
    )


def _received(session: PaymentSession) -> int:
    """Euros of this shop's mode: of any other money only the provider's dashboard tells."""
    fits = session.currency == CURRENCY and session.livemode == settings().livemode
    return (session.received_cents or 0) if fits else 0


def _act(attempt: Attempt, state: State, outcome: Outcome) -> None:
    order_id = attempt.order_id
    match outcome:
        case Outcome.PAID if state in UNPAID:
            if stopped := _sell_held(order_id):
                _ask_staff(attempt, stopped)
        case Outcome.PAID if state in GIVEN_UP:
            _take_late_money(attempt)
        case Outcome.MISMATCH if state in UNPAID | GIVEN_UP:
            log.error("payment of order id %s is not what was ordered", order_id)
            _ask_staff(attempt, Note.PAYMENT_DIFFERS)
        case Outcome.PAID | Outcome.MISMATCH:
            take_second_payment(attempt.id, state)
        case Outcome.PENDING if state is State.AWAITING_PAYMENT:
            move(order_id, State.PAYMENT_PENDING)
            notify(order_id, "pending")
        case Outcome.FAILED if state in UNPAID and attempt.state in _CAN_BE_PAID:
            _give_back(order_id, Note.PAYMENT_FAILED)
            notify(order_id, "payment_failed")
        case Outcome.EXPIRED if state in UNPAID:
            # Abandoned is not failed: nobody is sent a mail about it.
            _give_back(order_id, Note.PAGE_EXPIRED)
        case _:
            pass


def _sell_held(order_id: int) -> Note | None:
    """Why not, where a batch was blocked since it was ordered and no other is as good; then
    nothing is held any more."""
    if holds_blocked(order_id):
        try:
            with db.session.begin_nested():
                leave_blocked(order_id)
                refuse_other_goods(order_id)
        except (OutOfStock, ClaimMissing) as refused:
            release(order_id)
            missing = isinstance(refused, ClaimMissing)
            return Note.CLAIM_MISSING if missing else Note.BATCH_BLOCKED
    sell_order(order_id)
    return None


def _take_late_money(attempt: Attempt) -> None:
    """Money for an order given up: sell it if the goods are still there, else let staff decide."""
    try:
        with db.session.begin_nested():
            hold_again(attempt.order_id)
            refuse_other_goods(attempt.order_id)
    except OutOfStock:
        _ask_staff(attempt, Note.PAID_LATE_GOODS_GONE)
    except ClaimMissing:
        _ask_staff(attempt, Note.CLAIM_MISSING)
    else:
        sell_order(attempt.order_id)


def _ask_staff(attempt: Attempt, note: Note) -> None:
    """Money is never refused: nothing is shipped, staff decide, and the customer hears of both."""
    move(attempt.order_id, State.NEEDS_DECISION, note)
    notify(attempt.order_id, "decision")
    alert_staff(attempt.order_id, note, attempt.idempotency_key)


def _give_back(order_id: int, note: Note) -> None:
    move(order_id, State.EXPIRED, note)
    release(order_id)
