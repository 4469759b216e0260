"""The events on their way to the shop: the `deliveries` table, which survives a restart."""

import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from random import Random
from typing import Any, Literal

from shop.demo.stripe.event_modes import HELD, Fate
from shop.demo.stripe.store import Document, Transaction

Order = Literal["oldest", "newest", "shuffled"]
LOST, SWALLOWED = "lost", "swallowed"
_SHOWN = 500
_OPEN = "d.state IN ('waiting', 'sending')"


@dataclass(frozen=True)
class QueuedEvent:
    """`state` is held, waiting, sending, delivered, given_up, lost or none."""

    id: str
    type: str
    # Of the object that it tells of.
    object_id: str
    created: int
    state: str
    attempts: int
    answer: str | None

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def private(fate: Fate) -> Document:
    """What the first attempt has to know, kept beside the event until then."""
    told = {"copies": fate.copies, "is_missigned": fate.is_missigned}
    return told if told != {"copies": 1, "is_missigned": False} else {}


def put(tx: Transaction, event_id: str, fate: Fate) -> None:
    # Due by the real clock: moving the demo's clock must not hasten deliveries.
    due_at = HELD if fate.pause == HELD else time.time() + fate.pause
    tx.run(
        "INSERT INTO deliveries (event_id, state, due_at, answer) VALUES (?, ?, ?, ?)",
        (event_id, *(("given_up", 0, LOST) if fate.is_lost else ("waiting", due_at, None))),
    )


def listed(
    tx: Transaction, condition: str, values: Sequence[Any] = (), shown: int = _SHOWN
) -> list[QueuedEvent]:
    """The newest events that meet the condition, oldest first; `none` was never to be sent."""
    rows = tx.run(
        "SELECT id, json_extract(body, '$.type'), json_extract(body, '$.data.object.id'),"
        " json_extract(body, '$.created'),"
        " CASE WHEN d.state = 'waiting' AND d.due_at >= ? THEN 'held'"
        " WHEN d.state = 'given_up' AND d.answer = ? THEN 'lost'"
        " ELSE coalesce(d.state, 'none') END, coalesce(d.attempts, 0), d.answer"
        " FROM objects LEFT JOIN deliveries d ON event_id = id"
        f" WHERE kind = 'event' AND {condition} ORDER BY position DESC LIMIT ?",
        (HELD, LOST, *values, shown),
    )
    return [QueuedEvent(*row) for row in rows][::-1]


def queued(tx: Transaction, *, only_open: bool, shown: int = _SHOWN) -> list[QueuedEvent]:
    """All that may still be sent, or the newest of all that were to be sent."""
    if not only_open:
        return listed(tx, "d.event_id IS NOT NULL", shown=shown)
    return listed(tx, f"id IN (SELECT event_id FROM deliveries d WHERE {_OPEN})", shown=-1)


def open_ids(tx: Transaction, order: Order = "oldest", seed: int = 0) -> list[str]:
    """The events that may still be sent, in the order in which somebody wants them."""
    query = f"SELECT event_id FROM deliveries d JOIN objects ON id = event_id WHERE {_OPEN}"
    ids = [row[0] for row in tx.run(f"{query} ORDER BY position")]
    if order == "newest":
        ids.reverse()
    elif order == "shuffled":
        Random(seed).shuffle(ids)
    return ids


def lose(tx: Transaction, event_id: str) -> None:
    """It never arrives; Stripe lists it as undelivered."""
    _end(tx, event_id, "given_up", LOST)


def swallow(tx: Transaction, event_id: str) -> None:
    """It never arrives, but Stripe takes it for delivered."""
    _end(tx, event_id, "delivered", SWALLOWED)


def _end(tx: Transaction, event_id: str, state: str, answer: str) -> None:
    tx.run(
        "INSERT INTO deliveries (event_id, state, due_at, answer) VALUES (?, ?, 0, ?)"
        " ON CONFLICT DO UPDATE SET state = excluded.state, answer = excluded.answer",
        (tx.get("event", event_id)["id"], state, answer),
    )


def hold(tx: Transaction, event: Document) -> None:
    """Makes an event that nobody wanted to send one that can be sent."""
    tx.run(
        "INSERT INTO deliveries (event_id, state, due_at) VALUES (?, 'waiting', ?)"
        " ON CONFLICT DO NOTHING",
        (event["id"], HELD),
    )
