"""Refunds: money given back, by the API or in the Dashboard, and what becomes of them."""

from typing import Any, Literal

from shop.demo.stripe import balance, events, reviews, warnings
from shop.demo.stripe.account import Account
from shop.demo.stripe.errors import ApiError
from shop.demo.stripe.refund_documents import refund_document
from shop.demo.stripe.refund_rules import charge_to_refund, check
from shop.demo.stripe.store import Document, Transaction

KIND = "refund"
End = Literal["succeeded", "failed", "canceled"]

_MAY_FOLLOW = {
    "pending": {"succeeded", "failed", "canceled"},
    "requires_action": {"succeeded", "failed", "canceled"},
    # A bank may send back what had arrived.
    "succeeded": {"failed"},
}
_FAILURE_REASONS = {
    "charge_for_pending_refund_disputed",
    "declined",
    "expired_or_canceled_card",
    "insufficient_funds",
    "lost_or_stolen_card",
    "merchant_request",
    "unknown",
}


def create(
    tx: Transaction, account: Account, params: dict[str, Any], cause: events.Cause = events.NOBODY
) -> Document:
    """`params` must have passed `parameters.validated` and `refund_rules.check`."""
    charge, amount = charge_to_refund(tx, params)
    refund = refund_document(account, charge, amount, params)
    kind = "refund" if balance.is_card(charge) else "payment_refund"
    text = f"REFUND FOR CHARGE {charge['id']}"
    made = balance.book(tx, account, kind, -amount, refund["id"], description=text)
    refund["balance_transaction"] = made["id"]
    tx.add(refund, {"since": refund["created"]} if account.next_refund == "failed" else {})
    before = _give_back(tx, charge, amount)
    events.record(tx, account, "refund.created", refund, cause)
    events.record(tx, account, "charge.refunded", charge, cause, before)
    if charge["refunded"]:
        warnings.calm_down(tx, account, charge)
        reviews.close_of_charge(tx, account, charge, "refunded")
    return refund


def create_in_dashboard(
    tx: Transaction, account: Account, intent_id: str, amount: int | None = None
) -> Document:
    """As a person would in the Dashboard: no metadata, no call; all that is left by default."""
    params: dict[str, Any] = {"payment_intent": intent_id, "reason": "requested_by_customer"}
    if amount is not None:
        params["amount"] = amount
    check(params)
    return create(tx, account, params)


def cancel(
    tx: Transaction, account: Account, refund_id: str, cause: events.Cause = events.NOBODY
) -> Document:
    """Only while the customer has yet to say where the money shall go."""
    refund = tx.get(KIND, refund_id, param="refund")
    if refund["status"] != "requires_action":
        raise ApiError(
            f"Refund {refund_id} cannot be canceled: its status is {refund['status']}, "
            "only refunds that require action can be.",
        )
    return _end(tx, account, refund, "canceled", "merchant_request", cause)


def end(
    tx: Transaction,
    account: Account,
    refund_id: str,
    status: End,
    failure_reason: str | None = None,
) -> Document:
    """The bank's answer to a refund; refuses (ApiError) what cannot follow its present state."""
    refund = tx.get(KIND, refund_id, param="refund")
    if failure_reason is not None and failure_reason not in _FAILURE_REASONS:
        raise ApiError(f"No such failure_reason: {failure_reason}", param="failure_reason")
    if status not in _MAY_FOLLOW.get(refund["status"], ()):
        raise ApiError(f"A refund that is {refund['status']} cannot become {status}.")
    return _end(tx, account, refund, status, failure_reason or "unknown", events.NOBODY)


def fail_overdue(tx: Transaction, account: Account) -> bool:
    """Fails those that were created to fail; True if there was any."""
    due = tx.find(KIND, "json_extract(private, '$.since') <= ?", (account.clock.now(),))
    for refund in due:
        if refund["status"] == "pending":
            _end(tx, account, refund, "failed", "expired_or_canceled_card", events.NOBODY)
        tx.keep(refund["id"], {})
    return bool(due)


def _end(
    tx: Transaction,
    account: Account,
    refund: Document,
    status: End,
    failure_reason: str,
    cause: events.Cause,
) -> Document:
    before = {"status": refund["status"]}
    refund["status"] = status
    refund.pop("pending_reason", None)
    refund.pop("next_action", None)
    if status != "succeeded":
        _bring_back(tx, account, refund, failure_reason)
    tx.save(refund)
    events.record(tx, account, "refund.updated", refund, cause, before)
    events.record(tx, account, "charge.refund.updated", refund, cause, before)
    if status == "failed":
        events.record(tx, account, "refund.failed", refund, cause)
    return refund


def _bring_back(tx: Transaction, account: Account, refund: Document, reason: str) -> None:
    text = f"REFUND FAILURE FOR CHARGE {refund['charge']}"
    amount = refund["amount"]
    made = balance.book(tx, account, "refund_failure", amount, refund["id"], description=text)
    refund.update(failure_balance_transaction=made["id"], failure_reason=reason)
    _give_back(tx, tx.get("charge", refund["charge"]), -amount)


def _give_back(tx: Transaction, charge: Document, amount: int) -> Document:
    """Returns what the changed fields of the charge were."""
    before = {"amount_refunded": charge["amount_refunded"], "refunded": charge["refunded"]}
    charge["amount_refunded"] += amount
    charge["refunded"] = charge["amount_refunded"] == charge["amount"]
    tx.save(charge)
    return before
