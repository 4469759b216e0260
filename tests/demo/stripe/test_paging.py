"""Lists: newest first, by cursor, filtered."""

import pytest
import stripe

from tests.demo.stripe.shop_side import session_params
from tests.make.demo_stripe import RunningDemoStripe


@pytest.fixture
def five(client: stripe.StripeClient) -> list[str]:
    """Ids of five sessions, the newest first."""
    made = [client.v1.checkout.sessions.create(session_params()).id for _ in range(5)]
    return made[::-1]


def test_the_newest_comes_first(client: stripe.StripeClient, five: list[str]) -> None:
    found = client.v1.checkout.sessions.list()
    assert ([session.id for session in found.data], found.has_more) == (five, False)


def test_paging_forwards_reaches_each_once(client: stripe.StripeClient, five: list[str]) -> None:
    first = client.v1.checkout.sessions.list({"limit": 2})
    assert first.has_more
    assert [session.id for session in first.auto_paging_iter()] == five


def test_paging_backwards_runs_the_oldest_first(
    client: stripe.StripeClient, five: list[str]
) -> None:
    page = client.v1.checkout.sessions.list({"limit": 2, "ending_before": five[4]})
    assert [session.id for session in page.data] == [five[2], five[3]]
    assert page.has_more
    assert [session.id for session in page.auto_paging_iter()] == five[3::-1]


def test_bad_cursors_and_limits_are_refused(client: stripe.StripeClient, five: list[str]) -> None:
    sessions = client.v1.checkout.sessions
    with pytest.raises(stripe.InvalidRequestError) as refused:
        sessions.list({"starting_after": "cs_test_unknown"})
    assert (refused.value.code, refused.value.param) == ("resource_missing", "starting_after")
    with pytest.raises(stripe.InvalidRequestError) as refused:
        sessions.list({"starting_after": five[0], "ending_before": five[1]})
    assert refused.value.code == "parameters_exclusive"
    for limit in (0, 101):
        with pytest.raises(stripe.InvalidRequestError) as refused:
            sessions.list({"limit": limit})
        assert refused.value.param == "limit"


def test_sessions_are_found_by_state_time_intent_and_mail_address(
    client: stripe.StripeClient, server: RunningDemoStripe, five: list[str]
) -> None:
    sessions = client.v1.checkout.sessions
    server.advance_clock(100)
    late = sessions.create(session_params(customer_email="bea@example.org"))
    server.pay(late.url or "")
    intent = sessions.retrieve(late.id).payment_intent
    assert isinstance(intent, str)
    for found in (
        sessions.list({"status": "complete"}),
        sessions.list({"payment_intent": intent}),
        sessions.list({"created": {"gte": late.created}}),
        sessions.list({"created": {"gt": late.created - 50, "lte": late.created}}),
        sessions.list({"created": late.created}),
        sessions.list({"customer_details": {"email": "bea@example.org"}}),
    ):
        assert [session.id for session in found.data] == [late.id]
    by_mail = sessions.list({"customer_details": {"email": "ada@example.org"}})
    assert [session.id for session in by_mail.data] == five
    earlier = sessions.list({"created": {"lt": late.created}, "status": "open"})
    assert [session.id for session in earlier.data] == five


def test_charges_and_intents_are_listed(
    client: stripe.StripeClient, server: RunningDemoStripe
) -> None:
    for _ in range(2):
        session = client.v1.checkout.sessions.create(session_params())
        server.pay(session.url or "")
    intents = client.v1.payment_intents.list().data
    assert len(intents) == 2
    charges = client.v1.charges.list({"payment_intent": intents[0].id}).data
    assert [charge.id for charge in charges] == [intents[0].latest_charge]
    assert client.v1.charges.retrieve(charges[0].id).amount == 2270
    assert client.v1.payment_intents.retrieve(intents[0].id).amount == 2270
