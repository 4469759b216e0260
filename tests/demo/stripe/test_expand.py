"""`expand[]` puts objects where ids were."""

import pytest
import stripe

from tests.demo.stripe.shop_side import session_params
from tests.make.demo_stripe import RunningDemoStripe


def test_lists_expand_their_entries(client: stripe.StripeClient, server: RunningDemoStripe) -> None:
    session = client.v1.checkout.sessions.create(session_params())
    server.pay(session.url or "")
    paths = ["data.payment_intent.latest_charge", "data.line_items"]
    found = client.v1.checkout.sessions.list({"expand": paths}).data[0]
    assert isinstance(found.payment_intent, stripe.PaymentIntent)
    assert isinstance(found.payment_intent.latest_charge, stripe.Charge)
    assert found.line_items is not None and len(found.line_items.data) == 2


def test_what_is_not_there_yet_stays_null(client: stripe.StripeClient) -> None:
    paths = ["payment_intent.latest_charge.balance_transaction"]
    params = session_params(expand=paths)
    assert client.v1.checkout.sessions.create(params).payment_intent is None


def test_an_unknown_path_is_refused(client: stripe.StripeClient) -> None:
    session = client.v1.checkout.sessions.create(session_params())
    for path in ("amount_total", "lines", "payment_intents.x", "a.b"):
        with pytest.raises(stripe.InvalidRequestError, match="expand"):
            client.v1.checkout.sessions.retrieve(session.id, {"expand": [path]})
    deep = ["payment_intent.latest_charge.payment_intent.latest_charge.balance_transaction"]
    with pytest.raises(stripe.InvalidRequestError, match="more than 4 levels"):
        client.v1.checkout.sessions.retrieve(session.id, {"expand": deep})
