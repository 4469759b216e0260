"""3-D Secure: the card's holder says no to the bank."""

from shop.demo.stripe import charging, sessions
from shop.demo.stripe.account import Account
from shop.demo.stripe.store import Transaction

FAILED = "payment_intent_authentication_failure"


def refuse(tx: Transaction, account: Account, session_id: str) -> None:
    """Nothing is charged, the session stays open for another try; nothing if it is not open."""
    session = sessions.get(tx, session_id)
    if session["status"] != "open" or "card" not in session["payment_method_types"]:
        return
    intent = charging.intent_of(tx, account, session)
    intent["last_payment_error"] = {
        "code": FAILED,
        "message": "We are unable to authenticate your payment method.",
        "type": "card_error",
    }
    charging.move(tx, account, intent, "requires_payment_method", event="payment_failed")
    tx.save(session)
