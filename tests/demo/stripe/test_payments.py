"""What a payment does to session, payment intent, charge and events."""

import pytest
import stripe

from shop.demo.stripe import payments
from shop.demo.stripe.errors import ApiError
from tests.demo.stripe.paying import account_of, event_types, inside, lines_of
from tests.demo.stripe.shop_side import line, session_params
from tests.make.demo_stripe import RunningDemoStripe


def whole(client: stripe.StripeClient, session_id: str) -> stripe.checkout.Session:
    paths = ["payment_intent.latest_charge"]
    return client.v1.checkout.sessions.retrieve(session_id, {"expand": paths})


def intent_of(session: stripe.checkout.Session) -> stripe.PaymentIntent:
    assert isinstance(session.payment_intent, stripe.PaymentIntent)
    return session.payment_intent


def charge_of(session: stripe.checkout.Session) -> stripe.Charge:
    charge = intent_of(session).latest_charge
    assert isinstance(charge, stripe.Charge)
    return charge


@pytest.fixture(autouse=True)
def _balance_comes_later(server: RunningDemoStripe) -> None:
    account_of(server).balance_delay_seconds = 3600


def test_a_card_payment_makes_intent_and_charge_over_the_whole_amount(
    client: stripe.StripeClient, server: RunningDemoStripe
) -> None:
    created = client.v1.checkout.sessions.create(session_params())
    server.pay(created.url or "")
    session = whole(client, created.id)
    assert (session.status, session.payment_status, session.url) == ("complete", "paid", None)
    intent, charge = intent_of(session), charge_of(session)
    assert (intent.status, intent.amount, intent.amount_received) == ("succeeded", 2270, 2270)
    assert (charge.status, charge.amount, charge.amount_captured) == ("succeeded", 2270, 2270)
    assert charge.paid and not charge.refunded and not charge.disputed
    assert charge.payment_intent == intent.id


def test_the_charge_shows_the_card_and_waits_for_its_balance_transaction(
    client: stripe.StripeClient, server: RunningDemoStripe
) -> None:
    created = client.v1.checkout.sessions.create(session_params())
    server.pay(created.url or "")
    charge = charge_of(whole(client, created.id))
    details = charge.payment_method_details
    assert details is not None and details.card is not None
    assert (details.card.brand, details.card.last4) == ("visa", "4242")
    assert charge.balance_transaction is None
    assert charge.receipt_email is None


def test_metadata_and_shipping_of_the_intent_reach_intent_and_charge(
    client: stripe.StripeClient, server: RunningDemoStripe
) -> None:
    params = session_params(payment_intent_data={"metadata": {"attempt": "7"}})
    created = client.v1.checkout.sessions.create(params)
    server.pay(created.url or "")
    session = whole(client, created.id)
    assert intent_of(session).metadata.to_dict() == {"attempt": "7"}
    assert charge_of(session).metadata.to_dict() == {"attempt": "7"}
    assert intent_of(session).shipping is None

    created = client.v1.checkout.sessions.create(session_params())
    server.pay(created.url or "")
    shipping = charge_of(whole(client, created.id)).shipping
    assert shipping is not None and shipping.address is not None
    assert (shipping.name, shipping.address.postal_code) == ("Ada Beispiel", "12555")


def test_session_metadata_is_not_copied_to_the_intent(
    client: stripe.StripeClient, server: RunningDemoStripe
) -> None:
    created = client.v1.checkout.sessions.create(session_params(payment_intent_data=None))
    server.pay(created.url or "")
    assert intent_of(whole(client, created.id)).metadata.to_dict() == {}


def test_a_card_payment_is_told_in_four_events(
    client: stripe.StripeClient, server: RunningDemoStripe
) -> None:
    created = client.v1.checkout.sessions.create(session_params())
    server.pay(created.url or "")
    assert event_types(client) == [
        "payment_intent.created",
        "charge.succeeded",
        "payment_intent.succeeded",
        "checkout.session.completed",
    ]


def test_after_a_declined_card_the_same_session_can_be_paid(
    client: stripe.StripeClient, server: RunningDemoStripe
) -> None:
    created = client.v1.checkout.sessions.create(session_params())
    assert server.pay(created.url or "", "decline") is None
    session = whole(client, created.id)
    assert (session.status, session.payment_status) == ("open", "unpaid")
    intent = intent_of(session)
    assert intent.status == "requires_payment_method"
    assert intent.last_payment_error is not None
    assert intent.last_payment_error.code == "card_declined"
    assert charge_of(session).status == "failed"

    assert server.pay(created.url or "") is not None
    again = whole(client, created.id)
    assert intent_of(again).id == intent.id
    assert (again.payment_status, charge_of(again).status) == ("paid", "succeeded")
    assert intent_of(again).last_payment_error is None
    assert event_types(client).count("payment_intent.created") == 1
    assert "payment_intent.payment_failed" in event_types(client)


def test_a_direct_debit_is_complete_but_unpaid(
    client: stripe.StripeClient, server: RunningDemoStripe
) -> None:
    created = client.v1.checkout.sessions.create(session_params())
    server.pay(created.url or "", "sepa_debit")
    session = whole(client, created.id)
    assert (session.status, session.payment_status) == ("complete", "unpaid")
    assert (intent_of(session).status, charge_of(session).status) == ("processing", "pending")
    assert intent_of(session).amount_received == 0
    assert event_types(client)[-2:] == ["payment_intent.processing", "checkout.session.completed"]


def test_a_direct_debit_that_succeeds_pays_the_session(
    client: stripe.StripeClient, server: RunningDemoStripe
) -> None:
    created = client.v1.checkout.sessions.create(session_params())
    server.pay(created.url or "", "sepa_debit")
    server.settle_debit(created.id, succeeds=True)
    session = whole(client, created.id)
    assert (session.status, session.payment_status) == ("complete", "paid")
    assert (intent_of(session).status, charge_of(session).status) == ("succeeded", "succeeded")
    assert event_types(client)[-1] == "checkout.session.async_payment_succeeded"


def test_a_direct_debit_that_fails_leaves_the_session_unpaid(
    client: stripe.StripeClient, server: RunningDemoStripe
) -> None:
    created = client.v1.checkout.sessions.create(session_params())
    server.pay(created.url or "", "sepa_debit")
    server.settle_debit(created.id, succeeds=False)
    session = whole(client, created.id)
    assert (session.status, session.payment_status) == ("complete", "unpaid")
    assert intent_of(session).status == "requires_payment_method"
    assert charge_of(session).failure_code == "debit_not_authorized"
    assert event_types(client)[-1] == "checkout.session.async_payment_failed"


@pytest.mark.parametrize("first", [True, False])
def test_the_bank_decides_once(
    client: stripe.StripeClient, server: RunningDemoStripe, first: bool
) -> None:
    created = client.v1.checkout.sessions.create(session_params())
    server.pay(created.url or "", "sepa_debit")
    server.settle_debit(created.id, succeeds=first)
    before = event_types(client)
    server.settle_debit(created.id, succeeds=not first)
    assert event_types(client) == before


def test_paypal_pays_at_once(client: stripe.StripeClient, server: RunningDemoStripe) -> None:
    params = session_params(allowed_payment_method_types=["paypal"])
    created = client.v1.checkout.sessions.create(params)
    server.pay(created.url or "", "paypal")
    charge = charge_of(whole(client, created.id))
    assert charge.payment_method_details is not None
    assert charge.payment_method_details.type == "paypal"


def test_a_session_over_nothing_completes_without_an_intent(
    client: stripe.StripeClient, server: RunningDemoStripe
) -> None:
    params = session_params(line_items=[line("Probe", 0)])
    created = client.v1.checkout.sessions.create(params)
    assert server.pay(created.url or "") is not None
    session = client.v1.checkout.sessions.retrieve(created.id)
    assert (session.status, session.payment_intent) == ("complete", None)
    assert session.payment_status == "no_payment_required"


def test_expiring_after_a_declined_card_cancels_the_intent(
    client: stripe.StripeClient, server: RunningDemoStripe
) -> None:
    created = client.v1.checkout.sessions.create(session_params())
    server.pay(created.url or "", "decline")
    client.v1.checkout.sessions.expire(created.id)
    intent = intent_of(whole(client, created.id))
    assert (intent.status, intent.cancellation_reason) == ("canceled", "expired")


def test_a_card_whose_holder_was_asked_says_so(
    client: stripe.StripeClient, server: RunningDemoStripe
) -> None:
    created = client.v1.checkout.sessions.create(session_params())
    with inside(server) as (tx, account):
        assert payments.pay(tx, account, created.id, "card_3ds") is not None
    details = charge_of(whole(client, created.id)).payment_method_details
    assert details is not None and details.card is not None and details.type == "card"
    assert details.card.three_d_secure is not None
    assert details.card.three_d_secure.result == "authenticated"


def test_a_debit_can_be_taken_back_long_after_it_was_paid(
    client: stripe.StripeClient, server: RunningDemoStripe
) -> None:
    created = client.v1.checkout.sessions.create(session_params())
    server.pay(created.url or "", "sepa_debit")
    with inside(server) as (tx, account), pytest.raises(ApiError, match="nothing left"):
        payments.lose(tx, account, created.id)
    server.settle_debit(created.id, succeeds=True)
    before = event_types(client)
    with inside(server) as (tx, account):
        payments.lose(tx, account, created.id)
        with pytest.raises(ApiError, match="nothing left"):
            payments.lose(tx, account, created.id)
    session = whole(client, created.id)
    intent, charge = intent_of(session), charge_of(session)
    assert (session.status, session.payment_status) == ("complete", "paid")
    assert (intent.status, intent.amount_received) == ("requires_payment_method", 0)
    assert (charge.status, charge.paid) == ("failed", False)
    assert lines_of(client, charge.id) == [
        ("payment", "charge", 2270, 59),
        ("payment_failure_refund", "charge_failure", -2270, 0),
    ]
    lost = client.v1.balance_transactions.retrieve(str(charge.failure_balance_transaction))
    assert lost.net == -2270
    news = ["charge.updated", "charge.failed", "payment_intent.payment_failed"]
    assert event_types(client)[len(before) :] == news


def test_only_a_debit_can_be_taken_back(
    client: stripe.StripeClient, server: RunningDemoStripe
) -> None:
    created = client.v1.checkout.sessions.create(session_params())
    for _ in range(2):
        with inside(server) as (tx, account), pytest.raises(ApiError, match="Only a direct debit"):
            payments.lose(tx, account, created.id)
        server.pay(created.url or "")


@pytest.mark.parametrize("methods", [["card", "sepa_debit"], ["sepa_debit"], ["paypal"]])
def test_an_order_can_be_paid_twice_by_two_sessions(
    client: stripe.StripeClient, server: RunningDemoStripe, methods: list[str]
) -> None:
    params = session_params(allowed_payment_method_types=methods)
    first = client.v1.checkout.sessions.create(params)
    with inside(server) as (tx, account):
        twin_id = payments.session_again(tx, account, first.id)["id"]
    twin = whole(client, twin_id)
    assert twin_id != first.id and first.metadata is not None and twin.metadata is not None
    assert (twin.status, twin.payment_status, twin.url) == ("complete", "paid", None)
    assert twin.metadata.to_dict() == first.metadata.to_dict()
    assert twin.client_reference_id == first.client_reference_id
    assert intent_of(twin).metadata.to_dict() == {"order": "1001", "attempt": "1"}
    names = [
        [line.description for line in client.v1.checkout.sessions.line_items.list(found).data]
        for found in (first.id, twin_id)
    ]
    assert names[0] == names[1]
    assert whole(client, first.id).status == "open"
    assert event_types(client)[-1].startswith("checkout.session.")


def test_a_debit_taken_back_after_it_reached_the_balance_was_there_once(
    client: stripe.StripeClient, server: RunningDemoStripe
) -> None:
    account_of(server).balance_delay_seconds = 0
    created = client.v1.checkout.sessions.create(session_params())
    server.pay(created.url or "", "sepa_debit")
    server.settle_debit(created.id, succeeds=True)
    charge = charge_of(whole(client, created.id))
    assert charge.balance_transaction is not None
    client.v1.refunds.create({"charge": charge.id, "amount": 270})
    with inside(server) as (tx, account):
        payments.lose(tx, account, created.id)
    moved = [(kind, amount) for kind, _, amount, _ in lines_of(client, charge.id)]
    assert moved == [("payment", 2270), ("payment_failure_refund", -2000)]
