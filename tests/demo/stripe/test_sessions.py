"""Create, retrieve and expire a Checkout Session."""

from typing import Any

import pytest
import stripe
from stripe import checkout

from tests.demo.stripe.response_checker import fields
from tests.demo.stripe.shop_side import line, session_params
from tests.make.demo_stripe import RunningDemoStripe


def test_a_new_session_is_open_unpaid_and_has_a_page(
    client: stripe.StripeClient, server: RunningDemoStripe
) -> None:
    session = client.v1.checkout.sessions.create(session_params())
    assert (session.status, session.payment_status) == ("open", "unpaid")
    assert session.url == f"{server.url}/c/pay/{session.id}"
    assert session.payment_intent is None
    assert session.id.startswith("cs_test_")
    assert session.livemode is False


def test_the_total_is_the_sum_of_the_lines_to_the_cent(client: stripe.StripeClient) -> None:
    session = client.v1.checkout.sessions.create(session_params())
    assert (session.amount_total, session.currency) == (2 * 890 + 490, "eur")


def test_a_session_comes_back_as_it_was_created(client: stripe.StripeClient) -> None:
    params = session_params()
    created = client.v1.checkout.sessions.create(params)
    found = client.v1.checkout.sessions.retrieve(created.id)
    assert found.to_dict() == created.to_dict()
    assert found.client_reference_id == "SK-1001"
    assert found.metadata is not None and found.metadata["attempt"] == "1"
    assert found.expires_at == params["expires_at"]


def test_a_session_carries_every_field_the_library_knows(client: stripe.StripeClient) -> None:
    # line_items comes by expanding only; presentment_details only with adaptive pricing.
    session = client.v1.checkout.sessions.create(session_params())
    absent = fields(checkout.Session).keys() - session.to_dict().keys()
    assert absent == {"line_items", "presentment_details"}


def test_the_lines_can_be_listed_and_expanded(client: stripe.StripeClient) -> None:
    session = client.v1.checkout.sessions.create(session_params(), {"idempotency_key": "a"})
    lines = client.v1.checkout.sessions.line_items.list(session.id)
    assert [(x.description, x.quantity, x.amount_total) for x in lines.data] == [
        ("Kaffee Demo, 250 g", 2, 1780),
        ("Versand", 1, 490),
    ]
    found = client.v1.checkout.sessions.retrieve(session.id, {"expand": ["line_items"]})
    assert found.line_items is not None
    assert [x.id for x in found.line_items.data] == [x.id for x in lines.data]


def test_a_hundred_lines_are_paged_in_their_order(client: stripe.StripeClient) -> None:
    items: Any = [line(f"Kaffee {number}", 100) for number in range(100)]
    session = client.v1.checkout.sessions.create(session_params(line_items=items))
    first = client.v1.checkout.sessions.line_items.list(session.id, {"limit": 30})
    assert len(first.data) == 30 and first.has_more
    names = [x.description for x in first.auto_paging_iter()]
    assert names == [f"Kaffee {number}" for number in range(100)]


def test_an_expired_session_has_no_page_and_says_so_in_an_event(
    client: stripe.StripeClient,
) -> None:
    session = client.v1.checkout.sessions.create(session_params())
    expired = client.v1.checkout.sessions.expire(session.id)
    assert (expired.status, expired.url) == ("expired", None)
    events = client.v1.events.list({"type": "checkout.session.expired"})
    assert [event.data.object["id"] for event in events.data] == [session.id]


def test_an_expired_session_cannot_be_expired_again(client: stripe.StripeClient) -> None:
    session = client.v1.checkout.sessions.create(session_params())
    client.v1.checkout.sessions.expire(session.id)
    with pytest.raises(stripe.InvalidRequestError, match="status of `expired`"):
        client.v1.checkout.sessions.expire(session.id)


def test_a_paid_session_cannot_be_expired(
    client: stripe.StripeClient, server: RunningDemoStripe
) -> None:
    session = client.v1.checkout.sessions.create(session_params())
    server.pay(session.url or "")
    with pytest.raises(stripe.InvalidRequestError, match="status of `complete`"):
        client.v1.checkout.sessions.expire(session.id)
    assert client.v1.checkout.sessions.retrieve(session.id).payment_status == "paid"


def test_a_session_expires_by_itself_when_its_time_is_up(
    client: stripe.StripeClient, server: RunningDemoStripe
) -> None:
    session = client.v1.checkout.sessions.create(session_params())
    server.advance_clock(39 * 60)
    assert client.v1.checkout.sessions.retrieve(session.id).status == "open"
    server.advance_clock(61)
    assert client.v1.checkout.sessions.retrieve(session.id).status == "expired"
    assert len(client.v1.events.list({"type": "checkout.session.expired"}).data) == 1


def test_an_unknown_session_is_named_as_missing(client: stripe.StripeClient) -> None:
    with pytest.raises(stripe.InvalidRequestError) as refused:
        client.v1.checkout.sessions.retrieve("cs_test_unknown")
    assert (refused.value.http_status, refused.value.code) == (404, "resource_missing")
    assert refused.value.param == "session"
