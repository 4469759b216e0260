"""Every object carries every field the library knows, but for those named here with a reason."""

from typing import Any

import stripe

from shop.demo.stripe import disputes, payouts, reviews, warnings
from tests.demo.stripe.paying import charge_of, inside, paid
from tests.demo.stripe.response_checker import CLASSES, fields
from tests.make.demo_stripe import RunningDemoStripe

_ABSENT = {
    # Only by expanding; Level 3, Connect and adaptive pricing are not carried out.
    "charge": {"authorization_code", "level3", "presentment_details", "refunds", "transfer"},
    "balance_transaction": set[str](),
    "dispute": {"intended_submission_method"},
    "payout": set[str](),
    "radar.early_fraud_warning": set[str](),
    # Stripe adds these when they apply: a pause, a failure, a customer, a converted amount.
    "refund": {
        "customer",
        "customer_account",
        "description",
        "failure_balance_transaction",
        "failure_reason",
        "instructions_email",
        "next_action",
        "pending_reason",
        "presentment_details",
    },
    "review": set[str](),
}


def test_nothing_is_missing(client: stripe.StripeClient, server: RunningDemoStripe) -> None:
    intent = paid(client, server)
    with inside(server) as (tx, account):
        review = reviews.open_review(tx, account, intent.id)
        warning = warnings.early_fraud_warning(tx, account, intent.id)
    refund = client.v1.refunds.create({"payment_intent": intent.id, "amount": 1})
    with inside(server) as (tx, account):
        payout = payouts.run(tx, account)
        dispute = disputes.open_dispute(tx, account, intent.id)
    assert payout is not None
    made: list[dict[str, Any]] = [payout, dispute, review, warning, refund.to_dict()]
    made.append(charge_of(client, intent).to_dict())
    made.append(client.v1.balance_transactions.list().data[0].to_dict())
    absent = {x["object"]: fields(CLASSES[x["object"]]).keys() - x.keys() for x in made}
    assert absent == _ABSENT
