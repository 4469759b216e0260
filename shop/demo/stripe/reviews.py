"""Reviews: Radar asks a person to look at a payment."""

from typing import Literal

from shop.demo.stripe.account import Account
from shop.demo.stripe.store import Document, Transaction

ClosedReason = Literal["approved", "disputed", "refunded"]


def open_review(tx: Transaction, account: Account, intent_id: str) -> Document:
    """Refuses (ApiError) a payment that was reviewed already."""
    raise NotImplementedError


def close(
    tx: Transaction, account: Account, review_id: str, reason: ClosedReason = "approved"
) -> Document:
    """Refuses (ApiError) a review that is closed."""
    raise NotImplementedError
