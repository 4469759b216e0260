"""The charge by which a payment was made."""

from shop.demo.stripe.errors import ApiError
from shop.demo.stripe.store import Document, Transaction


def paid_charge(tx: Transaction, paid_by: str) -> Document:
    """`paid_by` is a charge or a payment intent; refuses (ApiError) what was never paid."""
    charge_id: str | None = paid_by
    if paid_by.startswith("pi_"):
        charge_id = tx.get("payment_intent", paid_by, param="payment_intent")["latest_charge"]
    charge = tx.get("charge", charge_id or "", param="charge")
    if charge["status"] != "succeeded":
        raise ApiError(f"Charge {charge['id']} has not been paid.", param="charge")
    return charge
