"""A complete PaymentIntent and Charge, as Stripe answers them."""

from typing import Any

from shop.demo.stripe.account import Account
from shop.demo.stripe.identifiers import new_id
from shop.demo.stripe.payment_methods import details, kind_of
from shop.demo.stripe.session_documents import without_unset
from shop.demo.stripe.store import Document


def intent_document(account: Account, session: Document, data: dict[str, Any]) -> Document:
    """`data` is the session's `payment_intent_data`; session metadata is not copied (as real)."""
    intent_id = new_id("pi_")
    return {
        **dict.fromkeys(_INTENT_NULLS),
        "id": intent_id,
        "object": "payment_intent",
        "amount": session["amount_total"],
        "amount_capturable": 0,
        "amount_details": {"tip": {}},
        "amount_received": 0,
        "capture_method": data.get("capture_method", "automatic_async"),
        "client_secret": f"{intent_id}_secret_{new_id('')}",
        "confirmation_method": "automatic",
        "created": account.clock.now(),
        "currency": session["currency"],
        "description": data.get("description"),
        "livemode": False,
        "metadata": without_unset(data.get("metadata", {})),
        "payment_method_options": {"card": {"request_three_d_secure": "automatic"}},
        "payment_method_types": session["payment_method_types"],
        "shipping": _shipping(data.get("shipping")),
        "statement_descriptor_suffix": data.get("statement_descriptor_suffix"),
        "status": "requires_payment_method",
    }


def _shipping(given: dict[str, Any] | None) -> Document | None:
    if given is None:
        return None
    address = ("city", "country", "line1", "line2", "postal_code", "state")
    return {
        "address": {name: given["address"].get(name) for name in address},
        **{name: given.get(name) for name in ("carrier", "name", "phone", "tracking_number")},
    }


def charge_document(
    account: Account, intent: Document, method: str, email: str | None, status: str
) -> Document:
    """`status` is succeeded, pending or failed."""
    return {
        **dict.fromkeys(_CHARGE_NULLS),
        "id": new_id("ch_" if kind_of(method) == "card" else "py_"),
        "object": "charge",
        "amount": intent["amount"],
        "amount_captured": 0 if status == "failed" else intent["amount"],
        "amount_refunded": 0,
        "billing_details": _billing_details(email),
        "calculated_statement_descriptor": account.merchant.upper()[:22],
        "captured": status != "failed",
        "created": account.clock.now(),
        "currency": intent["currency"],
        "description": intent["description"],
        "disputed": False,
        "fraud_details": {},
        "livemode": False,
        "metadata": intent["metadata"],
        "outcome": _OUTCOMES[status],
        "paid": status == "succeeded",
        "payment_intent": intent["id"],
        "payment_method": new_id("pm_"),
        "payment_method_details": details(method),
        "radar_options": {},
        "refunded": False,
        "shipping": intent["shipping"],
        "statement_descriptor_suffix": intent["statement_descriptor_suffix"],
        "status": status,
    }


def _billing_details(email: str | None) -> Document:
    address = dict.fromkeys(("city", "country", "line1", "line2", "postal_code", "state"))
    return {
        "address": {**address, "country": "DE"},
        "email": email,
        "name": "Demo Beispiel",
        "phone": None,
        "tax_id": None,
    }


def _outcome(kind: str, network_status: str, message: str, reason: str | None = None) -> Document:
    return {
        "advice_code": None,
        "network_advice_code": None,
        "network_decline_code": None,
        "network_status": network_status,
        "reason": reason,
        "risk_level": "normal",
        "risk_score": 12,
        "seller_message": message,
        "type": kind,
    }


_OUTCOMES = {
    "succeeded": _outcome("authorized", "approved_by_network", "Payment complete."),
    "pending": _outcome("authorized", "approved_by_network", "Payment complete."),
    "failed": _outcome(
        "issuer_declined",
        "declined_by_network",
        "The bank did not return any further details with this decline.",
        "generic_decline",
    ),
}

_INTENT_NULLS = (
    "allowed_payment_method_types",
    "application",
    "application_fee_amount",
    "automatic_payment_methods",
    "canceled_at",
    "cancellation_reason",
    "customer",
    "customer_account",
    "excluded_payment_method_types",
    "last_payment_error",
    "latest_charge",
    "managed_payments",
    "next_action",
    "on_behalf_of",
    "payment_method",
    "payment_method_configuration_details",
    "processing",
    "receipt_email",
    "review",
    "setup_future_usage",
    "source",
    "statement_descriptor",
    "transfer_data",
    "transfer_group",
)

_CHARGE_NULLS = (
    "application",
    "application_fee",
    "application_fee_amount",
    # Null at first with automatic_async capture, Stripe's default.
    "balance_transaction",
    "customer",
    "failure_balance_transaction",
    "failure_code",
    "failure_message",
    "on_behalf_of",
    "receipt_email",
    "receipt_number",
    "receipt_url",
    "review",
    "source",
    "source_transfer",
    "statement_descriptor",
    "transfer_data",
    "transfer_group",
)
