"""What a customer's choice on the hosted page does to session, payment intent and charge."""

from typing import Literal

from shop.demo.stripe import events, sessions
from shop.demo.stripe.account import Account
from shop.demo.stripe.payment_documents import charge_document, intent_document
from shop.demo.stripe.store import Document, Transaction

Method = Literal["card", "card_3ds", "sepa_debit", "paypal"]
_DECLINED = {
    "card": ("card_declined", "Your card was declined."),
    "sepa_debit": ("debit_not_authorized", "The customer's bank did not authorise the debit."),
}


def pay(tx: Transaction, account: Account, session_id: str, method: Method) -> Document | None:
    """Pays an open session and returns the completion event, or changes nothing (None).

    A second submit therefore finds the session complete and pays nothing.
    """
    session = sessions.get(tx, session_id)
    if not _can_be_paid(session, method):
        return None
    if session["amount_total"] == 0:
        return _complete(tx, account, session, "no_payment_required")
    intent = _intent(tx, account, session)
    if method == "sepa_debit":
        _charge(tx, account, intent, method, session["customer_email"], "pending")
        _move(tx, account, intent, "processing")
        return _complete(tx, account, session, "unpaid")
    _charge(tx, account, intent, method, session["customer_email"], "succeeded")
    _move(tx, account, intent, "succeeded")
    return _complete(tx, account, session, "paid")


def decline(tx: Transaction, account: Account, session_id: str) -> None:
    """The card is refused; the session stays open for another try."""
    session = sessions.get(tx, session_id)
    if not _can_be_paid(session, "card") or session["amount_total"] == 0:
        return
    intent = _intent(tx, account, session)
    charge = _charge(tx, account, intent, "card", session["customer_email"], "failed")
    _fail(tx, account, intent, charge)
    tx.save(session)


def settle_debit(tx: Transaction, account: Account, session_id: str, *, succeeds: bool) -> None:
    """Days later in real life: the bank honours the direct debit or returns it."""
    session = sessions.get(tx, session_id)
    if not is_pending(session):
        return
    intent = tx.get("payment_intent", session["payment_intent"])
    charge = tx.get("charge", intent["latest_charge"])
    if intent["status"] != "processing":
        return
    if succeeds:
        charge.update(status="succeeded", paid=True)
        tx.save(charge)
        events.record(tx, account, "charge.succeeded", charge)
        _move(tx, account, intent, "succeeded")
        session["payment_status"] = "paid"
        tx.save(session)
        events.record(tx, account, "checkout.session.async_payment_succeeded", session)
        return
    _fail(tx, account, intent, _mark_failed(tx, account, charge))
    events.record(tx, account, "checkout.session.async_payment_failed", session)


def lose(tx: Transaction, account: Account, session_id: str) -> None:
    """The bank takes a direct debit back that had succeeded; refuses any other session."""
    raise NotImplementedError


def session_again(tx: Transaction, account: Account, session_id: str) -> Document:
    """A second, paid session for the same order: same metadata, reference and lines."""
    raise NotImplementedError


def is_pending(session: Document) -> bool:
    """Complete, but the money is not there (yet): a direct debit."""
    return bool(session["status"] == "complete" and session["payment_status"] == "unpaid")


def is_declined(session: Document) -> bool:
    """Open, but with an intent: a first try has failed."""
    return bool(session["status"] == "open" and session["payment_intent"] is not None)


def _can_be_paid(session: Document, method: str) -> bool:
    return session["status"] == "open" and method in session["payment_method_types"]


def _intent(tx: Transaction, account: Account, session: Document) -> Document:
    if session["payment_intent"] is not None:
        return tx.get("payment_intent", session["payment_intent"])
    intent = intent_document(account, session, tx.private(session["id"])["payment_intent_data"])
    tx.add(intent)
    session["payment_intent"] = intent["id"]
    events.record(tx, account, "payment_intent.created", intent)
    return intent


def _charge(
    tx: Transaction, account: Account, intent: Document, method: str, email: str | None, status: str
) -> Document:
    charge = charge_document(account, intent, method, email, status)
    intent.update(latest_charge=charge["id"], payment_method=charge["payment_method"])
    tx.add(charge)
    if status == "failed":
        return _mark_failed(tx, account, charge)
    events.record(tx, account, f"charge.{status}", charge)
    return charge


def _mark_failed(tx: Transaction, account: Account, charge: Document) -> Document:
    code, message = _DECLINED[charge["payment_method_details"]["type"]]
    charge.update(status="failed", paid=False, failure_code=code, failure_message=message)
    tx.save(charge)
    events.record(tx, account, "charge.failed", charge)
    return charge


def _fail(tx: Transaction, account: Account, intent: Document, charge: Document) -> None:
    intent["last_payment_error"] = {
        "charge": charge["id"],
        "code": charge["failure_code"],
        "message": charge["failure_message"],
        "type": "card_error"
        if charge["failure_code"] == "card_declined"
        else "invalid_request_error",
    }
    intent["payment_method"] = None
    _move(tx, account, intent, "requires_payment_method", event="payment_failed")


def _move(
    tx: Transaction, account: Account, intent: Document, status: str, event: str | None = None
) -> None:
    intent["status"] = status
    if status != "requires_payment_method":
        intent["last_payment_error"] = None
    if status == "succeeded":
        intent["amount_received"] = intent["amount"]
    tx.save(intent)
    events.record(tx, account, f"payment_intent.{event or status}", intent)


def _complete(
    tx: Transaction, account: Account, session: Document, payment_status: str
) -> Document:
    session.update(
        status="complete",
        payment_status=payment_status,
        url=None,
        customer_details=_customer_details(session),
    )
    tx.save(session)
    return events.record(tx, account, "checkout.session.completed", session)


def _customer_details(session: Document) -> Document:
    address = dict.fromkeys(("city", "country", "line1", "line2", "postal_code", "state"))
    return {
        "address": {**address, "country": "DE"},
        "business_name": None,
        "email": session["customer_email"],
        "individual_name": None,
        "name": "Demo Beispiel",
        "phone": None,
        "tax_exempt": "none",
        "tax_ids": [],
    }
