"""Refunds: money given back, by the API or in the Dashboard, and what becomes of them."""

from typing import Any, Literal

from shop.demo.stripe import events
from shop.demo.stripe.account import Account
from shop.demo.stripe.store import Document, Transaction

End = Literal["succeeded", "failed", "canceled"]


def create(
    tx: Transaction, account: Account, params: dict[str, Any], cause: events.Cause = events.NOBODY
) -> Document:
    """`params` must have passed `parameters.validated` and `refund_rules.check`."""
    raise NotImplementedError


def create_in_dashboard(
    tx: Transaction, account: Account, intent_id: str, amount: int | None = None
) -> Document:
    """As a person would in the Dashboard: no metadata, no call; all that is left by default."""
    raise NotImplementedError


def end(
    tx: Transaction,
    account: Account,
    refund_id: str,
    status: End,
    failure_reason: str | None = None,
) -> Document:
    """The bank's answer to a refund; refuses (ApiError) what cannot follow its present state."""
    raise NotImplementedError
