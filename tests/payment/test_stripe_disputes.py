"""Warnings as Stripe really sends them: without the keys that have nothing to say."""

import pytest
from flask import Flask
from stripe import Review
from stripe.radar import EarlyFraudWarning

from shop.payment.stripe_disputes import read_fraud_warning, read_review
from tests.make.demo_stripe import RunningDemoStripe
from tests.make.money import make_paid_order

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def test_a_warning_that_names_only_its_charge_is_still_about_its_payment(
    app: Flask, stripe: RunningDemoStripe
) -> None:
    paid = make_paid_order(app, stripe)
    charge = stripe.fraud_warning(paid.payment_intent_id)["charge"]
    told = {"id": "issfr_1", "charge": charge, "actionable": True, "created": 1_800_000_000}
    with app.app_context():
        warning = read_fraud_warning(EarlyFraudWarning.construct_from(told, None))
    assert warning.payment_intent_id == paid.payment_intent_id


def test_a_review_of_no_payment_is_about_none(app: Flask) -> None:
    told = {"id": "prv_1", "open": True, "created": 1_800_000_000}
    with app.app_context():
        assert read_review(Review.construct_from(told, None)).payment_intent_id is None
