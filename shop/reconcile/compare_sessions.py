"""Hold the payment pages Stripe knows against the attempts the shop knows."""

from datetime import datetime, timedelta

from sqlalchemy import select

from shop.checkout.settle import settle_seen
from shop.clock import now
from shop.db import db
from shop.orders.models import Order
from shop.payment.models import Attempt
from shop.payment.provider import PaymentSession, SessionStatus
from shop.payment.stripe_sessions import list_sessions
from shop.reconcile.step import Found, in_batches
from shop.web.filters import euro

#: A page lives for a day at most; the rest is for two clocks that differ.
_LONGEST = timedelta(days=2)


def compare_sessions(since: datetime) -> Found:
    """Books what nobody told: paid, failed, lost, expired, also pages whose id was never stored.

    Names money without an order, and sold orders whose payment Stripe does not show as paid.
    Commits. Raises `PaymentUnavailable`, `PaymentRejected`.
    """
    found = Found()
    started_at = now()
    paid: set[str] = set()

    def not_booked(batch: list[PaymentSession]) -> list[PaymentSession]:
        paid.update(session.id for session in batch if _has_money(session))
        return _not_booked(batch)

    in_batches(
        found, list_sessions(since - _LONGEST), news=not_booked, book=_settle, name=_in_words
    )
    found.wrong += _sold_without_money(paid, since, started_at)
    return found


def _has_money(session: PaymentSession) -> bool:
    return session.is_paid and not session.has_failed


def _not_booked(batch: list[PaymentSession]) -> list[PaymentSession]:
    ids = [session.id for session in batch]
    known = db.session.execute(
        select(Attempt.session_id, Attempt.state).where(Attempt.session_id.in_(ids))
    )
    states = {session_id: state for session_id, state in known}
    return [session for session in batch if states.get(session.id) not in _booked_as(session)]


def _booked_as(session: PaymentSession) -> frozenset[str | None]:
    """States of an attempt that has nothing more to learn from this session; None: no attempt."""
    if session.status is SessionStatus.OPEN:
        return frozenset({None, "open", "pending", "paid", "failed", "expired", "mismatch", "lost"})
    if session.status is SessionStatus.EXPIRED:
        return frozenset({"pending", "paid", "failed", "expired", "mismatch", "lost"})
    if session.has_failed:
        return frozenset({"failed", "lost"})
    if session.is_paid:
        return frozenset({"paid", "mismatch", "lost"})
    return frozenset({"pending", "paid", "failed", "expired", "mismatch", "lost"})


def _settle(session: PaymentSession) -> bool:
    return settle_seen(session) or not _has_money(session)


def _in_words(session: PaymentSession) -> str:
    cents = session.received_cents or session.amount_cents or 0
    return f"Zahlung {session.id} über {euro(cents)}"


def _sold_without_money(paid: set[str], since: datetime, until: datetime) -> list[str]:
    sold = db.session.execute(
        select(Order.number, Attempt.session_id)
        .join(Order, Order.id == Attempt.order_id)
        .where(
            Attempt.purpose == "sale",
            Attempt.state == "paid",
            Attempt.started_at >= since,
            Attempt.settled_at < until,
        )
        .order_by(Attempt.id)
    ).all()
    db.session.rollback()
    return [
        f"Bestellung {number} ist verkauft, aber Stripe zeigt {session_id} nicht als bezahlt"
        for number, session_id in sold
        if session_id not in paid
    ]
