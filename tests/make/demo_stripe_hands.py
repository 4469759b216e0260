"""Hands on a running Demo-Stripe, wherever it runs: they reach it by HTTP only.

As a customer on its hosted page, as the bank, as a person at the Dashboard, as the network.
"""

import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from typing import Any, Literal, TypeAlias
from urllib.parse import urlencode, urlsplit

from shop.demo.stripe.account import NextRefund
from shop.demo.stripe.event_modes import Mode
from shop.demo.stripe.event_queue import Order, QueuedEvent
from shop.demo.stripe.faults import Kind
from shop.demo.stripe.payments import Method
from shop.demo.stripe.refunds import End
from shop.demo.stripe.reviews import ClosedReason

Outcome = Literal["card", "card_3ds", "decline", "sepa_debit", "paypal"]
Document: TypeAlias = dict[str, Any]

# Longer than a release of many held events takes.
_TIMEOUT_SECONDS = 120
_PATIENCE_SECONDS = 20.0


class ControlRefused(AssertionError):
    """The control interface said no; the sentence is its own."""


@dataclass(frozen=True)
class Sent:
    """`answer` is what the shop said, "HTTP 200", or None if nothing was sent."""

    id: str
    answer: str | None


class DemoStripeHands:
    """One connection per thread is kept: histories make many short calls."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._kept = threading.local()
        self._connections: list[HTTPConnection] = []

    # The customer, and the bank

    def pay(self, session_url: str, outcome: Outcome = "card") -> str | None:
        """Goes through the hosted page; where it leads, or None if the session stays open.

        With `card_3ds` and `paypal` the customer says yes on the second page, too.
        """
        location = self._press(session_url, outcome)
        if location is not None and location.startswith(f"{urlsplit(session_url).path}/"):
            location = self._press(f"{self.url}{location}", "yes")
        return None if location is None or location.startswith("/c/pay/") else location

    def refuse(self, session_url: str, outcome: Literal["card_3ds", "paypal"]) -> None:
        """Says no on the second page, of the bank or of PayPal; the session stays open."""
        location = self._press(session_url, outcome)
        self._press(f"{self.url}{location}", "no")

    def _press(self, url: str, choice: str) -> str | None:
        status, location, _ = fetch(url, {"choice": choice})
        if status not in (200, 303):
            raise AssertionError(f"the hosted page answered {status}")
        return location

    def pay_session(self, session_id: str, method: Method = "card") -> Document:
        """Without the hosted page, and without waiting until the shop has heard of it."""
        return self._post(f"zahlungen/{session_id}/bezahlen", method=method)

    def settle_debit(self, session_id: str, *, succeeds: bool) -> None:
        """The bank's decision on a SEPA direct debit."""
        self._post(f"zahlungen/{session_id}/lastschrift", succeeds=succeeds)

    def lose_payment(self, session_id: str) -> Document:
        """The bank takes a debit back that had succeeded."""
        return self._post(f"zahlungen/{session_id}/verlust")

    def pay_again(self, session_id: str) -> Document:
        """A second, paid session for the same order; returns it."""
        return self._post(f"zahlungen/{session_id}/noch-einmal")

    # The Dashboard, and what befalls money

    def dashboard_refund(self, payment_intent: str, amount: int | None = None) -> Document:
        """In cents, all that is left by default; returns the refund."""
        return self._post("erstattungen", payment_intent=payment_intent, amount=amount)

    def end_refund(
        self, refund_id: str, status: End, failure_reason: str | None = None
    ) -> Document:
        return self._post(f"erstattungen/{refund_id}", status=status, failure_reason=failure_reason)

    def next_refund(self, becomes: NextRefund) -> None:
        """What becomes of every refund from now on."""
        self._post("erstattungen/naechste", next_refund=becomes)

    def dispute(
        self, payment_intent: str, reason: str = "fraudulent", amount: int | None = None
    ) -> Document:
        """Opened, and the funds withdrawn."""
        return self._post(
            "einsprueche", payment_intent=payment_intent, reason=reason, amount=amount
        )

    def close_dispute(self, dispute_id: str, status: Literal["won", "lost"]) -> Document:
        return self._post(f"einsprueche/{dispute_id}", status=status)

    def fraud_warning(self, payment_intent: str) -> Document:
        return self._post("warnungen", payment_intent=payment_intent)

    def review(self, payment_intent: str) -> Document:
        return self._post("pruefungen", payment_intent=payment_intent)

    def close_review(self, review_id: str, reason: ClosedReason = "approved") -> Document:
        return self._post(f"pruefungen/{review_id}", reason=reason)

    def payout_run(self, *, fails: bool = False) -> Document | None:
        """The payout of everything available; None if that was nothing."""
        payout: Document | None = self._ask("POST", "auszahlungen", {"fails": fails})
        return payout

    def take_fee(self, cents: int) -> Document:
        """A fee of no payment."""
        return self._post("gebuehren", amount=cents)

    def adjust(self, cents: int) -> Document:
        """A correction of no payment, signed."""
        return self._post("korrekturen", amount=cents)

    def account(
        self,
        *,
        fee_bp: int | None = None,
        fee_cents: int | None = None,
        balance_delay_seconds: int | None = None,
        next_refund: NextRefund | None = None,
    ) -> Document:
        """Changes what is given; returns all settings."""
        return self._post(
            "konto",
            fee_bp=fee_bp,
            fee_cents=fee_cents,
            balance_delay_seconds=balance_delay_seconds,
            next_refund=next_refund,
        )

    def advance_clock(self, seconds: int) -> int:
        """Moves the time on Demo-Stripe's objects, and with it the expiry of sessions."""
        return int(self._post("uhr", advance=seconds)["now"])

    def reset_clock(self) -> int:
        """To the real time again."""
        return int(self._post("uhr", reset=True)["now"])

    # The network, on the way to Stripe

    def fail_next(
        self,
        kind: Kind,
        call: str = "*",
        *,
        times: int | None = None,
        skip: int = 0,
        share: float = 1.0,
        seed: int = 0,
        seconds: float = 1.0,
    ) -> None:
        """`call` is "POST /v1/refunds", "GET /v1/charges/*" or "*". Once, or without end for a
        `share` below 1; `times=0` is without end, too; `skip` matching calls go well before."""
        wanted = {"kind": kind, "call": call, "times": times, "skip": skip}
        self._post("fehler", **wanted, share=share, seed=seed, seconds=seconds)

    def clear_faults(self) -> None:
        """Forgets the calls, too."""
        self._ask("DELETE", "fehler")

    def faults_met(self) -> int:
        """How many calls had a fault since the faults were cleared."""
        return int(self._ask("GET", "fehler")["met"])

    def calls(self) -> list[str]:
        """Calls of the API since the faults were cleared, oldest first: "POST /v1/refunds"."""
        return list(self._ask("GET", "aufrufe")["calls"])

    # The network, on the way to the shop

    def send_webhooks_to(self, url: str | None) -> None:
        """From now on; events recorded before are not sent afterwards, unless they were held."""
        self._ask("POST", "konto", {"webhook_url": url or ""})

    def events_go(
        self, mode: Mode, *, share: float = 1.0, seed: int = 0, seconds: float = 1.0
    ) -> None:
        """What befalls events from now on; modes add up. `seconds` for delay and reorder."""
        self._post("ereignisse", mode=mode, share=share, seed=seed, seconds=seconds)

    def events_go_normally(self) -> None:
        """Ends all modes; what is held stays so until it is released."""
        self._post("ereignisse", mode="normal")

    def hold_events(self, *, share: float = 1.0, seed: int = 0) -> None:
        """From now on they are queued (even if there is no address) and sent by hand only."""
        self.events_go("hold", share=share, seed=seed)

    def lose_events(self, *, share: float = 1.0, seed: int = 0) -> None:
        """From now on they never arrive; Stripe lists them as undelivered."""
        self.events_go("lose", share=share, seed=seed)

    def queued_events(self, *, only_open: bool = True) -> list[QueuedEvent]:
        """Oldest first: those that may still be sent, or the newest 500 of all."""
        found = self._ask("GET", f"ereignisse?offen={int(only_open)}")["events"]
        return [QueuedEvent(**event) for event in found]

    def release_events(
        self, *, order: Order = "oldest", seed: int = 0, copies: int = 1
    ) -> list[Sent]:
        """Sends all that are open, one after the other; returns once the shop answered the last.

        Copies of one event arrive at the same time.
        """
        sent = self._post("ereignisse/alle", order=order, seed=seed, copies=copies)
        return [Sent(**event) for event in sent["events"]]

    def lose_queued_events(self) -> None:
        self._post("ereignisse/alle", do="lose")

    def swallow_queued_events(self) -> None:
        """They count as delivered: for a test that delivered them itself, or for worse."""
        self._post("ereignisse/alle", do="swallow")

    def send_event(
        self,
        event_id: str,
        how: Literal["send", "replay", "duplicate", "missign", "lose", "swallow"] = "send",
    ) -> Sent:
        return Sent(**self._post(f"ereignisse/{event_id}", do=how))

    def letter(self, event_id: str) -> tuple[bytes, str]:
        """Payload and signature header, to be posted by the test itself."""
        found = self._ask("GET", f"ereignisse/{event_id}/brief")
        return found["payload"].encode(), found["signature"]

    def wait_for_webhooks(self) -> None:
        """Returns once every event was delivered or given up, or is held."""
        if not self._post("ereignisse/ruhe", seconds=_PATIENCE_SECONDS)["quiet"]:
            raise AssertionError("webhooks are still under way")

    def _post(self, place: str, **fields: Any) -> Document:
        given = {name: value for name, value in fields.items() if value is not None}
        return dict(self._ask("POST", place, given))

    def _ask(self, method: str, place: str, fields: Mapping[str, Any] | None = None) -> Any:
        body = None if fields is None else json.dumps(fields)
        headers = {"Content-Type": "application/json"} if body else {}
        connection = self._connection()
        try:
            connection.request(method, f"/steuerung/{place}", body, headers)
            response = connection.getresponse()
            answer = json.loads(response.read())
        except (OSError, HTTPException):
            connection.close()
            raise
        if response.status != 200:
            raise ControlRefused(f"{response.status}: {answer['error']}")
        return answer

    def _connection(self) -> HTTPConnection:
        if not hasattr(self._kept, "connection"):
            netloc = urlsplit(self.url).netloc
            self._kept.connection = HTTPConnection(netloc, timeout=_TIMEOUT_SECONDS)
            self._connections.append(self._kept.connection)
        found: HTTPConnection = self._kept.connection
        return found

    def disconnect(self) -> None:
        for connection in self._connections:
            connection.close()


def fetch(url: str, form: dict[str, str] | None = None) -> tuple[int, str | None, str]:
    """One request as a browser without scripts makes it: status, Location, body."""
    parts = urlsplit(url)
    connection = HTTPConnection(parts.hostname or "", parts.port, timeout=15)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    headers = {"Content-Type": "application/x-www-form-urlencoded"} if form is not None else {}
    body = urlencode(form) if form is not None else None
    try:
        connection.request("POST" if form is not None else "GET", target, body, headers)
        response = connection.getresponse()
        return response.status, response.getheader("Location"), response.read().decode()
    finally:
        connection.close()
