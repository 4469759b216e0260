"""A running Demo-Stripe for a test, and the hands of a customer on its hosted page."""

import http.client
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal
from urllib.parse import urlencode, urlsplit

from shop.demo.stripe.account import Account
from shop.demo.stripe.server import Server

Outcome = Literal["card", "decline", "sepa_debit", "paypal"]

_PATIENCE_SECONDS = 20.0


class RunningDemoStripe:
    """What a test needs of the server; the shop gets `url`, `secret_key`, `webhook_secret`."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self.url = server.url
        self.secret_key = server.account.secret_key
        self.webhook_secret = server.account.webhook_secret

    def send_webhooks_to(self, url: str | None) -> None:
        """From now on; events recorded before are not sent afterwards."""
        self._server.account.webhook_url = url

    def pay(self, session_url: str, outcome: Outcome = "card") -> str | None:
        """Presses one of the page's buttons; where it leads, or None if the page stays."""
        status, location, _ = fetch(session_url, {"choice": outcome})
        if status not in (200, 303):
            raise AssertionError(f"the hosted page answered {status}")
        return None if location is None or location.startswith("/c/pay/") else location

    def settle_debit(self, session_id: str, *, succeeds: bool) -> None:
        """The bank's decision on a SEPA direct debit, pressed in the dashboard."""
        outcome = "succeeds" if succeeds else "fails"
        status, _, _ = fetch(f"{self.url}/lastschrift/{session_id}", {"outcome": outcome})
        if status != 303:
            raise AssertionError(f"the dashboard answered {status}")

    def wait_for_webhooks(self) -> None:
        """Returns once every event was delivered or given up."""
        if not self._server.deliveries.wait_until_idle(_PATIENCE_SECONDS):
            raise AssertionError("webhooks are still under way")

    def advance_clock(self, seconds: int) -> None:
        """Moves the time on Demo-Stripe's objects, and with it the expiry of sessions."""
        self._server.account.clock.advance(seconds)


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
        try:
            yield RunningDemoStripe(server)
        finally:
            server.stop()


def fetch(url: str, form: dict[str, str] | None = None) -> tuple[int, str | None, str]:
    """One request as a browser without scripts makes it: status, Location, body."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=15)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    headers = {"Content-Type": "application/x-www-form-urlencoded"} if form is not None else {}
    body = urlencode(form) if form is not None else None
    try:
        connection.request("POST" if form is not None else "GET", target, body, headers)
        response = connection.getresponse()
        return response.status, response.getheader("Location"), response.read().decode()
    finally:
        connection.close()
