"""Events: what they carry and how they are listed."""

import stripe

from shop.demo.stripe.account import API_VERSION
from tests.demo.stripe.connection import connected
from tests.demo.stripe.paying import account_of
from tests.demo.stripe.shop_side import session_params, webhook_receiver
from tests.make.demo_stripe import RunningDemoStripe, running_demo_stripe


def test_an_event_keeps_the_object_as_it_was_then(
    client: stripe.StripeClient, server: RunningDemoStripe
) -> None:
    session = client.v1.checkout.sessions.create(session_params())
    server.pay(session.url or "", "sepa_debit")
    server.settle_debit(session.id, succeeds=True)
    completed = client.v1.events.list({"type": "checkout.session.completed"}).data[0]
    assert completed.data.object["payment_status"] == "unpaid"
    assert (completed.api_version, completed.livemode) == (API_VERSION, False)
    assert client.v1.events.retrieve(completed.id).to_dict() == completed.to_dict()


def test_an_event_names_the_call_that_caused_it(client: stripe.StripeClient) -> None:
    session = client.v1.checkout.sessions.create(session_params())
    expired = client.v1.checkout.sessions.expire(session.id, None, {"idempotency_key": "key-1"})
    event = client.v1.events.list({"type": "checkout.session.expired"}).data[0]
    assert event.request is not None and expired.last_response is not None
    assert event.request.id == expired.last_response.request_id
    assert event.request.idempotency_key == "key-1"


def test_events_are_found_by_kind_and_time(
    client: stripe.StripeClient, server: RunningDemoStripe
) -> None:
    account_of(server).balance_delay_seconds = 3600
    session = client.v1.checkout.sessions.create(session_params())
    server.pay(session.url or "")
    events = client.v1.events
    wanted = ["charge.succeeded", "checkout.session.*"]
    found = [event.type for event in events.list({"types": wanted}).data]
    assert found == ["checkout.session.completed", "charge.succeeded"]
    assert events.list({"type": "charge.failed"}).data == []
    newest = events.list().data[0]
    assert events.list({"created": {"gt": newest.created}}).data == []
    assert len(events.list({"created": {"gte": session.created}}).data) == 4


def test_delivered_and_undelivered_events_are_told_apart() -> None:
    refusing = [500] * 8
    with (
        webhook_receiver(refusing) as receiver,
        running_demo_stripe(receiver.url, retry_seconds=(0.01,)) as server,
        connected(server.url, server.secret_key) as client,
    ):
        account_of(server).balance_delay_seconds = 3600
        session = client.v1.checkout.sessions.create(session_params())
        server.pay(session.url or "")
        server.wait_for_webhooks()
        lost = client.v1.events.list({"delivery_success": False}).data
        assert len(lost) == 4
        assert {event.pending_webhooks for event in lost} == {1}
        assert client.v1.events.list({"delivery_success": True}).data == []

        client.v1.checkout.sessions.create(session_params())
        other = client.v1.checkout.sessions.create(session_params())
        client.v1.checkout.sessions.expire(other.id)
        server.wait_for_webhooks()
        arrived = client.v1.events.list({"delivery_success": True}).data
        assert [event.type for event in arrived] == ["checkout.session.expired"]
        assert arrived[0].pending_webhooks == 0
