"""A complete dispute, as Stripe answers it."""

from shop.demo.stripe.account import Account
from shop.demo.stripe.identifiers import new_id
from shop.demo.stripe.store import Document

REASONS = (
    "bank_cannot_process",
    "check_returned",
    "credit_not_processed",
    "customer_initiated",
    "debit_not_authorized",
    "duplicate",
    "fraudulent",
    "general",
    "incorrect_account_details",
    "insufficient_funds",
    "noncompliant",
    "product_not_received",
    "product_unacceptable",
    "subscription_canceled",
    "unrecognized",
)
_DAYS_TO_ANSWER = 14
_DAY = 24 * 60 * 60


def dispute_document(account: Account, charge: Document, amount: int, reason: str) -> Document:
    now = account.clock.now()
    # Until the end of a day (UTC).
    due_by = (now // _DAY + _DAYS_TO_ANSWER) * _DAY + _DAY - 1
    return {
        "id": new_id("du_"),
        "object": "dispute",
        "amount": amount,
        "balance_transactions": [],
        "charge": charge["id"],
        "created": now,
        "currency": charge["currency"],
        "enhanced_eligibility_types": [],
        "evidence": {**dict.fromkeys(_EVIDENCE), "enhanced_evidence": {}},
        "evidence_details": {
            "due_by": due_by,
            "enhanced_eligibility": {},
            "has_evidence": False,
            "past_due": False,
            "submission_count": 0,
            "submission_method": "not_submitted",
        },
        "is_charge_refundable": False,
        "livemode": False,
        "metadata": {},
        "network_reason_code": None,
        "payment_intent": charge["payment_intent"],
        "payment_method_details": _details(charge["payment_method_details"]["type"]),
        "reason": reason,
        "status": "needs_response",
    }


def _details(kind: str) -> Document:
    if kind == "card":
        card = {
            "brand": "visa",
            "case_type": "chargeback",
            "network": "visa",
            "network_reason_code": "10",
        }
        return {"card": card, "type": "card"}
    if kind == "paypal":
        return {"paypal": {"case_id": "PP-D-1", "reason_code": "ITEM_NOT_RECEIVED"}, "type": kind}
    return {"type": kind}


_EVIDENCE = (
    "access_activity_log",
    "billing_address",
    "cancellation_policy",
    "cancellation_policy_disclosure",
    "cancellation_rebuttal",
    "customer_communication",
    "customer_email_address",
    "customer_name",
    "customer_purchase_ip",
    "customer_signature",
    "duplicate_charge_documentation",
    "duplicate_charge_explanation",
    "duplicate_charge_id",
    "product_description",
    "receipt",
    "refund_policy",
    "refund_policy_disclosure",
    "refund_refusal_explanation",
    "service_date",
    "service_documentation",
    "shipping_address",
    "shipping_carrier",
    "shipping_date",
    "shipping_documentation",
    "shipping_tracking_number",
    "uncategorized_file",
    "uncategorized_text",
)
