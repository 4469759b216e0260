"""Money given back: never more than came, never twice, and sometimes it comes back."""

from typing import Any

import pytest
import stripe

from shop.demo.stripe import disputes, refunds
from shop.demo.stripe.account import NextRefund
from shop.demo.stripe.errors import ApiError
from tests.demo.stripe.paying import account_of, charge_of, event_types, inside, lines_of, paid
from tests.make.demo_stripe import RunningDemoStripe


def test_a_partial_refund_gives_back_what_was_asked(
    client: stripe.StripeClient, server: RunningDemoStripe
) -> None:
    intent = paid(client, server)
    made = client.v1.refunds.create(
        {"payment_intent": intent.id, "amount": 890, "metadata": {"refund": "1"}}
    )
    assert (made.amount, made.status, made.payment_intent) == (890, "succeeded", intent.id)
    assert made.metadata is not None and made.metadata["refund"] == "1"
    charge = charge_of(client, intent)
    assert (charge.amount_refunded, charge.refunded) == (890, False)
    assert lines_of(client, made.id) == [("refund", "refund", -890, 0)]
    assert client.v1.refunds.retrieve(made.id).to_dict() == made.to_dict()
    assert event_types(client, "*refund*") == ["refund.created", "charge.refunded"]


def test_a_refund_without_an_amount_is_what_is_left(
    client: stripe.StripeClient, server: RunningDemoStripe
) -> None:
    intent = paid(client, server)
    client.v1.refunds.create({"payment_intent": intent.id, "amount": 890})
    rest = client.v1.refunds.create({"charge": str(intent.latest_charge)})
    assert rest.amount == 2270 - 890
    assert charge_of(client, intent).refunded


def refusal(client: stripe.StripeClient, **params: Any) -> tuple[str | None, str | None]:
    with pytest.raises(stripe.InvalidRequestError) as refused:
        client.v1.refunds.create(params)  # type: ignore[arg-type]  # wrong ones are sent too
    assert refused.value.http_status == 400
    return refused.value.code, refused.value.param


def test_never_more_than_is_left(client: stripe.StripeClient, server: RunningDemoStripe) -> None:
    intent = paid(client, server)
    client.v1.refunds.create({"payment_intent": intent.id, "amount": 2000})
    assert refusal(client, payment_intent=intent.id, amount=271) == (None, "amount")
    client.v1.refunds.create({"payment_intent": intent.id, "amount": 270})
    nothing_left = ("charge_already_refunded", None)
    assert refusal(client, payment_intent=intent.id, amount=1) == nothing_left
    assert refusal(client, charge=str(intent.latest_charge)) == nothing_left


def test_what_was_not_paid_is_not_refunded(
    client: stripe.StripeClient, server: RunningDemoStripe
) -> None:
    debit = paid(client, server, "sepa_debit")
    assert client.v1.refunds.create({"payment_intent": debit.id}).status == "succeeded"
    declined = paid(client, server, "decline")
    for asked in ({"payment_intent": declined.id}, {"charge": str(declined.latest_charge)}):
        with pytest.raises(stripe.InvalidRequestError, match="does not have a successful charge"):
            client.v1.refunds.create(asked)  # type: ignore[arg-type]  # one of two shapes


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({}, ("parameter_missing", "charge")),
        ({"charge": "ch_1", "payment_intent": "pi_1"}, ("parameters_exclusive", "charge")),
        ({"payment_intent": "pi_1"}, ("resource_missing", "payment_intent")),
        ({"charge": "ch_1"}, ("resource_missing", "charge")),
        ({"charge": "ch_1", "amount": 0}, ("parameter_invalid_integer", "amount")),
        ({"charge": "ch_1", "amount": -5}, ("parameter_invalid_integer", "amount")),
        ({"charge": "ch_1", "amount": "x"}, ("parameter_invalid_integer", "amount")),
        ({"charge": "ch_1", "reason": "because"}, (None, "reason")),
        ({"charge": "ch_1", "metadata": {"k" * 41: "v"}}, (None, "metadata")),
        ({"charge": "ch_1", "metadata": {"k": "v" * 501}}, (None, "metadata[k]")),
        ({"charge": "ch_1", "reverse_transfer": True}, (None, "reverse_transfer")),
        ({"charge": "ch_1", "total": 5}, ("parameter_unknown", "total")),
    ],
)
def test_what_makes_no_sense_is_refused(
    client: stripe.StripeClient, params: dict[str, Any], expected: tuple[str | None, str]
) -> None:
    assert refusal(client, **params) == expected


def test_the_same_key_gives_back_once(
    client: stripe.StripeClient, server: RunningDemoStripe
) -> None:
    intent = paid(client, server)
    params: Any = {"payment_intent": intent.id, "amount": 100}
    first, second = (
        client.v1.refunds.create(params, {"idempotency_key": "refund-1"}) for _ in range(2)
    )
    assert first.id == second.id
    assert charge_of(client, intent).amount_refunded == 100
    client.v1.refunds.create(params, {"idempotency_key": "refund-2"})
    assert charge_of(client, intent).amount_refunded == 200


def test_a_refund_in_the_dashboard_has_no_metadata_and_no_caller(
    client: stripe.StripeClient, server: RunningDemoStripe
) -> None:
    intent = paid(client, server)
    with inside(server) as (tx, account):
        refunds.create_in_dashboard(tx, account, intent.id, 500)
        with pytest.raises(ApiError, match="greater than unrefunded"):
            refunds.create_in_dashboard(tx, account, intent.id, 5000)
    made = client.v1.refunds.list({"payment_intent": intent.id}).data[0]
    assert (made.amount, made.reason) == (500, "requested_by_customer")
    assert made.metadata is not None and made.metadata.to_dict() == {}
    event = client.v1.events.list({"type": "refund.created"}).data[0]
    assert event.request is not None and event.request.id is None


@pytest.mark.parametrize("start", ["pending", "requires_action", "succeeded"])
def test_a_refund_that_fails_brings_the_money_back(
    client: stripe.StripeClient, server: RunningDemoStripe, start: NextRefund
) -> None:
    intent = paid(client, server)
    account_of(server).next_refund = start
    made = client.v1.refunds.create({"payment_intent": intent.id, "amount": 890})
    assert made.status == start
    with inside(server) as (tx, account):
        refunds.end(tx, account, made.id, "failed", "lost_or_stolen_card")
    failed = client.v1.refunds.retrieve(made.id)
    assert (failed.status, failed.failure_reason) == ("failed", "lost_or_stolen_card")
    assert lines_of(client, made.id)[1] == ("refund_failure", "refund_failure", 890, 0)
    assert charge_of(client, intent).amount_refunded == 0
    kinds = ["refund.updated", "charge.refund.updated", "refund.failed"]
    assert event_types(client, "*refund*")[2:] == kinds
    account_of(server).next_refund = "succeeded"
    assert client.v1.refunds.create({"payment_intent": intent.id}).amount == 2270


def test_a_refund_made_to_fail_is_pending_first(
    client: stripe.StripeClient, server: RunningDemoStripe
) -> None:
    intent = paid(client, server)
    account_of(server).next_refund = "failed"
    made = client.v1.refunds.create({"payment_intent": intent.id})
    assert (made.status, made.pending_reason) == ("pending", "processing")
    assert client.v1.refunds.retrieve(made.id).status == "failed"
    assert event_types(client, "refund.*")[-1] == "refund.failed"


def test_only_a_refund_that_requires_action_can_be_cancelled(
    client: stripe.StripeClient, server: RunningDemoStripe
) -> None:
    intent = paid(client, server)
    account_of(server).next_refund = "pending"
    pending = client.v1.refunds.create({"payment_intent": intent.id, "amount": 10})
    with pytest.raises(stripe.InvalidRequestError, match="cannot be canceled"):
        client.v1.refunds.cancel(pending.id)
    account_of(server).next_refund = "requires_action"
    waiting = client.v1.refunds.create({"payment_intent": intent.id, "amount": 20})
    assert client.v1.refunds.cancel(waiting.id).status == "canceled"
    assert charge_of(client, intent).amount_refunded == 10


def test_a_refund_ends_once(client: stripe.StripeClient, server: RunningDemoStripe) -> None:
    intent = paid(client, server)
    account_of(server).next_refund = "pending"
    made = client.v1.refunds.create({"payment_intent": intent.id})
    with inside(server) as (tx, account):
        assert refunds.end(tx, account, made.id, "succeeded")["status"] == "succeeded"
        with pytest.raises(ApiError, match="cannot become canceled"):
            refunds.end(tx, account, made.id, "canceled")
        refunds.end(tx, account, made.id, "failed")
        with pytest.raises(ApiError, match="cannot become succeeded"):
            refunds.end(tx, account, made.id, "succeeded")
        with pytest.raises(ApiError, match="failure_reason"):
            refunds.end(tx, account, made.id, "failed", "bad weather")


def test_local_methods_are_refunded_under_their_own_name(
    client: stripe.StripeClient, server: RunningDemoStripe
) -> None:
    for method in ("sepa_debit", "paypal"):
        made = client.v1.refunds.create({"payment_intent": paid(client, server, method).id})
        assert made.id.startswith("pyr_")
        assert lines_of(client, made.id) == [("payment_refund", "refund", -2270, 0)]


def test_a_disputed_charge_is_not_refunded_until_the_dispute_is_won(
    client: stripe.StripeClient, server: RunningDemoStripe
) -> None:
    intent = paid(client, server)
    with inside(server) as (tx, account):
        dispute = disputes.open_dispute(tx, account, intent.id)
    assert refusal(client, payment_intent=intent.id) == ("charge_disputed", None)
    with inside(server) as (tx, account):
        disputes.close(tx, account, dispute["id"], "won")
    assert client.v1.refunds.create({"payment_intent": intent.id}).amount == 2270
