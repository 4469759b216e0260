"""What goes wrong on order: nothing, all, or half of a call reaches the one who made it."""

import threading
import time
from collections.abc import Callable

import pytest
import stripe
from stripe.checkout import Session

from shop.demo.stripe.faults import Kind
from tests.demo.stripe.shop_side import session_params
from tests.make.demo_stripe import RunningDemoStripe

CREATE = "POST /v1/checkout/sessions"


def create(client: stripe.StripeClient, key: str = "key-1") -> Session:
    options: stripe.RequestOptions = {"idempotency_key": key}
    return client.v1.checkout.sessions.create(session_params(expires_at=None), options)


def sessions(client: stripe.StripeClient) -> list[str]:
    return [session.id for session in client.v1.checkout.sessions.list().data]


def status_of(call: Callable[[], object]) -> int | None:
    """200, the refusal's status, or None if no answer came."""
    try:
        call()
    except stripe.APIConnectionError:
        return None
    except stripe.StripeError as refusal:
        return refusal.http_status
    return 200


@pytest.mark.parametrize(
    ("kind", "status"),
    [("drop_before", None), ("500_before", 500), ("409", 409), ("429", 429)],
)
def test_what_fails_before_did_nothing_and_is_done_by_the_next_try(
    client: stripe.StripeClient, server: RunningDemoStripe, kind: Kind, status: int | None
) -> None:
    server.fail_next(kind, CREATE)
    assert status_of(lambda: create(client)) == status
    assert sessions(client) == []
    session = create(client)
    assert sessions(client) == [session.id]


@pytest.mark.parametrize(("kind", "status"), [("drop_after", None), ("500_after", 500)])
def test_what_fails_after_was_done_and_the_same_key_hears_of_it(
    client: stripe.StripeClient, server: RunningDemoStripe, kind: Kind, status: int | None
) -> None:
    server.fail_next(kind, CREATE)
    assert status_of(lambda: create(client)) == status
    [done] = sessions(client)
    assert create(client).id == done
    assert sessions(client) == [done]


@pytest.mark.parametrize(("kind", "made"), [("500_stored_before", 0), ("500_stored_after", 1)])
def test_a_stored_failure_stays_the_answer_to_its_key(
    client: stripe.StripeClient, server: RunningDemoStripe, kind: Kind, made: int
) -> None:
    server.fail_next(kind, CREATE)
    assert status_of(lambda: create(client)) == 500
    assert status_of(lambda: create(client)) == 500
    assert len(sessions(client)) == made
    create(client, "another key")
    assert len(sessions(client)) == made + 1


@pytest.mark.parametrize("kind", ["drop_before", "drop_after", "500_after", "500_stored_before"])
def test_reading_fails_too(
    client: stripe.StripeClient, server: RunningDemoStripe, kind: Kind
) -> None:
    server.fail_next(kind, "GET /v1/checkout/sessions*")
    assert status_of(lambda: sessions(client)) in (None, 500)
    assert sessions(client) == []


def test_a_slow_call_is_carried_out_late(
    client: stripe.StripeClient, server: RunningDemoStripe
) -> None:
    server.fail_next("slow", CREATE, seconds=0.2)
    started = time.monotonic()
    create(client)
    assert time.monotonic() - started >= 0.2


def test_clearing_the_faults_ends_what_is_slow(
    client: stripe.StripeClient, server: RunningDemoStripe
) -> None:
    server.fail_next("slow", CREATE, seconds=60)
    caller = threading.Thread(target=create, args=(client,))
    caller.start()
    while not server.faults_met():
        pass
    server.clear_faults()
    caller.join(5)
    assert not caller.is_alive() and len(sessions(client)) == 1


def test_only_the_named_call_fails_and_only_as_often_as_ordered(
    client: stripe.StripeClient, server: RunningDemoStripe
) -> None:
    server.fail_next("500_before", "GET /v1/checkout/sessions/*", times=2)
    session = create(client)
    read = [status_of(lambda: client.v1.checkout.sessions.retrieve(session.id)) for _ in range(3)]
    assert read == [500, 500, 200]
    assert server.faults_met() == 2


def test_the_third_call_can_be_the_one_that_fails(
    client: stripe.StripeClient, server: RunningDemoStripe
) -> None:
    server.fail_next("429", skip=2)
    assert [status_of(lambda: sessions(client)) for _ in range(4)] == [200, 200, 429, 200]


def test_a_share_of_all_calls_fails_the_same_one_for_the_same_seed(
    client: stripe.StripeClient, server: RunningDemoStripe
) -> None:
    courses = []
    for _ in range(2):
        server.fail_next("500_before", share=0.3, seed=7)
        courses.append([status_of(lambda: sessions(client)) for _ in range(40)])
        server.clear_faults()
    assert courses[0] == courses[1]
    assert 3 < courses[0].count(500) < 25


def test_the_calls_are_remembered_in_order_until_the_faults_are_cleared(
    client: stripe.StripeClient, server: RunningDemoStripe
) -> None:
    server.clear_faults()
    session = create(client)
    client.v1.checkout.sessions.retrieve(session.id)
    assert server.calls() == [CREATE, f"GET /v1/checkout/sessions/{session.id}"]
    server.clear_faults()
    assert server.calls() == []


def test_the_hosted_page_and_the_control_interface_never_fail(
    client: stripe.StripeClient, server: RunningDemoStripe
) -> None:
    session = create(client)
    server.fail_next("drop_before", times=0)
    assert server.pay(session.url or "") is not None
    assert status_of(lambda: sessions(client)) is None
    server.clear_faults()
    assert len(sessions(client)) == 1
