"""A running Demo-Stripe for a test, in threads of its process, with all the hands on it."""

import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from shop.demo.stripe.account import Account
from shop.demo.stripe.server import Server
from tests.make.demo_stripe_hands import DemoStripeHands, Document, Outcome, fetch

__all__ = ["Outcome", "RunningDemoStripe", "fetch", "running_demo_stripe"]


class RunningDemoStripe(DemoStripeHands):
    """What a test needs of the server; the shop gets `url`, `secret_key`, `webhook_secret`."""

    def __init__(self, server: Server) -> None:
        super().__init__(server.url)
        self._server = server
        self.secret_key = server.account.secret_key
        self.webhook_secret = server.account.webhook_secret

    def kept(self, kind: str, since: int = 0) -> list[Document]:
        """What it knows of a kind ("charge"), oldest first, read past the API and its faults."""
        with self._server.store.transaction() as tx:
            condition = "json_extract(body, '$.created') >= ? ORDER BY position"
            return tx.find(kind, condition, (since,))


@contextmanager
def running_demo_stripe(
    webhook_url: str | None = None,
    *,
    store: Path | None = None,
    port: int = 0,
    retry_seconds: tuple[float, ...] = (0.05, 0.1, 0.2),
    redirect_wait_seconds: float = 5,
) -> Iterator[RunningDemoStripe]:
    """A server on a free port of 127.0.0.1, in threads of this process, until the block ends.

    With the same `store` file (and `port`), a second one continues where the first ended.
    """
    account = Account(
        secret_key=f"sk_test_{secrets.token_hex(12)}",
        webhook_secret=f"whsec_{secrets.token_hex(16)}",
        webhook_url=webhook_url,
        retry_seconds=retry_seconds,
        redirect_wait_seconds=redirect_wait_seconds,
    )
    with tempfile.TemporaryDirectory() as folder:
        server = Server(account, store or Path(folder) / "demo-stripe.sqlite", port)
        running = RunningDemoStripe(server)
        try:
            yield running
        finally:
            running.disconnect()
            server.stop()
