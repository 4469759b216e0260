"""Refunds. Every function raises like `stripe_client.translated`."""

from collections.abc import Iterator
from datetime import datetime

import stripe
from stripe.params import RefundCreateParams

from shop.payment.provider import RefundSeen
from shop.payment.stripe_client import PAGE, client, id_of, moment, translated


def create_refund(payment_intent_id: str, amount_cents: int, key: str) -> RefundSeen:
    """Asks for the money to go back, or gives the refund asked for with this key before.

    `key` is the idempotency key and stands in the refund's metadata, by which it is known again
    when its answer was lost.
    """
    asked: RefundCreateParams = {
        "payment_intent": payment_intent_id,
        "amount": amount_cents,
        "metadata": {"refund": key},
    }
    with translated():
        return _read(client().v1.refunds.create(asked, {"idempotency_key": key}))


def retrieve_refund(refund_id: str) -> RefundSeen:
    """The refund as it is now."""
    with translated():
        return _read(client().v1.refunds.retrieve(refund_id))


def refunds_of(payment_intent_id: str) -> list[RefundSeen]:
    """All refunds of a payment, oldest first."""
    with translated():
        found = client().v1.refunds.list({"payment_intent": payment_intent_id, "limit": PAGE})
        return [_read(refund) for refund in found.auto_paging_iter()][::-1]


def list_refunds(since: datetime) -> Iterator[RefundSeen]:
    """All refunds created since then, newest first; fetched page by page."""
    with translated():
        found = client().v1.refunds.list(
            {"created": {"gte": int(since.timestamp())}, "limit": PAGE}
        )
        for refund in found.auto_paging_iter():
            yield _read(refund)


def _read(refund: stripe.Refund) -> RefundSeen:
    metadata = refund.metadata.to_dict() if refund.metadata else {}
    return RefundSeen(
        id=refund.id,
        payment_intent_id=id_of(refund.payment_intent),
        amount_cents=refund.amount,
        status=refund.status or "pending",
        # Left out by Stripe, not null, as long as it has not failed.
        failure=getattr(refund, "failure_reason", None) or "",
        key=str(metadata.get("refund", "")),
        created_at=moment(refund.created),
        currency=refund.currency,
    )
