"""A complete refund, as Stripe answers it."""

from typing import Any

from shop.demo.stripe.account import Account
from shop.demo.stripe.identifiers import new_id
from shop.demo.stripe.session_documents import without_unset
from shop.demo.stripe.store import Document

_EMAIL_SECONDS = 45 * 24 * 60 * 60


def refund_document(
    account: Account, charge: Document, amount: int, params: dict[str, Any]
) -> Document:
    """The status is the account's `next_refund`; one that is to fail is pending first.

    As on the real account, the fields of a failure or of a pause are there only when they apply.
    """
    kind = charge["payment_method_details"]["type"]
    status = "pending" if account.next_refund == "failed" else account.next_refund
    now = account.clock.now()
    return {
        **_while(status, charge, now),
        "id": new_id("re_" if kind == "card" else "pyr_"),
        "object": "refund",
        "amount": amount,
        "balance_transaction": None,
        "charge": charge["id"],
        "created": now,
        "currency": charge["currency"],
        "destination_details": _destination(kind),
        "metadata": without_unset(params.get("metadata") or {}),
        "payment_intent": charge["payment_intent"],
        "payment_method": charge["payment_method"],
        "reason": params.get("reason"),
        "receipt_number": None,
        "source_transfer_reversal": None,
        "status": status,
        "transfer_reversal": None,
    }


def _while(status: str, charge: Document, now: int) -> Document:
    if status == "pending":
        return {"pending_reason": "processing"}
    if status == "requires_action":
        email = charge["billing_details"]["email"] or "kundin@example.org"
        sent = {"email_sent_at": now, "email_sent_to": email}
        details = {"email_sent": sent, "expires_at": now + _EMAIL_SECONDS}
        return {"next_action": {"display_details": details, "type": "display_details"}}
    return {}


def _destination(kind: str) -> Document:
    if kind == "card":
        card = {
            "reference_status": "pending",
            "reference_type": "acquirer_reference_number",
            "type": "refund",
        }
        return {"card": card, "type": "card"}
    if kind == "paypal":
        return {"paypal": {"network_decline_code": None}, "type": "paypal"}
    return {"type": kind}
