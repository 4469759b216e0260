"""What customers and their banks do to session, payment intent and charge."""

from typing import Literal

from shop.demo.stripe import balance, charging, events, sessions
from shop.demo.stripe.account import Account
from shop.demo.stripe.errors import ApiError
from shop.demo.stripe.payment_methods import kind_of
from shop.demo.stripe.store import Document, Transaction

# card_3ds is a card whose holder was asked by the bank (3-D Secure).
Method = Literal["card", "card_3ds", "sepa_debit", "paypal"]


def pay(tx: Transaction, account: Account, session_id: str, method: Method) -> Document | None:
    """Pays an open session and returns the completion event, or changes nothing (None).

    A second submit therefore finds the session complete and pays nothing.
    """
    session = sessions.get(tx, session_id)
    if not _can_be_paid(session, method):
        return None
    if session["amount_total"] == 0:
        return sessions.complete(tx, account, session, "no_payment_required")
    intent = charging.intent_of(tx, account, session)
    if method == "sepa_debit":
        charging.charge(tx, account, intent, method, session["customer_email"], "pending")
        charging.move(tx, account, intent, "processing")
        return sessions.complete(tx, account, session, "unpaid")
    charging.charge(tx, account, intent, method, session["customer_email"], "succeeded")
    charging.move(tx, account, intent, "succeeded")
    return sessions.complete(tx, account, session, "paid")


def decline(tx: Transaction, account: Account, session_id: str) -> None:
    """The card is refused; the session stays open for another try."""
    session = sessions.get(tx, session_id)
    if not _can_be_paid(session, "card") or session["amount_total"] == 0:
        return
    intent = charging.intent_of(tx, account, session)
    charge = charging.charge(tx, account, intent, "card", session["customer_email"], "failed")
    charging.fail(tx, account, intent, charge)
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
        charging.mark_succeeded(tx, account, charge)
        charging.move(tx, account, intent, "succeeded")
        session["payment_status"] = "paid"
        tx.save(session)
        events.record(tx, account, "checkout.session.async_payment_succeeded", session)
        return
    charging.fail(tx, account, intent, charging.mark_failed(tx, account, charge))
    events.record(tx, account, "checkout.session.async_payment_failed", session)


def lose(tx: Transaction, account: Account, session_id: str) -> None:
    """The bank takes a direct debit back that had succeeded; refuses any other session.

    The session stays `paid`, as it was: only intent and charge tell.
    """
    session = sessions.get(tx, session_id)
    charge = _charge(tx, session)
    if charge is None or charge["payment_method_details"]["type"] != "sepa_debit":
        raise ApiError("Only a direct debit can be taken back by the bank.")
    if charge["status"] != "succeeded" or charge["refunded"]:
        raise ApiError("There is nothing left of this payment that could be taken back.")
    if charge["disputed"]:
        raise ApiError("The bank has objected to this payment already; it takes it only once.")
    balance.take_back(tx, account, charge)
    intent = tx.get("payment_intent", session["payment_intent"])
    charging.fail(tx, account, intent, charging.mark_failed(tx, account, charge))


def session_again(tx: Transaction, account: Account, session_id: str) -> Document:
    """A second, paid session for the same order: same metadata, reference and lines."""
    twin = sessions.copy(tx, account, session_id)
    offered = twin["payment_method_types"]
    method: Method = "card" if "card" in offered else offered[0]
    pay(tx, account, twin["id"], method)
    settle_debit(tx, account, twin["id"], succeeds=True)
    return sessions.get(tx, twin["id"])


def is_pending(session: Document) -> bool:
    """Complete, but the money is not there (yet): a direct debit."""
    return bool(session["status"] == "complete" and session["payment_status"] == "unpaid")


def is_declined(session: Document) -> bool:
    """Open, but with an intent: a first try has failed."""
    return bool(session["status"] == "open" and session["payment_intent"] is not None)


def _can_be_paid(session: Document, method: str) -> bool:
    return session["status"] == "open" and kind_of(method) in session["payment_method_types"]


def _charge(tx: Transaction, session: Document) -> Document | None:
    if session["payment_intent"] is None:
        return None
    intent = tx.get("payment_intent", session["payment_intent"])
    return tx.get("charge", intent["latest_charge"])
