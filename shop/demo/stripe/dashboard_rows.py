"""What the pages of the dashboard show: objects with the order they belong to."""

import itertools
from typing import Any

from shop.demo.stripe import payments, sessions
from shop.demo.stripe.event_queue import QueuedEvent, listed
from shop.demo.stripe.store import Document, Transaction

SHOWN = 30


def newest(tx: Transaction, kind: str) -> list[Document]:
    return tx.find(kind, "1 ORDER BY position DESC LIMIT ?", (SHOWN,))


def of_orders(tx: Transaction, kind: str) -> list[dict[str, Any]]:
    """The newest of a kind that names its payment intent, each with its session."""
    return [
        {"object": found, "session": session_of(tx, found["payment_intent"])}
        for found in newest(tx, kind)
    ]


def session_of(tx: Transaction, intent_id: str | None) -> Document | None:
    found = tx.find(sessions.KIND, "json_extract(body, '$.payment_intent') = ?", (intent_id,))
    return found[0] if found else None


def payment(tx: Transaction, session: Document) -> dict[str, Any]:
    """A session with its intent and charge, and the word for its state."""
    intent, charge = None, None
    if session["payment_intent"] is not None:
        intent = tx.get("payment_intent", session["payment_intent"])
        if intent["latest_charge"] is not None:
            charge = tx.get("charge", intent["latest_charge"])
    state = _state(session, intent, charge)
    return {"session": session, "intent": intent, "charge": charge, "state": state}


def _state(session: Document, intent: Document | None, charge: Document | None) -> str:
    if session["status"] != "complete":
        return str(session["status"])
    if payments.is_pending(session):
        is_undecided = intent is not None and intent["status"] == "processing"
        return "debit_pending" if is_undecided else "debit_failed"
    if charge is None:
        return "free"
    if charge["status"] == "failed":
        return "taken_back"
    if charge["disputed"]:
        return "disputed"
    if charge["refunded"]:
        return "refunded"
    return "partly_refunded" if charge["amount_refunded"] else "paid"


def belonging(tx: Transaction, payment: dict[str, Any]) -> dict[str, list[Document]]:
    """What came of one payment: refunds, disputes, warnings, reviews, movements of the balance."""
    intent = payment["intent"]
    if intent is None:
        return {}
    kinds = ("refund", "dispute", "radar.early_fraud_warning", "review")
    same = "json_extract(body, '$.payment_intent') = ? ORDER BY position"
    found = {kind: tx.find(kind, same, (intent["id"],)) for kind in kinds}
    tried = tx.find("charge", same, (intent["id"],))
    sources = [one["id"] for one in (*tried, *found["refund"], *found["dispute"])]
    marks = ", ".join("?" * len(sources))
    condition = f"json_extract(body, '$.source') IN ({marks}) ORDER BY position"
    moved = tx.find("balance_transaction", condition, sources)
    return {**found, "charge": tried, "balance_transaction": moved}


def events_of(
    tx: Transaction, payment: dict[str, Any], belonging: dict[str, list[Document]]
) -> list[QueuedEvent]:
    """Of the session, its intent, and all that came of it."""
    found = [payment["session"], payment["intent"], *itertools.chain(*belonging.values())]
    ids = [document["id"] for document in found if document is not None]
    marks = ", ".join("?" * len(ids))
    return listed(tx, f"json_extract(body, '$.data.object.id') IN ({marks})", ids)


def paid_out(tx: Transaction, payout_id: str) -> list[Document]:
    """The first movements that a payout consists of, without its own."""
    condition = (
        "json_extract(private, '$.payout') = ? AND json_extract(body, '$.source') IS NOT ?"
        " ORDER BY json_extract(body, '$.created'), position LIMIT ?"
    )
    return tx.find("balance_transaction", condition, (payout_id, payout_id, SHOWN))


def waiting_for_payout(tx: Transaction) -> int:
    """Cents of the balance that the next payout takes."""
    query = (
        "SELECT coalesce(sum(json_extract(body, '$.net')), 0) FROM objects"
        " WHERE kind = 'balance_transaction' AND json_extract(private, '$.payout') IS NULL"
    )
    return int(tx.run(query).fetchone()[0])
