"""Which kind of event is handled how: what is fetched, and what is booked of it."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from shop.checkout.settle import settle_seen
from shop.disputes.take_note_of_dispute import take_note_of_dispute
from shop.disputes.take_note_of_warning import take_note_of_warning
from shop.payment.provider import (
    ChargeSeen,
    DisputeSeen,
    PaymentSession,
    RefundSeen,
    WarningSeen,
)
from shop.payment.stripe_balance import retrieve_charge
from shop.payment.stripe_disputes import retrieve_dispute, retrieve_fraud_warning, retrieve_review
from shop.payment.stripe_refunds import retrieve_refund
from shop.payment.stripe_sessions import retrieve_session, session_of_payment
from shop.payouts.note_payout import note_payout
from shop.payouts.take_note_of_charge import take_note_of_charge
from shop.reconcile.settle_payment import settle_payment
from shop.refunds.take_note_of import take_note_of

log = logging.getLogger("shop.reconcile")

#: What has a `payment_intent_id`.
Seen = TypeVar("Seen", ChargeSeen, RefundSeen, DisputeSeen, WarningSeen)


@dataclass(frozen=True, slots=True)
class Handler:
    #: From the id in the event to what it is now. No transaction is open meanwhile.
    fetch: Callable[[str], Any]
    #: Books what was fetched. Does not commit.
    book: Callable[[Any], object]


def _nothing(_: object) -> None:
    pass


def _settle(session: PaymentSession | None) -> None:
    if session is not None and not settle_seen(session):
        log.warning("session %s belongs to no order of this shop", session.id)


def _session_of_charge(charge_id: str) -> PaymentSession | None:
    """A failed charge may be the first try of a customer who then paid: the session tells."""
    payment = retrieve_charge(charge_id).payment_intent_id
    return session_of_payment(payment) if payment else None


def _after_its_payment(fetch: Callable[[str], Seen]) -> Callable[[str], Seen]:
    """Events come in any order: the payment is booked before what befell it."""

    def fetch_both(object_id: str) -> Seen:
        seen = fetch(object_id)
        if seen.payment_intent_id:
            settle_payment(seen.payment_intent_id)
        return seen

    return fetch_both


#: Nothing to do: the row of the event is all.
IGNORED = Handler(_nothing, _nothing)
_SESSION = Handler(retrieve_session, _settle)
_CHARGE = Handler(_after_its_payment(retrieve_charge), take_note_of_charge)
_REFUND = Handler(_after_its_payment(retrieve_refund), take_note_of)
_DISPUTE = Handler(_after_its_payment(retrieve_dispute), take_note_of_dispute)
_WARNING = Handler(_after_its_payment(retrieve_fraud_warning), take_note_of_warning)
_REVIEW = Handler(_after_its_payment(retrieve_review), take_note_of_warning)
_PAYOUT = Handler(note_payout, _nothing)

HANDLERS: dict[str, Handler] = {
    "checkout.session.completed": _SESSION,
    "checkout.session.async_payment_succeeded": _SESSION,
    "checkout.session.async_payment_failed": _SESSION,
    "checkout.session.expired": _SESSION,
    # The customer may try again on the same page; a debit has events of its session.
    "payment_intent.payment_failed": IGNORED,
    "payment_intent.succeeded": Handler(settle_payment, _nothing),
    # Tells nothing that the one above does not.
    "charge.succeeded": IGNORED,
    "charge.failed": Handler(_session_of_charge, _settle),
    "charge.updated": _CHARGE,
    # Told by the refunds themselves.
    "charge.refunded": IGNORED,
    "refund.created": _REFUND,
    "refund.updated": _REFUND,
    "refund.failed": _REFUND,
    "charge.dispute.created": _DISPUTE,
    "charge.dispute.updated": _DISPUTE,
    "charge.dispute.closed": _DISPUTE,
    "charge.dispute.funds_withdrawn": _DISPUTE,
    "charge.dispute.funds_reinstated": _DISPUTE,
    "radar.early_fraud_warning.created": _WARNING,
    "radar.early_fraud_warning.updated": _WARNING,
    "review.opened": _REVIEW,
    "review.closed": _REVIEW,
    "payout.created": _PAYOUT,
    "payout.updated": _PAYOUT,
    "payout.paid": _PAYOUT,
    "payout.failed": _PAYOUT,
    "payout.canceled": _PAYOUT,
    "payout.reconciliation_completed": _PAYOUT,
}
