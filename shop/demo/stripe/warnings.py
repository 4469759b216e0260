"""Early fraud warnings: the card's issuer suspects fraud before any dispute."""

from shop.demo.stripe import events
from shop.demo.stripe.account import Account
from shop.demo.stripe.identifiers import new_id
from shop.demo.stripe.paid_charge import paid_charge
from shop.demo.stripe.store import Document, Transaction

KIND = "radar.early_fraud_warning"


def early_fraud_warning(tx: Transaction, account: Account, intent_id: str) -> Document:
    """Refuses (ApiError) an intent that was never paid."""
    charge = paid_charge(tx, intent_id)
    warning = {
        "id": new_id("issfr_"),
        "object": KIND,
        "actionable": not charge["refunded"] and not charge["disputed"],
        "charge": charge["id"],
        "created": account.clock.now(),
        "fraud_type": "made_with_stolen_card",
        "livemode": False,
        "payment_intent": charge["payment_intent"],
    }
    tx.add(warning)
    events.record(tx, account, f"{KIND}.created", warning)
    return warning


def calm_down(tx: Transaction, account: Account, charge: Document) -> None:
    """After a full refund or a dispute nothing is left to be done about a warning."""
    for warning in tx.find(KIND, "json_extract(body, '$.charge') = ?", (charge["id"],)):
        if warning["actionable"]:
            warning["actionable"] = False
            tx.save(warning)
            events.record(tx, account, f"{KIND}.updated", warning, before={"actionable": True})
