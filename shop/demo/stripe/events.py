"""Events: what happened, with the object as it was at that moment, queued for the shop."""

import time

from shop.demo.stripe.account import API_VERSION, Account
from shop.demo.stripe.identifiers import new_id
from shop.demo.stripe.store import Document, Transaction

# Who asked: (request id, idempotency key) of an API call; on the hosted page nobody did.
Cause = tuple[str | None, str | None]
NOBODY: Cause = (None, None)


def record(
    tx: Transaction, account: Account, kind: str, subject: Document, cause: Cause = NOBODY
) -> Document:
    """Writes the event in the transaction of the change itself, so that neither is without it."""
    event: Document = {
        "id": new_id("evt_"),
        "object": "event",
        "api_version": API_VERSION,
        "created": account.clock.now(),
        "data": {"object": subject},
        "livemode": False,
        "pending_webhooks": 1 if account.webhook_url else 0,
        "request": {"id": cause[0], "idempotency_key": cause[1]},
        "type": kind,
    }
    tx.add(event)
    if account.webhook_url:
        # Due by the real clock: moving the demo's clock must not hasten deliveries.
        tx.run(
            "INSERT INTO deliveries (event_id, state, due_at) VALUES (?, 'waiting', ?)",
            (event["id"], time.time()),
        )
    return event


def with_pending_webhooks(tx: Transaction, event: Document) -> Document:
    """The event as it is answered now: unlike the rest, this count changes."""
    query = "SELECT count(*) FROM deliveries WHERE event_id = ? AND state <> 'delivered'"
    return {**event, "pending_webhooks": tx.run(query, (event["id"],)).fetchone()[0]}
