"""Which refunds are allowed: what the parameter types of the library do not say."""

from typing import Any

from shop.demo.stripe.errors import ApiError, not_carried_out
from shop.demo.stripe.limits import LARGEST_AMOUNT, between, check_metadata
from shop.demo.stripe.store import Document, Transaction

_CARRIED_OUT = {"amount", "charge", "expand", "metadata", "payment_intent", "reason"}


def check(params: dict[str, Any]) -> None:
    """Refuses as Stripe does, before anything is looked up."""
    for name in params:
        if name not in _CARRIED_OUT:
            raise not_carried_out(name)
    given = [name for name in ("charge", "payment_intent") if name in params]
    if not given:
        raise ApiError(
            "One of the following params should be provided for this request: "
            "payment_intent or charge.",
            code="parameter_missing",
            param="charge",
        )
    if len(given) == 2:
        raise ApiError(
            "You may only specify one of these parameters: charge, payment_intent.",
            code="parameters_exclusive",
            param="charge",
        )
    if "amount" in params:
        between(params["amount"], 1, LARGEST_AMOUNT, "amount")
    check_metadata(params.get("metadata") or {})


def charge_to_refund(tx: Transaction, params: dict[str, Any]) -> tuple[Document, int]:
    """The charge and how much of it; refuses what was not paid or is not there any more."""
    charge = _paid_charge(tx, params)
    _refuse_disputed(tx, charge)
    left = charge["amount"] - charge["amount_refunded"]
    if left == 0:
        message = f"Charge {charge['id']} has already been refunded."
        raise ApiError(message, code="charge_already_refunded")
    amount: int = params.get("amount", left)
    if amount > left:
        raise ApiError(
            f"Refund amount ({_euro(amount)}) is greater than unrefunded amount on charge "
            f"({_euro(left)})",
            param="amount",
        )
    return charge, amount


def _paid_charge(tx: Transaction, params: dict[str, Any]) -> Document:
    if "charge" in params:
        charge = tx.get("charge", params["charge"], param="charge", status=400)
        intent_id, is_paid = charge["payment_intent"], charge["status"] == "succeeded"
    else:
        intent_id = params["payment_intent"]
        intent = tx.get("payment_intent", intent_id, param="payment_intent", status=400)
        is_paid = intent["status"] == "succeeded"
        charge = tx.get("charge", intent["latest_charge"]) if is_paid else {}
    if not is_paid:
        message = f"This PaymentIntent ({intent_id}) does not have a successful charge to refund."
        raise ApiError(message)
    return charge


def _refuse_disputed(tx: Transaction, charge: Document) -> None:
    found = tx.find("dispute", "json_extract(body, '$.charge') = ?", (charge["id"],))
    if any(not dispute["is_charge_refundable"] for dispute in found):
        message = f"Charge {charge['id']} has been charged back; cannot issue a refund."
        raise ApiError(message, code="charge_disputed")


def _euro(cents: int) -> str:
    return f"€{cents // 100:,}.{cents % 100:02}"
