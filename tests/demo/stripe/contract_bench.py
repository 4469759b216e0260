"""Makes one call of the contract and notes what the wire brought back."""

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import requests
import stripe

from tests.demo.stripe.response_checker import problems


class _Listening(stripe.RequestsClient):
    """Keeps the last answer as it came."""

    last: tuple[int, dict[str, Any]] = (0, {})

    def request(self, *args: Any, **options: Any) -> Any:
        answer, status, headers = super().request(*args, **options)
        self.last = (status, json.loads(answer))
        return answer, status, headers


@dataclass(frozen=True)
class Outcome:
    """What a caller depends on: the answer's kind and fields, or the refusal's names."""

    status: int
    kind: str | None = None
    code: str | None = None
    param: str | None = None
    fields: frozenset[str] = frozenset()
    # What the library's resource classes do not expect.
    problems: tuple[str, ...] = ()


@dataclass
class Bench:
    """A Stripe, real or not, on which every case is tried."""

    client: stripe.StripeClient
    _http: _Listening
    # Pays 22,70 € by card and returns the id of the payment intent.
    pay: Callable[[stripe.StripeClient], str]
    _session: requests.Session = field(repr=False)

    @classmethod
    def at(
        cls, address: str | None, key: str, pay: Callable[[stripe.StripeClient], str]
    ) -> "Bench":
        """`address` is None for Stripe itself."""
        session = requests.Session()
        session.trust_env = address is None
        http = _Listening(timeout=(5, 30), session=session)
        client = stripe.StripeClient(
            key,
            base_addresses={"api": address} if address else {},
            http_client=http,
            max_network_retries=0 if address else 2,
        )
        return cls(client, http, pay, session)

    def outcome(self, call: Callable[["Bench"], object]) -> Outcome:
        self._http.last = (0, {})
        with suppress(stripe.StripeError):
            call(self)
        status, body = self._http.last
        if status != 200:
            error = body.get("error", {})
            return Outcome(status, error.get("type"), error.get("code"), error.get("param"))
        return Outcome(
            status, body["object"], None, None, frozenset(_names(body)), tuple(problems(body))
        )

    def close(self) -> None:
        self._session.close()


def differences(case: str, demo: Outcome, real: Outcome) -> Iterator[dict[str, Any]]:
    """One line of the report for each thing in which Demo-Stripe is not like Stripe."""
    for name in ("status", "kind", "code", "param"):
        here, there = getattr(demo, name), getattr(real, name)
        if here != there:
            yield {"case": case, "what": name, "demo": here, "stripe": there}
    for what, names in (
        ("missing", real.fields - demo.fields),
        ("unknown", demo.fields - real.fields),
        ("unlike the library", frozenset(real.problems)),
    ):
        if names and demo.status == real.status:
            yield {"case": case, "what": what, "fields": sorted(names)}


def _names(value: Any, path: str = "") -> Iterator[str]:
    """Paths of all fields; of a list its first entry speaks for all, metadata is the caller's."""
    if isinstance(value, list):
        yield from _names(value[0], f"{path}[]") if value else ()
    for name, inner in value.items() if isinstance(value, dict) else ():
        here = f"{path}.{name}" if path else name
        yield here
        if name != "metadata":
            yield from _names(inner, here)
