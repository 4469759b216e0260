"""One attempt to deliver one event: claimed by one sender, posted, and what is due next."""

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from shop.demo.stripe.account import Account
from shop.demo.stripe.event_modes import HELD
from shop.demo.stripe.letters import payload_of, signed
from shop.demo.stripe.post import post
from shop.demo.stripe.store import Transaction


@dataclass(frozen=True)
class Delivery:
    event_id: str
    attempts: int
    payload: bytes
    copies: int
    is_missigned: bool


def claim_due(tx: Transaction) -> Delivery | None:
    """The one that has been due the longest, for this sender alone."""
    due = (
        "event_id = (SELECT event_id FROM deliveries WHERE state = 'waiting' AND due_at <= ?"
        " ORDER BY due_at, rowid LIMIT 1)"
    )
    return _claim(tx, due, time.time())


def claim(tx: Transaction, event_id: str) -> Delivery | None:
    """Whatever became of it so far; None while another sender has it."""
    return _claim(tx, "event_id = ? AND state <> 'sending'", event_id)


def _claim(tx: Transaction, condition: str, value: object) -> Delivery | None:
    row = tx.run(
        f"UPDATE deliveries SET state = 'sending' WHERE {condition} RETURNING event_id, attempts",
        (value,),
    ).fetchone()
    if row is None:
        return None
    fate = tx.private(row[0])
    if fate:
        # It befalls one attempt only.
        tx.keep(row[0], {})
    copies, is_missigned = fate.get("copies", 1), fate.get("is_missigned", False)
    payload = payload_of(tx.get("event", row[0]))
    return Delivery(row[0], row[1], payload, copies, is_missigned)


def send(account: Account, delivery: Delivery) -> tuple[bool, str]:
    """Whether the shop took every copy, and what came back from the first that it did not take."""

    def post_copy(_number: int) -> tuple[bool, str]:
        return post_letter(account, delivery.payload, wrongly=delivery.is_missigned)

    if delivery.copies == 1:
        return post_copy(0)
    with ThreadPoolExecutor(delivery.copies) as pool:
        return min(pool.map(post_copy, range(delivery.copies)))


def post_letter(account: Account, payload: bytes, *, wrongly: bool = False) -> tuple[bool, str]:
    signature = signed(payload, account.webhook_secret, wrongly=wrongly)
    return post(account.webhook_url or "", payload, signature)


def put_back(
    tx: Transaction, account: Account, delivery: Delivery, *, accepted: bool, answer: str
) -> str:
    """Writes down the attempt and returns the new state."""
    pauses = account.retry_seconds
    state, due_at = "waiting", time.time()
    if accepted:
        state = "delivered"
    elif "hold" in account.event_modes.on():
        due_at = HELD
    elif delivery.attempts >= len(pauses):
        state = "given_up"
    else:
        due_at += pauses[delivery.attempts]
    tx.run(
        "UPDATE deliveries SET state = ?, attempts = attempts + 1, due_at = ?, answer = ?"
        " WHERE event_id = ?",
        (state, due_at, answer, delivery.event_id),
    )
    return state
