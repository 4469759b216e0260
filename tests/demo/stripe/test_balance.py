"""Balance transactions: late, less a fee, each with its source."""

import stripe
from hypothesis import given
from hypothesis import strategies as st

from shop.demo.stripe import balance
from shop.demo.stripe.balance_documents import fee_detail, transaction_document
from tests.demo.stripe.paying import account_of, charge_of, event_types, inside, lines_of, paid
from tests.make.demo_stripe import RunningDemoStripe


def test_the_balance_transaction_appears_at_the_next_look(
    client: stripe.StripeClient, server: RunningDemoStripe
) -> None:
    intent = paid(client, server)
    charge = charge_of(client, intent)
    line = client.v1.balance_transactions.retrieve(str(charge.balance_transaction))
    # 1.5 % of 22,70 € and 25 cents.
    assert (line.amount, line.fee, line.net) == (2270, 59, 2211)
    assert (line.type, line.source, line.currency) == ("charge", charge.id, "eur")
    assert [detail.amount for detail in line.fee_details] == [59]


def test_the_charge_was_told_without_it_and_is_told_again_with_it(
    client: stripe.StripeClient, server: RunningDemoStripe
) -> None:
    intent = paid(client, server)
    told = client.v1.events.list({"type": "charge.*"}).data
    assert [event.type for event in told] == ["charge.updated", "charge.succeeded"]
    assert told[1].data.object["balance_transaction"] is None
    assert (
        told[0].data.object["balance_transaction"] == charge_of(client, intent).balance_transaction
    )
    assert told[0].data.previous_attributes is not None
    assert event_types(client, "charge.updated") == ["charge.updated"]


def test_it_may_take_its_time(client: stripe.StripeClient, server: RunningDemoStripe) -> None:
    account_of(server).balance_delay_seconds = 3600
    intent = paid(client, server)
    assert charge_of(client, intent).balance_transaction is None
    assert client.v1.balance_transactions.list().data == []
    server.advance_clock(3500)
    assert charge_of(client, intent).balance_transaction is None
    server.advance_clock(101)
    assert charge_of(client, intent).balance_transaction is not None


def test_without_the_delay_what_waits_appears(
    client: stripe.StripeClient, server: RunningDemoStripe
) -> None:
    account_of(server).balance_delay_seconds = 3600
    intent = paid(client, server)
    account_of(server).balance_delay_seconds = 0
    assert charge_of(client, intent).balance_transaction is not None


def test_the_fee_is_as_configured(client: stripe.StripeClient, server: RunningDemoStripe) -> None:
    account_of(server).fee_bp, account_of(server).fee_cents = 290, 30
    charge = charge_of(client, paid(client, server))
    assert lines_of(client, charge.id) == [("charge", "charge", 2270, 96)]


def test_local_methods_are_payments(client: stripe.StripeClient, server: RunningDemoStripe) -> None:
    for method in ("paypal", "sepa_debit"):
        charge = charge_of(client, paid(client, server, method))
        assert charge.id.startswith("py_")
        assert lines_of(client, charge.id) == [("payment", "charge", 2270, 59)]


def test_a_debit_that_is_not_through_moves_nothing(
    client: stripe.StripeClient, server: RunningDemoStripe
) -> None:
    paid(client, server, "decline")
    assert client.v1.balance_transactions.list().data == []


def test_fees_and_corrections_that_belong_to_no_payment(
    client: stripe.StripeClient, server: RunningDemoStripe
) -> None:
    with inside(server) as (tx, account):
        balance.take_fee(tx, account, 200, "Radar (2026-10)")
        balance.adjust(tx, account, -150, "Korrektur")
    found = client.v1.balance_transactions.list().data
    assert [(x.type, x.reporting_category, x.net, x.source) for x in found] == [
        ("adjustment", "other_adjustment", -150, None),
        ("stripe_fee", "fee", -200, None),
    ]


@given(st.integers(-(10**8), 10**8), st.lists(st.integers(0, 10**6)))
def test_net_is_amount_less_fee(amount: int, fees: list[int]) -> None:
    details = [fee_detail(cents, "Fee") for cents in fees]
    made = transaction_document(0, "adjustment", amount, None, details)
    assert made["net"] == amount - made["fee"] and made["fee"] == sum(fees)
