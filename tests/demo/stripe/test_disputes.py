"""Disputes, early fraud warnings and reviews: somebody doubts a payment."""

import pytest
import stripe

from shop.demo.stripe import disputes, reviews, warnings
from shop.demo.stripe.errors import ApiError
from tests.demo.stripe.paying import charge_of, event_types, inside, lines_of, paid
from tests.make.demo_stripe import RunningDemoStripe


def test_a_dispute_takes_amount_and_fee_at_once(
    client: stripe.StripeClient, server: RunningDemoStripe
) -> None:
    intent = paid(client, server)
    with inside(server) as (tx, account):
        made = disputes.open_dispute(tx, account, intent.id, "product_not_received")
    dispute = client.v1.disputes.retrieve(made["id"])
    assert (dispute.status, dispute.reason) == ("needs_response", "product_not_received")
    assert (dispute.amount, dispute.payment_intent) == (2270, intent.id)
    assert dispute.evidence_details.due_by is not None
    assert dispute.evidence_details.due_by > dispute.created
    assert [(x.amount, x.fee, x.net) for x in dispute.balance_transactions] == [
        (-2270, 2000, -4270)
    ]
    assert lines_of(client, dispute.id) == [("adjustment", "dispute", -2270, 2000)]
    assert charge_of(client, intent).disputed
    told = ["charge.dispute.created", "charge.dispute.funds_withdrawn"]
    assert event_types(client, "charge.dispute.*") == told


def test_a_dispute_that_is_won_brings_the_amount_back(
    client: stripe.StripeClient, server: RunningDemoStripe
) -> None:
    intent = paid(client, server)
    with inside(server) as (tx, account):
        made = disputes.open_dispute(tx, account, str(intent.latest_charge), amount=1000)
        disputes.close(tx, account, made["id"], "won")
        with pytest.raises(ApiError, match="won already"):
            disputes.close(tx, account, made["id"], "lost")
    dispute = client.v1.disputes.retrieve(made["id"])
    assert (dispute.status, dispute.evidence_details.submission_count) == ("won", 1)
    assert [x.net for x in dispute.balance_transactions] == [-3000, 1000]
    assert lines_of(client, dispute.id)[1] == ("adjustment", "dispute_reversal", 1000, 0)
    assert event_types(client, "charge.dispute.*")[2:] == [
        "charge.dispute.updated",
        "charge.dispute.closed",
        "charge.dispute.funds_reinstated",
    ]


def test_a_dispute_that_is_lost_is_closed(
    client: stripe.StripeClient, server: RunningDemoStripe
) -> None:
    intent = paid(client, server)
    with inside(server) as (tx, account):
        made = disputes.open_dispute(tx, account, intent.id)
        disputes.close(tx, account, made["id"], "lost")
    dispute = client.v1.disputes.retrieve(made["id"])
    assert (dispute.status, len(dispute.balance_transactions)) == ("lost", 1)
    assert not dispute.is_charge_refundable
    assert event_types(client, "charge.dispute.*")[-1] == "charge.dispute.closed"


def test_what_cannot_be_disputed_is_refused(
    client: stripe.StripeClient, server: RunningDemoStripe
) -> None:
    declined, intent = paid(client, server, "decline"), paid(client, server)
    with inside(server) as (tx, account):
        with pytest.raises(ApiError, match="has not been paid"):
            disputes.open_dispute(tx, account, declined.id)
        with pytest.raises(ApiError, match="Invalid reason"):
            disputes.open_dispute(tx, account, intent.id, "no reason")
        with pytest.raises(ApiError, match="less than or equal to 2270"):
            disputes.open_dispute(tx, account, intent.id, amount=2271)
        disputes.open_dispute(tx, account, intent.id)
        with pytest.raises(ApiError, match="disputed already"):
            disputes.open_dispute(tx, account, intent.id)


def test_an_early_fraud_warning_asks_for_action_until_all_is_refunded(
    client: stripe.StripeClient, server: RunningDemoStripe
) -> None:
    intent = paid(client, server)
    with inside(server) as (tx, account):
        made = warnings.early_fraud_warning(tx, account, intent.id)
    found = client.v1.radar.early_fraud_warnings
    assert found.retrieve(made["id"]).actionable
    client.v1.refunds.create({"payment_intent": intent.id, "amount": 100})
    assert found.retrieve(made["id"]).actionable
    client.v1.refunds.create({"payment_intent": intent.id})
    assert not found.retrieve(made["id"]).actionable
    kinds = ["radar.early_fraud_warning.created", "radar.early_fraud_warning.updated"]
    assert event_types(client, "radar.*") == kinds


def test_a_review_is_open_until_somebody_decides(
    client: stripe.StripeClient, server: RunningDemoStripe
) -> None:
    intent = paid(client, server)
    with inside(server) as (tx, account):
        made = reviews.open_review(tx, account, intent.id)
    assert [review.id for review in client.v1.reviews.list().data] == [made["id"]]
    assert client.v1.payment_intents.retrieve(intent.id).review == made["id"]
    with inside(server) as (tx, account):
        reviews.close(tx, account, made["id"])
        for again in (reviews.close, reviews.open_review):
            with pytest.raises(ApiError, match="already"):
                again(tx, account, made["id"] if again is reviews.close else intent.id)
    closed = client.v1.reviews.retrieve(made["id"])
    assert (closed.open, closed.closed_reason) == (False, "approved")
    assert client.v1.reviews.list().data == []
    assert event_types(client, "review.*") == ["review.opened", "review.closed"]


@pytest.mark.parametrize("ending", ["refunded", "disputed"])
def test_a_review_ends_with_the_payment(
    client: stripe.StripeClient, server: RunningDemoStripe, ending: str
) -> None:
    intent = paid(client, server)
    with inside(server) as (tx, account):
        made = reviews.open_review(tx, account, intent.id)
        if ending == "disputed":
            disputes.open_dispute(tx, account, intent.id)
    if ending == "refunded":
        client.v1.refunds.create({"payment_intent": intent.id})
    assert client.v1.reviews.retrieve(made["id"]).closed_reason == ending
