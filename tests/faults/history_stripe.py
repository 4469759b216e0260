"""Demo-Stripe without a socket: the real server and the real client, in one process."""

import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import stripe

from shop.clock import now
from shop.demo.stripe import event_queue
from shop.demo.stripe.account import Account
from shop.demo.stripe.answering import catch_up
from shop.demo.stripe.app import create_app
from shop.demo.stripe.clock import Clock
from shop.demo.stripe.deliveries import Deliveries
from shop.demo.stripe.http_server import HANG_UP
from shop.demo.stripe.letters import payload_of, signed
from shop.demo.stripe.machine import Machine
from shop.demo.stripe.store import Document, Store
from tests.faults.history_call import call

WEBHOOK_SECRET = "whsec_history"
_TABLES = ("deliveries", "idempotency_keys", "objects")


class ClockOfTheShop(Clock):
    """Both sides of a history live in the same time."""

    def now(self) -> int:
        return int(now().timestamp())


class WsgiClient(stripe.HTTPClient):
    """The library's way to a server that is an object in this process."""

    name = "wsgi"

    def __init__(self, machine: Machine) -> None:
        super().__init__()
        self._app = create_app(machine)

    def request(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str] | None,
        post_data: Any = None,
        **_: Any,
    ) -> tuple[str, int, Mapping[str, str]]:
        parts = urlsplit(url)
        cut: list[bool] = []
        more = {HANG_UP: lambda: cut.append(True)}
        body = (post_data or "").encode()
        target = f"{parts.path}?{parts.query}"
        status, answered, content = call(self._app, method, target, headers or {}, body, more)
        if cut:
            raise stripe.APIConnectionError("hung up")  # type: ignore[no-untyped-call]
        return content.decode(), status, answered


class HistoryStripe:
    """One account at one Demo-Stripe; `forget()` between two histories."""

    def __init__(self) -> None:
        self.account = Account(
            secret_key="sk_test_history",
            webhook_secret=WEBHOOK_SECRET,
            # Nobody is there: a history delivers by itself.
            webhook_url="http://127.0.0.1:9",
            clock=ClockOfTheShop(),
            redirect_wait_seconds=0,
        )
        self.store = Store(Path(":memory:"))
        # Never started: there are no threads.
        self._machine = Machine(self.account, self.store, Deliveries(self.store, self.account))
        self.faults = self._machine.faults
        self.client = stripe.StripeClient(
            self.account.secret_key,
            base_addresses={"api": self.account.base_url},
            max_network_retries=0,
            http_client=WsgiClient(self._machine),
        )

    def forget(self) -> None:
        self.faults.clear()
        self.account.next_refund = "succeeded"
        self.account.balance_delay_seconds = 0
        with self.store.transaction() as tx:
            for table in _TABLES:
                tx.run(f"DELETE FROM {table}")

    def copy(self) -> sqlite3.Connection:
        """All it knows, in another database."""
        made = sqlite3.connect(":memory:")
        self.store._connection.backup(made)
        return made

    def become(self, copy: sqlite3.Connection) -> None:
        """It knows what it knew when this copy was made."""
        copy.backup(self.store._connection)

    def catch_up(self) -> None:
        """What is due by the clock happens."""
        catch_up(self._machine)

    def all(self, kind: str) -> list[Document]:
        """Every object of a kind, oldest first."""
        with self.store.transaction() as tx:
            return tx.find(kind, "1 ORDER BY position")

    def waiting(self, order: event_queue.Order = "oldest", seed: int = 0) -> list[str]:
        """Ids of the events that were neither taken nor lost."""
        with self.store.transaction() as tx:
            return event_queue.open_ids(tx, order, seed)

    def letter(self, event_id: str) -> tuple[bytes, str]:
        """An event as it is posted now: body and signature."""
        with self.store.transaction() as tx:
            payload = payload_of(tx.get("event", event_id))
        return payload, signed(payload, self.account.webhook_secret)

    def taken(self, event_id: str) -> None:
        """The shop answered 200."""
        with self.store.transaction() as tx:
            tx.run("UPDATE deliveries SET state = 'delivered' WHERE event_id = ?", (event_id,))

    def lose(self, event_id: str, *, unnoticed: bool) -> None:
        """It never arrives; unnoticed: Stripe does not even know."""
        end = event_queue.swallow if unnoticed else event_queue.lose
        with self.store.transaction() as tx:
            end(tx, event_id)
