"""The control interface and money: what befalls a payment, all of it over HTTP."""

import signal
import subprocess
from pathlib import Path
from typing import Literal

import pytest
import stripe
from stripe.checkout import Session

from shop.demo.stripe.payments import Method
from tests.demo.stripe.connection import connected
from tests.demo.stripe.shop_side import session_params
from tests.demo.stripe.test_server import COMMAND
from tests.make.demo_stripe import RunningDemoStripe, fetch
from tests.make.demo_stripe_hands import ControlRefused, DemoStripeHands


def paid(client: stripe.StripeClient, server: DemoStripeHands, method: Method = "card") -> Session:
    params = session_params(allowed_payment_method_types=["card", "sepa_debit", "paypal"])
    session = client.v1.checkout.sessions.create(params)
    server.pay_session(session.id, method)
    return client.v1.checkout.sessions.retrieve(session.id)


def intent_of(session: Session) -> str:
    assert isinstance(session.payment_intent, str)
    return session.payment_intent


@pytest.mark.parametrize("method", ["card", "card_3ds", "paypal"])
def test_a_session_is_paid_without_the_hosted_page(
    client: stripe.StripeClient, server: RunningDemoStripe, method: Method
) -> None:
    session = paid(client, server, method)
    assert (session.status, session.payment_status) == ("complete", "paid")
    with pytest.raises(ControlRefused, match="409.*nicht mehr offen"):
        server.pay_session(session.id)


def test_a_debit_succeeds_and_is_taken_back_later(
    client: stripe.StripeClient, server: RunningDemoStripe
) -> None:
    session = paid(client, server, "sepa_debit")
    server.settle_debit(session.id, succeeds=True)
    assert client.v1.payment_intents.retrieve(intent_of(session)).status == "succeeded"
    server.lose_payment(session.id)
    intent = client.v1.payment_intents.retrieve(intent_of(session))
    assert intent.status == "requires_payment_method"


def test_a_bank_that_objected_to_a_debit_does_not_take_it_back_as_well(
    client: stripe.StripeClient, server: RunningDemoStripe
) -> None:
    session = paid(client, server, "sepa_debit")
    server.settle_debit(session.id, succeeds=True)
    dispute = server.dispute(intent_of(session))
    for _ in range(2):
        with pytest.raises(ControlRefused, match="only once"):
            server.lose_payment(session.id)
        if dispute["status"] == "needs_response":
            dispute = server.close_dispute(dispute["id"], "won")


def test_an_order_is_paid_a_second_time(
    client: stripe.StripeClient, server: RunningDemoStripe
) -> None:
    first = paid(client, server)
    second = server.pay_again(first.id)
    assert second["id"] != first.id and second["payment_status"] == "paid"
    assert second["client_reference_id"] == first.client_reference_id


def test_refunds_of_the_dashboard_and_their_end(
    client: stripe.StripeClient, server: RunningDemoStripe
) -> None:
    session = paid(client, server)
    server.next_refund("pending")
    part = server.dashboard_refund(intent_of(session), 500)
    assert (part["amount"], part["status"]) == (500, "pending")
    failed = server.end_refund(part["id"], "failed", "expired_or_canceled_card")
    assert (failed["status"], failed["failure_reason"]) == ("failed", "expired_or_canceled_card")
    server.next_refund("succeeded")
    assert server.dashboard_refund(intent_of(session))["amount"] == 2270
    with pytest.raises(ControlRefused):
        server.dashboard_refund(intent_of(session))


@pytest.mark.parametrize("outcome", ["won", "lost"])
def test_a_dispute_ends_one_way_or_the_other(
    client: stripe.StripeClient, server: RunningDemoStripe, outcome: Literal["won", "lost"]
) -> None:
    dispute = server.dispute(intent_of(paid(client, server)), "product_not_received", 1000)
    assert (dispute["amount"], dispute["reason"]) == (1000, "product_not_received")
    assert server.close_dispute(dispute["id"], outcome)["status"] == outcome


def test_warnings_and_reviews_are_about_a_payment(
    client: stripe.StripeClient, server: RunningDemoStripe
) -> None:
    intent = intent_of(paid(client, server))
    assert server.fraud_warning(intent)["payment_intent"] == intent
    review = server.review(intent)
    assert review["open"] and not server.close_review(review["id"])["open"]


def test_the_balance_is_paid_out_with_what_belongs_to_no_payment(
    client: stripe.StripeClient, server: RunningDemoStripe
) -> None:
    assert server.payout_run() is None
    server.account(fee_bp=100, fee_cents=10)
    paid(client, server)
    server.take_fee(200)
    server.adjust(-50)
    payout = server.payout_run()
    assert payout is not None and payout["amount"] == 2270 - 33 - 200 - 50
    paid(client, server)
    failed = server.payout_run(fails=True)
    assert failed is not None and failed["status"] == "failed"


def test_a_balance_transaction_appears_as_late_as_wanted(
    client: stripe.StripeClient, server: RunningDemoStripe
) -> None:
    server.account(balance_delay_seconds=3600)
    intent = client.v1.payment_intents.retrieve(intent_of(paid(client, server)))
    charge = str(intent.latest_charge)
    assert client.v1.charges.retrieve(charge).balance_transaction is None
    server.advance_clock(3600)
    assert client.v1.charges.retrieve(charge).balance_transaction is not None


def test_a_server_in_a_process_of_its_own_is_steered_as_well(tmp_path: Path) -> None:
    command = [*COMMAND, "--store", str(tmp_path / "demo.sqlite")]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        address = process.stderr.readline().split()[-1]
        hands = DemoStripeHands(address)
        with connected(address, "sk_test_command") as client:
            hands.hold_events()
            session = paid(client, hands)
            events = [event.type for event in hands.queued_events()]
            assert "checkout.session.completed" in events
            assert fetch(f"{address}/zahlungen/{session.id}")[0] == 200
        hands.disconnect()
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0
