"""Find the attempt of a session, or make one for money that came without."""

from typing import Any

from sqlalchemy import BindParameter, Select, bindparam, func, select

from shop.clock import now
from shop.db import db
from shop.orders.models import Order
from shop.orders.rules import State
from shop.payment.models import Attempt
from shop.payment.provider import PaymentSession

Adopted = tuple[Attempt, State]


def adopt_session(session: PaymentSession) -> Adopted | None:
    """The attempt of this session and the state of its order; None if there is nothing to book.

    Also when the shop died before it could store the session's id. Money that came by a second
    session of one of our orders gets an attempt of its own. Nobody else books money of this order
    before the transaction ends. Does not commit.
    """
    return _known(session) or (_stray(session) if session.is_paid else None)


def attempt_with_order(attempt_id: int) -> Adopted:
    """This attempt and the state of its order, which nobody else moves before the transaction
    ends."""
    found = _with_order(_BY_ID, attempt_id)
    assert found is not None
    return found


def is_ours(session: PaymentSession) -> bool:
    """Whether it was opened for an order of this shop."""
    known = select(Attempt.id).where(Attempt.idempotency_key == (session.attempt_key or ""))
    return db.session.scalar(known) is not None


def _known(session: PaymentSession) -> Adopted | None:
    found = _with_order(_BY_SESSION, session.id)
    if found is None and session.attempt_key:
        found = _with_order(_BY_KEY, session.attempt_key)
    return found


def _with_order(statement: Select[Attempt, str], known_by: str | int) -> Adopted | None:
    row = db.session.execute(statement, {"known_by": known_by}).first()
    return (row[0], State(row[1])) if row else None


_KNOWN_BY: BindParameter[Any] = bindparam("known_by")
_WITH_ORDER = (
    select(Attempt, Order.state)
    .join(Order, Order.id == Attempt.order_id)
    # Like `hold_order`, without a second statement.
    .with_for_update(key_share=True, of=Order)
    .execution_options(populate_existing=True)
)
_BY_ID = _WITH_ORDER.where(Attempt.id == _KNOWN_BY)
_BY_SESSION = _WITH_ORDER.where(Attempt.session_id == _KNOWN_BY)
_BY_KEY = _WITH_ORDER.where(Attempt.session_id.is_(None), Attempt.idempotency_key == _KNOWN_BY)


def _stray(session: PaymentSession) -> Adopted | None:
    # Its key and not its order's number: two databases that were paid at one account count alike.
    order = db.session.execute(
        select(Order.id, Order.state, Order.total_cents)
        .join(Attempt, Attempt.order_id == Order.id)
        .where(Attempt.idempotency_key == (session.attempt_key or ""))
        .with_for_update(key_share=True, of=Order)
    ).first()
    # Two reports of it at once: the second waited for the order, and the first has booked it.
    if order is None or _is_made(session):
        return None
    return _made(session, order.id, order.total_cents), State(order.state)


def _is_made(session: PaymentSession) -> bool:
    made = select(Attempt.id).where(Attempt.session_id == session.id)
    return db.session.scalar(made) is not None


def _made(session: PaymentSession, order_id: int, total_cents: int) -> Attempt:
    last = db.session.scalar(select(func.max(Attempt.number)).where(Attempt.order_id == order_id))
    moment = now()
    attempt = Attempt(
        order_id=order_id,
        number=(last or 0) + 1,
        # Nobody was sent to this page by an order that still waited for it.
        state="expired",
        amount_cents=total_cents,
        idempotency_key=f"stray-{session.id}",
        parameters={},
        started_at=moment,
        expires_at=moment,
        next_look_at=moment,
        session_id=session.id,
    )
    db.session.add(attempt)
    db.session.flush()
    return attempt
