"""Demo-Stripe as one thing to start and stop, on loopback only."""

from collections.abc import Iterable
from pathlib import Path

from shop.demo.stripe import idempotency
from shop.demo.stripe.account import Account
from shop.demo.stripe.app import create_app
from shop.demo.stripe.deliveries import Deliveries
from shop.demo.stripe.history import add_history
from shop.demo.stripe.http_server import HttpServer
from shop.demo.stripe.machine import Machine
from shop.demo.stripe.past_payment import PastPayment
from shop.demo.stripe.store import Store


class Server:
    """Serves from construction to `stop()`; port 0 takes a free one. Writes `account.base_url`."""

    def __init__(
        self,
        account: Account,
        store_path: Path,
        port: int = 0,
        past: Iterable[PastPayment] = (),
    ) -> None:
        self.account = account
        self.store = Store(store_path)
        with self.store.transaction() as tx:
            idempotency.abandon_unfinished(tx)
            add_history(tx, account, past)
        self.deliveries = Deliveries(self.store, account)
        self._machine = Machine(account, self.store, self.deliveries)
        self._http = HttpServer(port, create_app(self._machine))
        account.base_url = self._http.url
        self.deliveries.start()
        self._http.start()

    @property
    def url(self) -> str:
        return self.account.base_url

    def stop(self) -> None:
        """Ends listening, finishes what is being sent, closes the store."""
        self._machine.faults.clear()
        self._http.stop()
        self.deliveries.stop()
        self.store.close()
