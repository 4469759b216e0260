"""Disputes, fraud warnings, reviews. Every function raises like `stripe_client.translated`."""

from collections.abc import Iterator
from datetime import datetime

import stripe

from shop.payment.provider import DisputeSeen, WarningSeen
from shop.payment.stripe_balance import read_line, retrieve_charge
from shop.payment.stripe_client import PAGE, client, id_of, moment, translated


def retrieve_dispute(dispute_id: str) -> DisputeSeen:
    """The dispute as it is now."""
    with translated():
        return _read_dispute(client().v1.disputes.retrieve(dispute_id))


def list_disputes(since: datetime) -> Iterator[DisputeSeen]:
    """All disputes created since then, newest first; fetched page by page."""
    with translated():
        found = client().v1.disputes.list(
            {"created": {"gte": int(since.timestamp())}, "limit": PAGE}
        )
        for dispute in found.auto_paging_iter():
            yield _read_dispute(dispute)


def retrieve_fraud_warning(warning_id: str) -> WarningSeen:
    """The early fraud warning as it is now; open while a refund could still help."""
    with translated():
        return read_fraud_warning(client().v1.radar.early_fraud_warnings.retrieve(warning_id))


def retrieve_review(review_id: str) -> WarningSeen:
    """The review of a payment as it is now."""
    with translated():
        return read_review(client().v1.reviews.retrieve(review_id))


def list_warnings(since: datetime) -> Iterator[WarningSeen]:
    """Early fraud warnings, then reviews that are open, created since then; page by page."""
    after = int(since.timestamp())
    with translated():
        warnings = client().v1.radar.early_fraud_warnings.list(
            {"created": {"gte": after}, "limit": PAGE}
        )
        for warning in warnings.auto_paging_iter():
            yield read_fraud_warning(warning)
        reviews = client().v1.reviews.list({"created": {"gte": after}, "limit": PAGE})
        for review in reviews.auto_paging_iter():
            yield read_review(review)


def read_fraud_warning(warning: stripe.radar.EarlyFraudWarning) -> WarningSeen:
    """In the shop's words; asks for the charge where the payment is not named."""
    return WarningSeen(
        id=warning.id,
        kind="fraud",
        payment_intent_id=_payment_behind(warning),
        is_open=warning.actionable,
        created_at=moment(warning.created),
    )


def read_review(review: stripe.Review) -> WarningSeen:
    """In the shop's words; asks for the charge where the payment is not named."""
    return WarningSeen(
        id=review.id,
        kind="review",
        payment_intent_id=_payment_behind(review),
        is_open=review.open,
        created_at=moment(review.created),
    )


def _payment_behind(about: stripe.radar.EarlyFraudWarning | stripe.Review) -> str | None:
    # Stripe leaves the key out where it has nothing to say; the charge knows its payment, too.
    intent = id_of(getattr(about, "payment_intent", None))
    charge = id_of(getattr(about, "charge", None))
    return intent or (retrieve_charge(charge).payment_intent_id if charge else None)


def _read_dispute(dispute: stripe.Dispute) -> DisputeSeen:
    intent = id_of(getattr(dispute, "payment_intent", None))
    due_by = dispute.evidence_details.due_by
    return DisputeSeen(
        id=dispute.id,
        payment_intent_id=intent,
        amount_cents=dispute.amount,
        status=dispute.status,
        reason=dispute.reason,
        due_by=moment(due_by) if due_by else None,
        created_at=moment(dispute.created),
        balance_lines=tuple(read_line(line, intent) for line in dispute.balance_transactions),
    )
