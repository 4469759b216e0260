"""A refund that waits for its customer is known to wait, and counted once."""

from datetime import timedelta

import pytest
from flask import Flask

from shop.clock import now
from shop.demo.stripe.account import NextRefund
from shop.reconcile.compare_refunds import compare_refunds
from tests.make.demo_stripe import RunningDemoStripe
from tests.make.money import make_paid_order
from tests.make.refunds import check_laws, kept_refunds, refund_of


def booked(app: Flask) -> int:
    with app.app_context():
        found = compare_refunds(now() - timedelta(days=1))
        assert found.wrong == []
        return found.booked


@pytest.mark.parametrize("becomes", ["pending", "requires_action", "succeeded"])
def test_what_has_not_changed_is_not_counted(
    app: Flask, own_stripe: RunningDemoStripe, becomes: NextRefund
) -> None:
    order = make_paid_order(app, own_stripe)
    own_stripe.next_refund(becomes)
    refund_of(app, order.id, discount_cents=100, send=True)
    assert booked(app) == 0
    own_stripe.dashboard_refund(order.payment_intent_id, 100)
    assert booked(app) == 1
    assert booked(app) == 0
    check_laws(app)


def test_the_end_of_the_wait_is_counted_once(app: Flask, own_stripe: RunningDemoStripe) -> None:
    order = make_paid_order(app, own_stripe)
    own_stripe.next_refund("requires_action")
    refund_of(app, order.id, discount_cents=100, send=True)
    (refund,) = kept_refunds(app)
    own_stripe.end_refund(refund.stripe_id or "", "succeeded")
    assert (booked(app), booked(app)) == (1, 0)
    assert kept_refunds(app)[0].state == "succeeded"
    check_laws(app)
