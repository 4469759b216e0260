"""Sends events to the shop from background threads, again and again until it answers 2xx."""

import json
import logging
import threading
import time
from dataclasses import dataclass

from shop.demo.stripe import overdue
from shop.demo.stripe.account import Account
from shop.demo.stripe.post import post
from shop.demo.stripe.signature import signature_header
from shop.demo.stripe.store import Store

_log = logging.getLogger(__name__)
_SENDERS = 3
_IDLE_SECONDS = 1.0


@dataclass(frozen=True)
class Delivery:
    event_id: str
    attempts: int
    payload: bytes


class Deliveries:
    """The queue is the `deliveries` table, so it survives a restart; order is not promised."""

    def __init__(self, store: Store, account: Account) -> None:
        self._store = store
        self._account = account
        self._changed = threading.Condition()
        self._stopping = False
        self._threads = [
            threading.Thread(target=self._send_until_stopped, name=f"demo-stripe-{n}", daemon=True)
            for n in range(_SENDERS)
        ]

    def start(self) -> None:
        with self._store.transaction() as tx:
            tx.run("UPDATE deliveries SET state = 'waiting' WHERE state = 'sending'")
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        self._stopping = True
        self.wake()
        for thread in self._threads:
            thread.join()

    def wake(self) -> None:
        """Something was queued, or was tried: whoever waits looks again."""
        with self._changed:
            self._changed.notify_all()

    def wait_until_tried(self, event_id: str, seconds: float) -> None:
        """Returns once the event was sent once, whatever came of it, or the time is up."""
        self._wait_until_none("event_id = ? AND attempts = 0", event_id, seconds)

    def wait_until_idle(self, seconds: float) -> bool:
        """True once every event was delivered or given up."""
        return self._wait_until_none("state IN ('waiting', 'sending') AND ?", "1", seconds)

    def _wait_until_none(self, condition: str, value: str, seconds: float) -> bool:
        def none_left() -> bool:
            with self._store.transaction() as tx:
                query = f"SELECT 1 FROM deliveries WHERE {condition} LIMIT 1"
                return tx.run(query, (value,)).fetchone() is None

        with self._changed:
            return self._changed.wait_for(none_left, seconds)

    def _send_until_stopped(self) -> None:
        while not self._stopping:
            self._catch_up()
            delivery = self._claim()
            if delivery is None:
                with self._changed:
                    if not self._stopping:
                        self._changed.wait(self._pause())
            else:
                self._send(delivery)
                self.wake()

    def _catch_up(self) -> None:
        with self._store.transaction() as tx:
            overdue.catch_up(tx, self._account)

    def _claim(self) -> Delivery | None:
        if self._account.webhook_url is None:
            return None
        with self._store.transaction() as tx:
            row = tx.run(
                "UPDATE deliveries SET state = 'sending' WHERE event_id ="
                " (SELECT event_id FROM deliveries WHERE state = 'waiting' AND due_at <= ?"
                " ORDER BY due_at, rowid LIMIT 1) RETURNING event_id, attempts",
                (time.time(),),
            ).fetchone()
            if row is None:
                return None
            event = tx.get("event", row[0])
        return Delivery(row[0], row[1], json.dumps(event).encode())

    def _pause(self) -> float:
        """Until the next one is due, but not long: sessions expire meanwhile."""
        with self._store.transaction() as tx:
            query = "SELECT min(due_at) FROM deliveries WHERE state = 'waiting'"
            due_at = tx.run(query).fetchone()[0]
        if due_at is None or self._account.webhook_url is None:
            return _IDLE_SECONDS
        return float(min(max(due_at - time.time(), 0), _IDLE_SECONDS))

    def _send(self, delivery: Delivery) -> None:
        secret = self._account.webhook_secret
        header = signature_header(delivery.payload, secret, int(time.time()))
        accepted, answer = post(self._account.webhook_url or "", delivery.payload, header)
        state, pause = self._next(accepted, delivery.attempts)
        with self._store.transaction() as tx:
            tx.run(
                "UPDATE deliveries SET state = ?, attempts = attempts + 1, due_at = ?, answer = ?"
                " WHERE event_id = ?",
                (state, time.time() + pause, answer, delivery.event_id),
            )
        _log.info("%s attempt %s: %s, %s", delivery.event_id, delivery.attempts + 1, answer, state)

    def _next(self, accepted: bool, attempts_before: int) -> tuple[str, float]:
        pauses = self._account.retry_seconds
        if accepted:
            return "delivered", 0
        if attempts_before >= len(pauses):
            return "given_up", 0
        return "waiting", pauses[attempts_before]
