"""A complete balance transaction, as Stripe answers it."""

from shop.demo.stripe.identifiers import new_id
from shop.demo.stripe.store import Document

# Type → the category under which Stripe's reports group it.
_CATEGORIES = {
    "adjustment": "other_adjustment",
    "charge": "charge",
    "payment": "charge",
    "payment_failure_refund": "charge_failure",
    "payment_refund": "refund",
    "payout": "payout",
    "payout_failure": "payout_reversal",
    "refund": "refund",
    "refund_failure": "refund_failure",
    "stripe_fee": "fee",
}


def transaction_document(
    now: int, kind: str, amount: int, source: str | None, fees: list[Document]
) -> Document:
    """`amount` is what moves, in cents, signed; `net` is what the balance keeps of it."""
    fee = sum(detail["amount"] for detail in fees)
    return {
        "id": new_id("txn_"),
        "object": "balance_transaction",
        "amount": amount,
        # Real money is available days later; here it can be paid out at once.
        "available_on": now,
        "balance_type": "payments",
        "created": now,
        "currency": "eur",
        "description": None,
        "exchange_rate": None,
        "fee": fee,
        "fee_details": fees,
        "net": amount - fee,
        "reporting_category": _CATEGORIES[kind],
        "source": source,
        "status": "available",
        "type": kind,
    }


def fee_detail(cents: int, description: str) -> Document:
    return {
        "amount": cents,
        "application": None,
        "currency": "eur",
        "description": description,
        "type": "stripe_fee",
    }
