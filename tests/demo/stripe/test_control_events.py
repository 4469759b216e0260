"""Webhooks on their way: held, lost, late, doubled, out of order, wrongly signed, all on order."""

import json
import threading
from collections.abc import Iterator

import pytest
import stripe

from shop.demo.stripe.event_modes import EventModes, Fate
from tests.demo.stripe.connection import connected
from tests.demo.stripe.shop_side import Receiver, session_params, webhook_receiver
from tests.make.demo_stripe import RunningDemoStripe, running_demo_stripe

EXPIRED = "checkout.session.expired"


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with webhook_receiver() as found:
        yield found


@pytest.fixture
def server(receiver: Receiver) -> Iterator[RunningDemoStripe]:
    with running_demo_stripe(receiver.url) as running:
        yield running


def happen(client: stripe.StripeClient, times: int = 1) -> list[str]:
    """So many events, oldest first."""
    found = []
    for _ in range(times):
        session = client.v1.checkout.sessions.create(session_params())
        client.v1.checkout.sessions.expire(session.id)
        found.append(client.v1.events.list({"limit": 1}).data[0].id)
    return found


def arrived(receiver: Receiver) -> list[str]:
    return [json.loads(payload)["id"] for payload, _ in receiver.received]


def undelivered(client: stripe.StripeClient) -> list[str]:
    return [event.id for event in client.v1.events.list({"delivery_success": False}).data][::-1]


def is_rightly_signed(
    client: stripe.StripeClient, server: RunningDemoStripe, letter: tuple[bytes, str]
) -> bool:
    try:
        client.construct_event(*letter, server.webhook_secret)
    except stripe.SignatureVerificationError:
        return False
    return True


def test_held_events_arrive_in_the_order_in_which_they_are_released(
    client: stripe.StripeClient, server: RunningDemoStripe, receiver: Receiver
) -> None:
    server.hold_events()
    ids = happen(client, 6)
    server.wait_for_webhooks()
    assert arrived(receiver) == [] and undelivered(client) == ids
    assert [event.state for event in server.queued_events()] == ["held"] * 6
    sent = server.release_events(order="newest")
    assert arrived(receiver) == ids[::-1] == [event.id for event in sent]
    assert {event.answer for event in sent} == {"HTTP 200"} and undelivered(client) == []
    ids = happen(client, 6)
    server.release_events(order="shuffled", seed=1)
    assert arrived(receiver)[6:] != ids and sorted(arrived(receiver)[6:]) == sorted(ids)


def test_copies_arrive_at_the_same_time(
    client: stripe.StripeClient, server: RunningDemoStripe, receiver: Receiver
) -> None:
    server.hold_events()
    [event] = happen(client)
    receiver.hold_back()
    release = threading.Thread(target=lambda: server.release_events(copies=3))
    release.start()
    receiver.wait_for_number(3)
    receiver.let_go()
    release.join()
    assert arrived(receiver) == [event] * 3 and undelivered(client) == []


def test_what_the_shop_refuses_while_events_are_held_is_held_again() -> None:
    with (
        webhook_receiver([500]) as receiver,
        running_demo_stripe(receiver.url) as server,
        connected(server.url, server.secret_key) as client,
    ):
        server.hold_events()
        happen(client)
        assert [sent.answer for sent in server.release_events()] == ["HTTP 500"]
        server.wait_for_webhooks()
        assert [event.state for event in server.queued_events()] == ["held"]
        assert [sent.answer for sent in server.release_events()] == ["HTTP 200"]
        assert server.queued_events() == []


def test_lost_events_never_arrive_but_are_listed_and_can_be_sent_by_hand(
    client: stripe.StripeClient, server: RunningDemoStripe, receiver: Receiver
) -> None:
    server.lose_events()
    [event] = happen(client)
    server.events_go_normally()
    server.wait_for_webhooks()
    assert arrived(receiver) == [] and undelivered(client) == [event]
    assert [event.state for event in server.queued_events(only_open=False)] == ["lost"]
    assert server.send_event(event).answer == "HTTP 200"
    assert arrived(receiver) == [event] and undelivered(client) == []


def test_a_swallowed_event_never_arrives_though_stripe_takes_it_for_delivered(
    client: stripe.StripeClient, server: RunningDemoStripe, receiver: Receiver
) -> None:
    server.hold_events()
    first, second, third = happen(client, 3)
    server.send_event(second, "swallow")
    assert undelivered(client) == [first, third]
    server.send_event(first, "lose")
    assert undelivered(client) == [first, third]
    server.swallow_queued_events()
    assert undelivered(client) == [first] and arrived(receiver) == []


def test_a_delivered_event_can_be_replayed_and_doubled(
    client: stripe.StripeClient, server: RunningDemoStripe, receiver: Receiver
) -> None:
    [event] = happen(client)
    server.wait_for_webhooks()
    server.send_event(event, "replay")
    server.send_event(event, "duplicate")
    assert arrived(receiver) == [event] * 4
    assert undelivered(client) == []


def test_a_letter_can_be_wrongly_signed_beside_the_right_one(
    client: stripe.StripeClient, server: RunningDemoStripe, receiver: Receiver
) -> None:
    server.hold_events()
    [event] = happen(client)
    server.send_event(event, "missign")
    assert undelivered(client) == [event]
    server.send_event(event)
    signed = [is_rightly_signed(client, server, letter) for letter in receiver.received]
    assert signed == [False, True]


def test_in_the_mode_missign_the_second_attempt_is_right() -> None:
    with (
        webhook_receiver([400]) as receiver,
        running_demo_stripe(receiver.url) as server,
        connected(server.url, server.secret_key) as client,
    ):
        server.events_go("missign")
        happen(client)
        server.wait_for_webhooks()
        signed = [is_rightly_signed(client, server, letter) for letter in receiver.received]
        assert signed == [False, True]


def test_in_the_mode_duplicate_everything_arrives_twice(
    client: stripe.StripeClient, server: RunningDemoStripe, receiver: Receiver
) -> None:
    server.events_go("duplicate")
    ids = happen(client, 3)
    server.wait_for_webhooks()
    assert sorted(arrived(receiver)) == sorted(2 * ids)


def test_delayed_events_arrive_later_than_new_ones(
    client: stripe.StripeClient, server: RunningDemoStripe, receiver: Receiver
) -> None:
    server.events_go("delay", seconds=0.4)
    [late] = happen(client)
    server.events_go_normally()
    [early] = happen(client)
    server.wait_for_webhooks()
    assert arrived(receiver) == [early, late]


def test_a_test_can_deliver_by_itself_even_without_an_address() -> None:
    with (
        running_demo_stripe() as server,
        connected(server.url, server.secret_key) as client,
    ):
        server.hold_events()
        [event] = happen(client)
        [queued] = server.queued_events()
        assert (queued.id, queued.type, queued.state) == (event, EXPIRED, "held")
        letter = server.letter(event)
        assert is_rightly_signed(client, server, letter)
        assert json.loads(letter[0])["data"]["object"]["id"] == queued.object_id


def fates(modes: EventModes) -> list[Fate]:
    return [modes.next_fate() for _ in range(200)]


def test_a_share_draws_the_same_for_the_same_seed_and_modes_add_up() -> None:
    drawn = []
    for _ in range(2):
        modes = EventModes()
        modes.switch_on("lose", share=0.1, seed=3)
        modes.switch_on("duplicate", share=0.2, seed=4)
        modes.switch_on("reorder", seconds=2, seed=5)
        drawn.append(fates(modes))
    assert drawn[0] == drawn[1]
    assert 5 < sum(fate.is_lost for fate in drawn[0]) < 40
    assert 20 < sum(fate.copies == 2 for fate in drawn[0]) < 70
    assert len({fate.pause for fate in drawn[0]}) == 200
    assert all(0 <= fate.pause <= 2 for fate in drawn[0])
    modes.switch_off()
    assert set(fates(modes)) == {Fate()}
