"""A refund as the provider sees it."""

import logging

from sqlalchemy import and_, or_, select

from shop.db import db
from shop.orders.hold_order import hold_order
from shop.payment.models import Attempt
from shop.payment.provider import RefundSeen
from shop.refunds.advance_refund import advance_refund
from shop.refunds.claim_money import claim_given
from shop.refunds.import_refund import import_refund
from shop.refunds.models import Refund
from shop.refunds.rules import TooMuch

log = logging.getLogger("shop.refunds")

_EUROS = "eur"
_IN_VAIN = frozenset({"failed", "canceled"})
#: The outcome of the payment is known.
_ENDED = frozenset({"mismatch", "failed", "paid", "lost"})


def take_note_of(seen: RefundSeen) -> bool:
    """Our refund is as far as the provider says; False if it is of no payment of this shop.

    One whose answer was lost is known by its key, also if it has failed here since; one made in the
    provider's dashboard is taken over, spread over what is left, and what became of its goods is a
    task. One of money that is in no book here, as of a payment in another currency, only stands in
    the log. May be repeated at will, in any order. Raises `OwnRefundFirst` while a refund of ours
    is on its way for the same money: ask again once the worker has sent it. Does not commit.
    """
    if seen.payment_intent_id is None:
        return False
    attempt = db.session.scalar(
        select(Attempt).where(Attempt.payment_intent_id == seen.payment_intent_id)
    )
    if attempt is None:
        return False
    state = hold_order(attempt.order_id)
    db.session.refresh(attempt)
    if _is_of_other_money(attempt, seen):
        log.warning("refund %s: of money that never came as euros (%s)", seen.id, seen.currency)
        return True
    known = _known(attempt, seen)
    if known and seen.status not in _IN_VAIN:
        _revive(known)
    if known or not _came_to_nothing(attempt, seen):
        advance_refund(known or import_refund(attempt, state, seen), seen)
    return True


def _is_of_other_money(attempt: Attempt, seen: RefundSeen) -> bool:
    got_nothing = not attempt.received_cents and attempt.state in _ENDED
    return seen.currency != _EUROS or got_nothing


def _known(attempt: Attempt, seen: RefundSeen) -> int | None:
    by_key = and_(
        Refund.stripe_id.is_(None),
        Refund.idempotency_key == (seen.key or None),
        Refund.attempt_id == attempt.id,
        Refund.amount_cents == seen.amount_cents,
        # Another one has taken the place of any other: this one is money beside it.
        Refund.state.in_(("requested", "failed")),
    )
    return db.session.scalar(select(Refund.id).where(or_(Refund.stripe_id == seen.id, by_key)))


def _revive(refund_id: int) -> None:
    """The provider had accepted it at the first try, of which we saw only refusals later."""
    refund = db.session.get_one(Refund, refund_id, populate_existing=True)
    if refund.state != "failed" or refund.accepted_at is not None:
        return
    try:
        claim_given(refund.attempt_id, refund.amount_cents)
    except TooMuch:
        log.error("refund %s: made at the provider after all, of money that is gone", refund_id)
        return
    refund.state, refund.failure, refund.ended_at = "requested", "", None
    db.session.flush()


def _came_to_nothing(attempt: Attempt, seen: RefundSeen) -> bool:
    """Before the shop heard of it, the bank took the payment back, with what this had left of it;
    or the refund failed, and its money has gone another way."""
    if attempt.state == "lost":
        return True
    left = attempt.received_cents - attempt.refunded_cents
    return seen.status in _IN_VAIN and seen.amount_cents > left
