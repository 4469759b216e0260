"""Sends events to the shop from background threads, again and again until it answers 2xx."""

import logging
import threading
import time
from dataclasses import replace

from shop.demo.stripe import event_queue, overdue
from shop.demo.stripe.account import Account
from shop.demo.stripe.delivery import Delivery, claim, claim_due, post_letter, put_back, send
from shop.demo.stripe.event_modes import HELD
from shop.demo.stripe.letters import payload_of
from shop.demo.stripe.store import Store

_log = logging.getLogger(__name__)
_SENDERS = 3
_IDLE_SECONDS = 1.0
_SENDING_SECONDS = 15.0
_UNDER_WAY = "state IN ('waiting', 'sending') AND due_at < ?"


class Deliveries:
    """The queue is the `deliveries` table, so it survives a restart; order is not promised."""

    def __init__(self, store: Store, account: Account) -> None:
        self._store = store
        self._account = account
        self._queued = threading.Condition()
        self._tried = threading.Condition()
        self._stopping = threading.Event()
        targets = [self._send_until_stopped] * _SENDERS + [self._catch_up_until_stopped]
        self._threads = [
            threading.Thread(target=target, name=f"demo-stripe-{n}", daemon=True)
            for n, target in enumerate(targets)
        ]

    def start(self) -> None:
        with self._store.transaction() as tx:
            tx.run("UPDATE deliveries SET state = 'waiting' WHERE state = 'sending'")
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        self._stopping.set()
        with self._queued:
            self._queued.notify_all()
        for thread in self._threads:
            thread.join()

    def wake(self) -> None:
        """Something was queued: one sender looks, and calls the next if there was something."""
        if self._account.webhook_url is not None:
            with self._queued:
                self._queued.notify()

    def send_now(self, event_id: str, *, copies: int = 1) -> str:
        """Sends an event in whatever state, and returns what came back; copies at the same time.

        Waits for another sender that has it. What the shop refuses is due again as always.
        """
        with self._store.transaction() as tx:
            event_queue.hold(tx, tx.get("event", event_id))
        with self._tried:
            claimed = self._tried.wait_for(lambda: self._claim_now(event_id), _SENDING_SECONDS)
        if claimed is None:
            raise TimeoutError(f"{event_id} is being sent")
        return self._send(replace(claimed, copies=max(copies, claimed.copies)))

    def send_wrongly_signed(self, event_id: str) -> str:
        """A letter beside the queue: what is to be sent is sent all the same."""
        with self._store.transaction() as tx:
            payload = payload_of(tx.get("event", event_id))
        return post_letter(self._account, payload, wrongly=True)[1]

    def wait_until_tried(self, event_id: str, seconds: float) -> None:
        """Returns once the event was sent once or will not be sent, or the time is up."""
        condition = f"event_id = ? AND attempts = 0 AND {_UNDER_WAY}"
        self._wait_until_none(condition, (event_id, HELD), seconds)

    def wait_until_idle(self, seconds: float) -> bool:
        """True once every event was delivered or given up, or is held."""
        return self._wait_until_none(_UNDER_WAY, (HELD,), seconds)

    def _wait_until_none(self, condition: str, values: tuple[object, ...], seconds: float) -> bool:
        def none_left() -> bool:
            with self._store.transaction() as tx:
                query = f"SELECT 1 FROM deliveries WHERE {condition} LIMIT 1"
                return tx.run(query, values).fetchone() is None

        with self._tried:
            return self._tried.wait_for(none_left, seconds)

    def _catch_up_until_stopped(self) -> None:
        while not self._stopping.wait(_IDLE_SECONDS):
            with self._store.transaction() as tx:
                overdue.catch_up(tx, self._account)
            self.wake()

    def _send_until_stopped(self) -> None:
        while not self._stopping.is_set():
            delivery = self._claim_due()
            if delivery is not None:
                self.wake()
                self._send(delivery)
            else:
                with self._queued:
                    if not self._stopping.is_set():
                        self._queued.wait(self._pause())

    def _claim_due(self) -> Delivery | None:
        if self._account.webhook_url is None:
            return None
        with self._store.transaction() as tx:
            return claim_due(tx)

    def _claim_now(self, event_id: str) -> Delivery | None:
        with self._store.transaction() as tx:
            return claim(tx, event_id)

    def _pause(self) -> float:
        """Until the next one is due, but not long."""
        if self._account.webhook_url is None:
            return _IDLE_SECONDS
        with self._store.transaction() as tx:
            query = "SELECT min(due_at) FROM deliveries WHERE state = 'waiting'"
            due_at = tx.run(query).fetchone()[0]
        if due_at is None:
            return _IDLE_SECONDS
        return float(min(max(due_at - time.time(), 0), _IDLE_SECONDS))

    def _send(self, delivery: Delivery) -> str:
        accepted, answer = send(self._account, delivery)
        with self._store.transaction() as tx:
            state = put_back(tx, self._account, delivery, accepted=accepted, answer=answer)
        _log.info("%s attempt %s: %s, %s", delivery.event_id, delivery.attempts + 1, answer, state)
        with self._tried:
            self._tried.notify_all()
        return answer
