"""What a payment does to session, payment intent, charge and events."""

import pytest
import stripe

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


def event_types(client: stripe.StripeClient) -> list[str]:
    return [event.type for event in reversed(client.v1.events.list({"limit": 100}).data)]


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
