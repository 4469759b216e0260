"""Demo-Stripe as one thing to start and stop, on loopback only."""

import logging
import threading
from pathlib import Path
from urllib.parse import urlsplit

from werkzeug.serving import WSGIRequestHandler, make_server

from shop.demo.stripe import idempotency
from shop.demo.stripe.account import Account
from shop.demo.stripe.app import create_app
from shop.demo.stripe.deliveries import Deliveries
from shop.demo.stripe.machine import Machine
from shop.demo.stripe.store import Store

_HOST = "127.0.0.1"
_log = logging.getLogger(__name__)


class _Handler(WSGIRequestHandler):
    """Logs no query string: it may carry a customer's address."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        _log.info("%s %s %s", self.command, urlsplit(self.path).path, code)


class Server:
    """Serves from construction to `stop()`; port 0 takes a free one. Writes `account.base_url`."""

    def __init__(self, account: Account, store_path: Path, port: int = 0) -> None:
        self.account = account
        self._store = Store(store_path)
        with self._store.transaction() as tx:
            idempotency.abandon_unfinished(tx)
        self.deliveries = Deliveries(self._store, account)
        app = create_app(Machine(account, self._store, self.deliveries))
        self._http = make_server(_HOST, port, app, threaded=True, request_handler=_Handler)
        account.base_url = f"http://{_HOST}:{self._http.server_port}"
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True)
        self.deliveries.start()
        self._thread.start()

    @property
    def url(self) -> str:
        return self.account.base_url

    def stop(self) -> None:
        """Ends listening, finishes what is being sent, closes the store."""
        self._http.shutdown()
        self._thread.join()
        self._http.server_close()
        self.deliveries.stop()
        self._store.close()
