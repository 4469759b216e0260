"""The lists of refunds, balance transactions, payouts, disputes and warnings."""

from dataclasses import dataclass

import pytest
import stripe

from shop.demo.stripe import disputes, payouts, warnings
from tests.demo.stripe.paying import inside, paid
from tests.make.demo_stripe import RunningDemoStripe


@dataclass(frozen=True)
class Past:
    """Two paid intents, 1000 seconds apart, each refunded in part, doubted and paid out."""

    first: stripe.PaymentIntent
    second: stripe.PaymentIntent

    @property
    def since(self) -> int:
        """Between the two."""
        return self.first.created + 500


@pytest.fixture
def past(client: stripe.StripeClient, server: RunningDemoStripe) -> Past:
    intents = []
    for _ in range(2):
        intent = paid(client, server, expires_at=None)
        client.v1.refunds.create({"payment_intent": intent.id, "amount": 100})
        with inside(server) as (tx, account):
            warnings.early_fraud_warning(tx, account, intent.id)
            payouts.run(tx, account)
            disputes.open_dispute(tx, account, intent.id, amount=1)
        intents.append(intent)
        server.advance_clock(1000)
    return Past(*intents)


def test_refunds_are_found_by_payment_charge_and_time(
    client: stripe.StripeClient, past: Past
) -> None:
    refunds = client.v1.refunds
    assert len(refunds.list().data) == 2
    for found in (
        refunds.list({"payment_intent": past.second.id}),
        refunds.list({"charge": str(past.second.latest_charge)}),
        refunds.list({"created": {"gt": past.since}}),
    ):
        assert [refund.payment_intent for refund in found.data] == [past.second.id]


def test_balance_transactions_are_found_by_source_kind_and_time(
    client: stripe.StripeClient, past: Past
) -> None:
    lines = client.v1.balance_transactions
    charged = [past.second.latest_charge, past.first.latest_charge]
    assert [line.source for line in lines.list({"type": "charge"}).data] == charged
    assert len(lines.list({"source": str(past.first.latest_charge)}).data) == 1
    late = lines.list({"created": {"gte": past.since}, "currency": "eur"})
    assert [line.type for line in late.data] == ["adjustment", "payout", "refund", "charge"]
    with pytest.raises(stripe.InvalidRequestError) as refused:
        lines.list({"payout": "po_unknown"})
    assert (refused.value.code, refused.value.param) == ("resource_missing", "payout")


def test_payouts_are_found_by_state_and_time(client: stripe.StripeClient, past: Past) -> None:
    found = client.v1.payouts
    assert len(found.list({"status": "paid"}).data) == 2
    assert found.list({"status": "failed"}).data == []
    for late in (
        found.list({"created": {"gt": past.since}}),
        found.list({"arrival_date": {"gt": past.since}}),
    ):
        assert len(late.data) == 1 and late.data[0].created > past.since


def test_disputes_and_warnings_are_found_by_payment(
    client: stripe.StripeClient, past: Past
) -> None:
    by_intent = client.v1.disputes.list({"payment_intent": past.first.id}).data
    by_charge = client.v1.disputes.list({"charge": str(past.first.latest_charge)}).data
    assert [d.payment_intent for d in (*by_intent, *by_charge)] == [past.first.id] * 2
    assert len(client.v1.disputes.list({"created": {"lt": past.since}}).data) == 1
    suspected = client.v1.radar.early_fraud_warnings
    assert len(suspected.list().data) == 2
    assert len(suspected.list({"payment_intent": past.first.id}).data) == 1


def test_each_list_is_paged_by_cursor(client: stripe.StripeClient, past: Past) -> None:
    for pages in (
        client.v1.refunds.list({"limit": 1}),
        client.v1.payouts.list({"limit": 1}),
        client.v1.disputes.list({"limit": 1}),
        client.v1.radar.early_fraud_warnings.list({"limit": 1}),
    ):
        assert pages.has_more
        assert len(list(pages.auto_paging_iter())) == 2
    lines = client.v1.balance_transactions.list({"limit": 3})
    every = [line.id for line in lines.auto_paging_iter()]
    assert len(every) == len(set(every)) == 8
    back = client.v1.balance_transactions.list({"limit": 3, "ending_before": every[-1]})
    assert [line.id for line in back.auto_paging_iter()] == every[-2::-1]


def test_lists_expand_what_their_entries_name(client: stripe.StripeClient, past: Past) -> None:
    paths = ["data.charge", "data.payment_intent.latest_charge.refunds", "data.balance_transaction"]
    refund = client.v1.refunds.list({"expand": paths}).data[0]
    assert isinstance(refund.charge, stripe.Charge)
    assert isinstance(refund.balance_transaction, stripe.BalanceTransaction)
    assert isinstance(refund.payment_intent, stripe.PaymentIntent)
    charge = refund.payment_intent.latest_charge
    assert isinstance(charge, stripe.Charge) and charge.refunds is not None
    assert [x.id for x in charge.refunds.data] == [refund.id]
    lines = client.v1.balance_transactions.list({"expand": ["data.source"]}).data
    kinds = {line.type: type(line.source).__name__ for line in lines}
    assert kinds == {
        "adjustment": "Dispute",
        "charge": "Charge",
        "payout": "Payout",
        "refund": "Refund",
    }


def test_unknown_objects_are_named_as_missing(client: stripe.StripeClient) -> None:
    for retrieve, param in (
        (client.v1.refunds.retrieve, "refund"),
        (client.v1.balance_transactions.retrieve, "id"),
        (client.v1.payouts.retrieve, "payout"),
        (client.v1.disputes.retrieve, "dispute"),
        (client.v1.radar.early_fraud_warnings.retrieve, "early_fraud_warning"),
        (client.v1.reviews.retrieve, "review"),
        (client.v1.charges.retrieve, "id"),
        (client.v1.payment_intents.retrieve, "intent"),
    ):
        with pytest.raises(stripe.InvalidRequestError) as refused:
            retrieve("xx_1")
        assert (refused.value.http_status, refused.value.code) == (404, "resource_missing")
        assert refused.value.param == param
