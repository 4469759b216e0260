"""A payment intent and its charge, moved together."""

from shop.demo.stripe import events
from shop.demo.stripe.account import Account
from shop.demo.stripe.payment_documents import charge_document, intent_document
from shop.demo.stripe.store import Document, Transaction

_DECLINED = {
    "card": ("card_declined", "Your card was declined."),
    "sepa_debit": ("debit_not_authorized", "The customer's bank did not authorise the debit."),
}


def intent_of(tx: Transaction, account: Account, session: Document) -> Document:
    """The session's intent; created with the first try to pay."""
    if session["payment_intent"] is not None:
        return tx.get("payment_intent", session["payment_intent"])
    intent = intent_document(account, session, tx.private(session["id"])["payment_intent_data"])
    tx.add(intent)
    session["payment_intent"] = intent["id"]
    events.record(tx, account, "payment_intent.created", intent)
    return intent


def charge(
    tx: Transaction, account: Account, intent: Document, method: str, email: str | None, status: str
) -> Document:
    """`status` is succeeded, pending or failed."""
    made = charge_document(account, intent, method, email, status)
    intent.update(latest_charge=made["id"], payment_method=made["payment_method"])
    tx.add(made)
    if status == "failed":
        return mark_failed(tx, account, made)
    if status == "succeeded":
        return mark_succeeded(tx, account, made)
    events.record(tx, account, "charge.pending", made)
    return made


def mark_succeeded(tx: Transaction, account: Account, charge: Document) -> Document:
    charge.update(status="succeeded", paid=True)
    tx.save(charge)
    # From then on its balance transaction is awaited (balance.appear_overdue).
    tx.keep(charge["id"], {"since": account.clock.now()})
    events.record(tx, account, "charge.succeeded", charge)
    return charge


def mark_failed(tx: Transaction, account: Account, charge: Document) -> Document:
    code, message = _DECLINED[charge["payment_method_details"]["type"]]
    charge.update(status="failed", paid=False, failure_code=code, failure_message=message)
    tx.save(charge)
    events.record(tx, account, "charge.failed", charge)
    return charge


def fail(tx: Transaction, account: Account, intent: Document, charge: Document) -> None:
    """The intent learns that its charge has failed."""
    is_decline = charge["failure_code"] == "card_declined"
    intent["last_payment_error"] = {
        "charge": charge["id"],
        "code": charge["failure_code"],
        "message": charge["failure_message"],
        "type": "card_error" if is_decline else "invalid_request_error",
    }
    intent.update(payment_method=None, amount_received=0)
    move(tx, account, intent, "requires_payment_method", event="payment_failed")


def move(
    tx: Transaction, account: Account, intent: Document, status: str, event: str | None = None
) -> None:
    intent["status"] = status
    if status != "requires_payment_method":
        intent["last_payment_error"] = None
    if status == "succeeded":
        intent["amount_received"] = intent["amount"]
    tx.save(intent)
    events.record(tx, account, f"payment_intent.{event or status}", intent)
