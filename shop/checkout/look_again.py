"""Ask the provider about payments nobody reported: what makes the webhook only a shortcut."""

import logging
from datetime import datetime, timedelta

from sqlalchemy import select, update

from shop.checkout.find_session import find_session
from shop.checkout.settle import book
from shop.checkout.start_payment import ask_for_session
from shop.clock import now
from shop.db import db, rows_changed, start_writing
from shop.orders.hold_order import hold_order
from shop.orders.move import move
from shop.orders.rules import Note, State
from shop.payment.models import Attempt
from shop.payment.provider import (
    PaymentMissing,
    PaymentRejected,
    PaymentSession,
    PaymentUnavailable,
)
from shop.stock.release import release

log = logging.getLogger("shop.checkout")

#: How often an open payment page and a submitted debit are looked at.
WHILE_OPEN = timedelta(minutes=5)
WHILE_PENDING = timedelta(minutes=30)
GIVEN_UP_AFTER = timedelta(days=1)


def look_again(limit: int = 50) -> int:
    """Settles the attempts whose next look is due; returns how many were looked at.

    Each is claimed by moving its next look on, so two workers never look at the same one. Stock is
    released only after the provider said that nothing can be paid any more. Commits.
    """
    return sum(_look_safely(attempt_id) for attempt_id in _due(limit))


def _due(limit: int) -> list[int]:
    found = db.session.scalars(
        select(Attempt.id)
        .where(Attempt.state.in_(("open", "pending")), Attempt.next_look_at <= now())
        .order_by(Attempt.next_look_at)
        .limit(limit)
    ).all()
    db.session.rollback()
    return list(found)


def _look_safely(attempt_id: int) -> bool:
    try:
        return _look(attempt_id)
    except Exception:
        # One attempt that cannot be booked must not hide the others behind it.
        log.exception("attempt %s: look failed", attempt_id)
        db.session.rollback()
        return True


def _look(attempt_id: int) -> bool:
    attempt = _claim(attempt_id, now())
    if attempt is None:
        return False
    try:
        session = _session_of(attempt)
    except PaymentUnavailable as error:
        log.warning("attempt %s: provider unavailable (%s)", attempt_id, error)
    except PaymentRejected as error:
        log.error("attempt %s: provider refuses (%s)", attempt_id, error)
        if isinstance(error, PaymentMissing) and attempt.expires_at + GIVEN_UP_AFTER <= now():
            # Not known for a day after it ended, as after a change of account.
            _end(attempt)
    else:
        _book_or_end(attempt, session)
    return True


def _session_of(attempt: Attempt) -> PaymentSession | None:
    """None: no payment page ever existed for it, and none can be made any more."""
    if attempt.session_id is None and attempt.expires_at <= now():
        # Its key may be forgotten, or answer with an old failure for ever: only a search tells.
        return find_session(attempt)
    return ask_for_session(attempt)


def _book_or_end(attempt: Attempt, session: PaymentSession | None) -> None:
    if session is None:
        _end(attempt)
        return
    start_writing()
    book(attempt.id, session)
    db.session.commit()


def _claim(attempt_id: int, moment: datetime) -> Attempt | None:
    attempt = db.session.get(Attempt, attempt_id, populate_existing=True)
    if attempt is None:
        return None
    wait = WHILE_PENDING if attempt.state == "pending" else WHILE_OPEN
    next_look = moment + wait
    if moment < attempt.expires_at < next_look:
        next_look = attempt.expires_at + timedelta(seconds=5)
    claimed = rows_changed(
        update(Attempt)
        .where(Attempt.id == attempt_id, Attempt.next_look_at == attempt.next_look_at)
        .values(next_look_at=next_look)
    )
    db.session.commit()
    if not claimed:
        return None
    db.session.refresh(attempt)
    db.session.expunge(attempt)
    db.session.rollback()
    return attempt


def _end(attempt: Attempt) -> None:
    start_writing()
    hold_order(attempt.order_id)
    met = rows_changed(
        update(Attempt)
        .where(Attempt.id == attempt.id, Attempt.state.in_(("open", "pending")))
        .values(state="failed")
    )
    if met:
        move(attempt.order_id, State.EXPIRED, Note.NEVER_OPENED)
        release(attempt.order_id)
    db.session.commit()
