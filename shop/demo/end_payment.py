"""End the payment of an invented order without asking a provider that never heard of it."""

from sqlalchemy import select, update

from shop.checkout.outcome import CURRENCY
from shop.checkout.settle import book
from shop.config import settings
from shop.db import db, rows_changed
from shop.demo.invent_orders import Fate
from shop.orders.move import move
from shop.orders.rules import Note, State
from shop.payment.models import Attempt
from shop.payment.provider import PaymentSession, SessionStatus
from shop.stock.release import release


def end_payment(order_id: int, fate: Fate) -> None:
    """The order is paid, expired or given up, with all that follows from it. Does not commit.

    Its session bears an id that says demo and that no Demo-Stripe knows; being settled, nobody
    asks for it again.
    """
    attempt = db.session.scalars(select(Attempt).where(Attempt.order_id == order_id)).one()
    if fate is not Fate.CANCELLED:
        book(attempt.id, _session(attempt, is_paid=fate is Fate.PAID))
        return
    rows_changed(update(Attempt).where(Attempt.id == attempt.id).values(state="expired"))
    move(order_id, State.CANCELLED, Note.GIVEN_UP)
    release(order_id)


def _session(attempt: Attempt, *, is_paid: bool) -> PaymentSession:
    return PaymentSession(
        id=f"cs_test_demo_{attempt.order_id:06d}",
        url=None,
        status=SessionStatus.COMPLETE if is_paid else SessionStatus.EXPIRED,
        is_paid=is_paid,
        has_failed=False,
        amount_cents=attempt.amount_cents,
        currency=CURRENCY,
        livemode=settings().livemode,
        order_number=None,
        attempt_key=attempt.idempotency_key,
        payment_intent_id=f"pi_demo_{attempt.order_id:06d}" if is_paid else None,
        received_cents=attempt.amount_cents if is_paid else None,
    )
