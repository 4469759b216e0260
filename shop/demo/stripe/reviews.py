"""Reviews: Radar asks a person to look at a payment."""

from typing import Literal

from shop.demo.stripe import events
from shop.demo.stripe.account import Account
from shop.demo.stripe.errors import ApiError
from shop.demo.stripe.identifiers import new_id
from shop.demo.stripe.paid_charge import paid_charge
from shop.demo.stripe.store import Document, Transaction

KIND = "review"
ClosedReason = Literal["approved", "disputed", "refunded"]


def open_review(tx: Transaction, account: Account, intent_id: str) -> Document:
    """Refuses (ApiError) a payment that was reviewed already or never paid."""
    charge = paid_charge(tx, intent_id)
    if charge["review"] is not None:
        raise ApiError(f"Charge {charge['id']} was reviewed already.", param="payment_intent")
    intent = tx.get("payment_intent", charge["payment_intent"])
    review = _review_document(account, charge)
    tx.add(review)
    for reviewed in (charge, intent):
        reviewed["review"] = review["id"]
        tx.save(reviewed)
    events.record(tx, account, "review.opened", review)
    return review


def close(
    tx: Transaction, account: Account, review_id: str, reason: ClosedReason = "approved"
) -> Document:
    """Refuses (ApiError) a review that is closed."""
    review = tx.get(KIND, review_id, param="review")
    if not review["open"]:
        raise ApiError(f"Review {review_id} is closed already.", param="review")
    review.update(open=False, reason=reason, closed_reason=reason)
    tx.save(review)
    events.record(tx, account, "review.closed", review)
    return review


def close_of_charge(
    tx: Transaction, account: Account, charge: Document, reason: ClosedReason
) -> None:
    """Ends the charge's review, if it has one that is open."""
    if charge["review"] is not None and tx.get(KIND, charge["review"])["open"]:
        close(tx, account, charge["review"], reason)


def _review_document(account: Account, charge: Document) -> Document:
    return {
        "id": new_id("prv_"),
        "object": KIND,
        "billing_zip": None,
        "charge": charge["id"],
        "closed_reason": None,
        "created": account.clock.now(),
        "ip_address": None,
        "ip_address_location": None,
        "livemode": False,
        "open": True,
        "opened_reason": "rule",
        "payment_intent": charge["payment_intent"],
        "reason": "rule",
        "session": None,
    }
