"""The shop as Demo-Stripe sees it: what it sends, and an address that receives events."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from stripe.params.checkout import SessionCreateParams


def session_params(**changes: Any) -> SessionCreateParams:
    """What the shop sends for two bags and the shipping: 22,70 €."""
    params: dict[str, Any] = {
        "mode": "payment",
        "line_items": [line("Kaffee Demo, 250 g", 890, 2), line("Versand", 490)],
        "client_reference_id": "SK-1001",
        "metadata": {"order": "1001", "attempt": "1"},
        "payment_intent_data": {
            "metadata": {"order": "1001", "attempt": "1"},
            "shipping": {
                "name": "Ada Beispiel",
                "address": {
                    "line1": "Musterweg 1",
                    "postal_code": "12555",
                    "city": "Berlin",
                    "country": "DE",
                },
            },
        },
        "customer_email": "ada@example.org",
        "customer_creation": "if_required",
        "locale": "de",
        "expires_at": int(time.time()) + 40 * 60,
        "automatic_tax": {"enabled": False},
        "adaptive_pricing": {"enabled": False},
        "allowed_payment_method_types": ["card", "sepa_debit"],
        "submit_type": "pay",
        "success_url": "http://127.0.0.1:8000/bestellung/tk?sitzung={CHECKOUT_SESSION_ID}",
        "cancel_url": "http://127.0.0.1:8000/bestellung/tk",
        "custom_text": {"submit": {"message": "Ihre Bestellung ist schon eingegangen."}},
    }
    for name, value in changes.items():
        if value is None:
            params.pop(name, None)
        else:
            params[name] = value
    return params  # type: ignore[return-value]  # wrong parameters are what some tests send


def line(name: str, unit_amount: int, quantity: int = 1) -> dict[str, Any]:
    product = {"name": name}
    price = {"currency": "eur", "unit_amount": unit_amount, "product_data": product}
    return {"price_data": price, "quantity": quantity}


class Receiver:
    """Keeps what arrived; answers with `statuses` in turn, then with 200."""

    def __init__(self, statuses: list[int]) -> None:
        self.url = ""
        self.received: list[tuple[bytes, str]] = []
        self._statuses = statuses
        self._changed = threading.Condition()
        self._may_answer = threading.Event()
        self._may_answer.set()

    def answer(self, payload: bytes, signature: str) -> int:
        with self._changed:
            self.received.append((payload, signature))
            self._changed.notify_all()
        self._may_answer.wait(10)
        with self._changed:
            return self._statuses.pop(0) if self._statuses else 200

    def hold_back(self) -> None:
        """Take events, but do not answer until `let_go()`."""
        self._may_answer.clear()

    def let_go(self) -> None:
        self._may_answer.set()

    def types(self) -> list[str]:
        return [json.loads(payload)["type"] for payload, _ in self.received]

    def wait_for_number(self, number: int) -> None:
        with self._changed:
            assert self._changed.wait_for(lambda: len(self.received) >= number, 10)

    def wait_for(self, kind: str) -> None:
        with self._changed:
            assert self._changed.wait_for(lambda: kind in self.types(), 10), f"no {kind} came"


@contextmanager
def webhook_receiver(statuses: list[int] | None = None) -> Iterator[Receiver]:
    receiver = Receiver(list(statuses or []))

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            payload = self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(receiver.answer(payload, self.headers["Stripe-Signature"]))
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: Any) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    receiver.url = f"http://127.0.0.1:{server.server_port}/stripe/ereignisse"
    try:
        yield receiver
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
