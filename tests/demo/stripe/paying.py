"""Payments to start from, and the hands of those who act behind the API: bank, Dashboard, time."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import stripe

from shop.demo.stripe.account import Account
from shop.demo.stripe.store import Transaction
from tests.demo.stripe.shop_side import session_params
from tests.make.demo_stripe import Outcome, RunningDemoStripe


def paid(
    client: stripe.StripeClient,
    server: RunningDemoStripe,
    outcome: Outcome = "card",
    **changes: Any,
) -> stripe.PaymentIntent:
    """The intent of a session over 22,70 € that was paid just now."""
    params = session_params(allowed_payment_method_types=None, **changes)
    session = client.v1.checkout.sessions.create(params)
    server.pay(session.url or "", outcome)
    if outcome == "sepa_debit":
        server.settle_debit(session.id, succeeds=True)
    found = client.v1.checkout.sessions.retrieve(session.id, {"expand": ["payment_intent"]})
    assert isinstance(found.payment_intent, stripe.PaymentIntent)
    return found.payment_intent


def charge_of(client: stripe.StripeClient, intent: stripe.PaymentIntent) -> stripe.Charge:
    """As it is now."""
    assert isinstance(intent.latest_charge, str)
    return client.v1.charges.retrieve(intent.latest_charge)


def lines_of(client: stripe.StripeClient, source: str) -> list[tuple[str, str, int, int]]:
    """What an object has moved on the balance, oldest first: type, category, amount, fee."""
    found = client.v1.balance_transactions.list({"source": source, "limit": 100}).data
    return [(x.type, x.reporting_category, x.amount, x.fee) for x in reversed(found)]


def event_types(client: stripe.StripeClient, pattern: str = "*") -> list[str]:
    """Oldest first."""
    found = client.v1.events.list({"type": pattern, "limit": 100}).data
    return [event.type for event in reversed(found)]


def account_of(server: RunningDemoStripe) -> Account:
    return server._server.account


@contextmanager
def inside(server: RunningDemoStripe) -> Iterator[tuple[Transaction, Account]]:
    """What happens to money elsewhere than at the API."""
    with server._server.store.transaction() as tx:
        yield tx, server._server.account
