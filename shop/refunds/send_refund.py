"""Ask the provider to give money back."""

import logging
from datetime import datetime, timedelta

from sqlalchemy import update

from shop.clock import now
from shop.db import db, rows_changed, start_writing
from shop.errors import Refused
from shop.orders.hold_order import hold_order
from shop.orders.rules import State
from shop.payment.models import Attempt
from shop.payment.provider import PaymentRejected, PaymentUnavailable, RefundSeen
from shop.payment.stripe_refunds import create_refund, refunds_of
from shop.refunds.advance_refund import advance_refund
from shop.refunds.claim_money import unclaim_money
from shop.refunds.models import Refund
from shop.refunds.note_failure import note_failure
from shop.refunds.replace_refund import replace_refund
from shop.refunds.take_note_of import take_note_of
from shop.refunds.undo_sale import undo_sale

log = logging.getLogger("shop.refunds")

#: Waiting time after the first, second … try without an answer; the last one repeats.
BACK_OFF = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
)


def send_refund(refund_id: int) -> None:
    """The provider is asked once more for a refund that is requested and due, else nothing happens.

    Asked with the refund's own key, so it goes back once, however often it is sent. Without an
    answer it stays requested and is due again later; refused, it has failed and is a task. Begins
    and ends with no transaction open, commits in between.
    """
    claimed = _claim(refund_id)
    if claimed is None:
        return
    refund, payment_intent_id = claimed
    try:
        seen = _ask(refund, payment_intent_id)
    except PaymentUnavailable as error:
        log.warning("refund %s: provider unavailable (%s)", refund_id, error)
        return
    except PaymentRejected as error:
        log.error("refund %s: provider refuses (%s)", refund_id, error)
        start_writing()
        _fail(refund_id, error.reason or "rejected")
        db.session.commit()
        _look_for_others(payment_intent_id)
    else:
        start_writing()
        advance_refund(refund_id, seen)
    db.session.commit()


def _look_for_others(payment_intent_id: str) -> None:
    """Perhaps somebody gave the money back in the dashboard: then nobody owes it any more."""
    db.session.rollback()
    try:
        for seen in refunds_of(payment_intent_id):
            start_writing()
            take_note_of(seen)
            db.session.commit()
    except Refused as refused:
        # Its event, or the daily round, tells of it later.
        log.warning("refunds of %s not looked at: %r", payment_intent_id, refused)
        db.session.rollback()


def _claim(refund_id: int) -> tuple[Refund, str] | None:
    """The refund and its payment, for this process alone until the next try is due."""
    start_writing()
    refund = db.session.get(Refund, refund_id, populate_existing=True)
    if refund is None or refund.state != "requested" or refund.next_try_at > now():
        db.session.rollback()
        return None
    payment = db.session.get_one(Attempt, refund.attempt_id).payment_intent_id
    claimed = rows_changed(
        update(Refund)
        .where(
            Refund.id == refund_id,
            Refund.state == "requested",
            Refund.next_try_at == refund.next_try_at,
        )
        .values(next_try_at=_next_try(refund.tries), tries=Refund.tries + 1)
    )
    db.session.commit()
    if not claimed or payment is None:
        return None
    db.session.refresh(refund)
    db.session.expunge(refund)
    db.session.rollback()
    return refund, payment


def _next_try(tries: int) -> datetime:
    return now() + BACK_OFF[min(tries, len(BACK_OFF) - 1)]


def _ask(refund: Refund, payment_intent_id: str) -> RefundSeen:
    key = refund.idempotency_key or ""
    # An answer may have been lost, and keys are forgotten after a day.
    found = _made_before(payment_intent_id, key) if refund.tries > 1 else None
    if found:
        return found
    try:
        return create_refund(payment_intent_id, refund.amount_cents, key)
    except PaymentRejected:
        # Perhaps because it was given back already: by us?
        found = _made_before(payment_intent_id, key)
        if found is None:
            raise
        return found


def _made_before(payment_intent_id: str, key: str) -> RefundSeen | None:
    return next((seen for seen in refunds_of(payment_intent_id) if seen.key == key), None)


def _fail(refund_id: int, reason: str) -> None:
    refund = db.session.get_one(Refund, refund_id)
    state = hold_order(refund.order_id)
    met = rows_changed(
        update(Refund)
        .where(Refund.id == refund_id, Refund.state == "requested")
        .values(state="failed", failure=reason, ended_at=now())
    )
    if not met:
        return
    unclaim_money(refund.attempt_id, refund.amount_cents)
    attempt = db.session.get_one(Attempt, refund.attempt_id, populate_existing=True)
    db.session.refresh(refund)
    if attempt.state == "lost" and state is State.REFUNDED:
        # Its sale was undone while this was on its way; so is what this was to give back.
        parts, known = replace_refund(refund), refund.goods_known
        undo_sale(attempt, refund.amount_cents, parts, refund.person_id, goods_known=known)
    else:
        note_failure(refund, state)
