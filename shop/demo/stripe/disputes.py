"""Disputes: the customer's bank takes the money back and may return it."""

from typing import Literal

from shop.demo.stripe.account import Account
from shop.demo.stripe.store import Document, Transaction


def open_dispute(
    tx: Transaction,
    account: Account,
    paid_by: str,
    reason: str = "fraudulent",
    amount: int | None = None,
) -> Document:
    """`paid_by` is a charge or a payment intent; the whole charge by default."""
    raise NotImplementedError


def close(
    tx: Transaction, account: Account, dispute_id: str, outcome: Literal["won", "lost"]
) -> Document:
    """Refuses (ApiError) a dispute that is closed."""
    raise NotImplementedError
