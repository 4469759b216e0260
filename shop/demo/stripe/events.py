"""Events: what happened, with the object as it was at that moment, queued for the shop."""

from shop.demo.stripe import event_queue
from shop.demo.stripe.account import API_VERSION, Account
from shop.demo.stripe.identifiers import new_id
from shop.demo.stripe.store import Document, Transaction

# Who asked: (request id, idempotency key) of an API call; on the hosted page nobody did.
Cause = tuple[str | None, str | None]
NOBODY: Cause = (None, None)


def record(
    tx: Transaction,
    account: Account,
    kind: str,
    subject: Document,
    cause: Cause = NOBODY,
    before: Document | None = None,
) -> Document:
    """Writes the event in the transaction of the change itself, so that neither is without it.

    `before` holds what the changed fields were, where Stripe tells.
    """
    modes = account.event_modes
    is_queued = account.webhook_url is not None or bool(modes.on())
    data: Document = {"object": subject}
    if before is not None:
        data["previous_attributes"] = before
    event: Document = {
        "id": new_id("evt_"),
        "object": "event",
        "api_version": API_VERSION,
        "created": account.clock.now(),
        "data": data,
        "livemode": False,
        "pending_webhooks": 1 if is_queued else 0,
        "request": {"id": cause[0], "idempotency_key": cause[1]},
        "type": kind,
    }
    if not is_queued:
        tx.add(event)
        return event
    fate = modes.next_fate()
    tx.add(event, event_queue.private(fate))
    event_queue.put(tx, event["id"], fate)
    return event


def with_pending_webhooks(tx: Transaction, event: Document) -> Document:
    """The event as it is answered now: unlike the rest, this count changes."""
    query = "SELECT count(*) FROM deliveries WHERE event_id = ? AND state <> 'delivered'"
    return {**event, "pending_webhooks": tx.run(query, (event["id"],)).fetchone()[0]}
