"""The control interface: disputes, early fraud warnings, reviews."""

from typing import cast, get_args

from werkzeug.wrappers import Response

from shop.demo.stripe import disputes, reviews, warnings
from shop.demo.stripe.control_answer import control_blueprint
from shop.demo.stripe.control_body import body
from shop.demo.stripe.control_change import changed

blueprint = control_blueprint("control_disputes")


@blueprint.post("/einsprueche")
def open_dispute() -> Response:
    """{"payment_intent" | "charge", "reason", "amount"}."""
    asked = body()
    paid_by = asked.text("charge", None) or asked.needed("payment_intent")
    reason, amount = asked.text("reason", "fraudulent"), asked.cents("amount")
    asked.end()
    return changed(lambda tx, account: disputes.open_dispute(tx, account, paid_by, reason, amount))


@blueprint.post("/einsprueche/<dispute_id>")
def close_dispute(dispute_id: str) -> Response:
    """{"status": "won" | "lost"}."""
    asked = body()
    won = asked.word("status", ("won", "lost")) == "won"
    asked.end()
    return changed(
        lambda tx, account: disputes.close(tx, account, dispute_id, "won" if won else "lost")
    )


@blueprint.post("/warnungen")
def fraud_warning() -> Response:
    """{"payment_intent"}: the card's issuer suspects fraud."""
    intent_id = _payment_intent()
    return changed(lambda tx, account: warnings.early_fraud_warning(tx, account, intent_id))


@blueprint.post("/pruefungen")
def open_review() -> Response:
    """{"payment_intent"}: Radar asks for a look."""
    intent_id = _payment_intent()
    return changed(lambda tx, account: reviews.open_review(tx, account, intent_id))


@blueprint.post("/pruefungen/<review_id>")
def close_review(review_id: str) -> Response:
    """{"reason": "approved" | …}."""
    asked = body()
    chosen = asked.word("reason", get_args(reviews.ClosedReason), "approved")
    reason = cast(reviews.ClosedReason, chosen)
    asked.end()
    return changed(lambda tx, account: reviews.close(tx, account, review_id, reason))


def _payment_intent() -> str:
    asked = body()
    intent_id = asked.needed("payment_intent")
    asked.end()
    return intent_id
