"""Webhooks: signed, repeated until the shop takes them, not lost by a restart."""

import json
import time
from pathlib import Path

import pytest
import stripe

from tests.demo.stripe.connection import connected
from tests.demo.stripe.response_checker import problems
from tests.demo.stripe.shop_side import session_params, webhook_receiver
from tests.make.demo_stripe import RunningDemoStripe, running_demo_stripe


def test_the_library_accepts_what_is_signed_here() -> None:
    with (
        webhook_receiver() as receiver,
        running_demo_stripe(receiver.url) as server,
        connected(server.url, server.secret_key) as client,
    ):
        session = client.v1.checkout.sessions.create(session_params())
        server.pay(session.url or "")
        server.wait_for_webhooks()
        assert len(receiver.received) >= 4
        for payload, signature in receiver.received:
            event = client.construct_event(payload, signature, server.webhook_secret)
            assert problems(json.loads(payload)) == []
            assert event.livemode is False
            with pytest.raises(stripe.SignatureVerificationError):
                client.construct_event(payload + b" ", signature, server.webhook_secret)


def test_the_redirect_waits_until_the_shop_has_heard_of_the_completion() -> None:
    with (
        webhook_receiver() as receiver,
        running_demo_stripe(receiver.url) as server,
        connected(server.url, server.secret_key) as client,
    ):
        session = client.v1.checkout.sessions.create(session_params())
        server.pay(session.url or "")
        assert "checkout.session.completed" in receiver.types()


def test_the_redirect_does_not_wait_for_ever() -> None:
    # A shop that is down: the first attempt fails at once, the customer goes on.
    with (
        running_demo_stripe("http://127.0.0.1:9/stripe/ereignisse", retry_seconds=()) as server,
        connected(server.url, server.secret_key) as client,
    ):
        session = client.v1.checkout.sessions.create(session_params())
        started = time.monotonic()
        assert server.pay(session.url or "") is not None
        assert time.monotonic() - started < 4


def test_a_refused_event_is_sent_again_until_it_is_taken() -> None:
    with (
        webhook_receiver([500, 503, 302]) as receiver,
        running_demo_stripe(receiver.url) as server,
        connected(server.url, server.secret_key) as client,
    ):
        session = client.v1.checkout.sessions.create(session_params())
        client.v1.checkout.sessions.expire(session.id)
        server.wait_for_webhooks()
        assert receiver.types() == ["checkout.session.expired"] * 4
        assert len({json.loads(payload)["id"] for payload, _ in receiver.received}) == 1
        assert client.v1.events.list({"delivery_success": False}).data == []


def test_after_the_last_try_an_event_stays_undelivered() -> None:
    with (
        webhook_receiver([500] * 10) as receiver,
        running_demo_stripe(receiver.url, retry_seconds=(0.01, 0.01)) as server,
        connected(server.url, server.secret_key) as client,
    ):
        session = client.v1.checkout.sessions.create(session_params())
        client.v1.checkout.sessions.expire(session.id)
        server.wait_for_webhooks()
        assert len(receiver.received) == 3
        assert len(client.v1.events.list({"delivery_success": False}).data) == 1


def test_an_event_that_could_not_be_sent_survives_a_restart(tmp_path: Path) -> None:
    store = tmp_path / "demo-stripe.sqlite"
    nowhere = "http://127.0.0.1:9/stripe/ereignisse"
    with (
        running_demo_stripe(nowhere, store=store, retry_seconds=(0.3,)) as server,
        connected(server.url, server.secret_key) as client,
    ):
        session = client.v1.checkout.sessions.create(session_params())
        server.pay(session.url or "")
    with (
        webhook_receiver() as receiver,
        running_demo_stripe(receiver.url, store=store) as restarted,
        connected(restarted.url, restarted.secret_key) as client,
    ):
        restarted.wait_for_webhooks()
        assert "checkout.session.completed" in receiver.types()
        assert client.v1.checkout.sessions.retrieve(session.id).payment_status == "paid"


def test_a_session_expires_without_anybody_asking() -> None:
    with (
        webhook_receiver() as receiver,
        running_demo_stripe(receiver.url) as server,
        connected(server.url, server.secret_key) as client,
    ):
        client.v1.checkout.sessions.create(session_params())
        server.advance_clock(41 * 60)
        receiver.wait_for("checkout.session.expired")


def test_nothing_is_sent_before_an_address_is_known(server: RunningDemoStripe) -> None:
    with webhook_receiver() as receiver, connected(server.url, server.secret_key) as client:
        session = client.v1.checkout.sessions.create(session_params())
        client.v1.checkout.sessions.expire(session.id)
        server.send_webhooks_to(receiver.url)
        server.pay(client.v1.checkout.sessions.create(session_params()).url or "")
        server.wait_for_webhooks()
        assert "checkout.session.expired" not in receiver.types()
        assert "checkout.session.completed" in receiver.types()
