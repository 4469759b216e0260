"""A warning whose event was lost still stops the parcel, and a review ends here when it ended."""

from datetime import timedelta

from flask import Flask
from sqlalchemy import select

from shop.clock import now
from shop.db import db
from shop.disputes.models import Warning
from shop.payment.models import Attempt
from shop.reconcile.compare_warnings import compare_warnings
from tests.make.catalogue import make_product
from tests.make.demo_stripe import RunningDemoStripe
from tests.make.orders import MadeOrder, make_order, state_of
from tests.make.payments import payment_page, session_of, settle_order


def compared(app: Flask) -> int:
    with app.app_context():
        found = compare_warnings(now() - timedelta(days=1))
        assert found.wrong == []
        return found.booked


def open_kinds(app: Flask) -> list[str]:
    with app.app_context():
        kinds = db.session.scalars(select(Warning.kind).where(Warning.is_open))
        return sorted(kinds)


def paid(app: Flask, stripe: RunningDemoStripe) -> tuple[MadeOrder, str]:
    order = make_order(app, {make_product(app).variant.id: 1})
    payment_page(app, order)
    stripe.pay_session(session_of(app, order))
    settle_order(app, order)
    with app.app_context():
        intent = db.session.scalars(select(Attempt.payment_intent_id)).one()
    assert intent
    return order, intent


def test_a_fraud_warning_nobody_told_of_stops_the_parcel_once(
    app: Flask, own_stripe: RunningDemoStripe
) -> None:
    order, intent = paid(app, own_stripe)
    own_stripe.fraud_warning(intent)
    assert compared(app) == 1
    assert state_of(app, order) == "needs_decision"
    assert compared(app) == 0


def test_a_review_that_ended_unheard_is_open_no_longer(
    app: Flask, own_stripe: RunningDemoStripe
) -> None:
    order, intent = paid(app, own_stripe)
    review = own_stripe.review(intent)
    assert compared(app) == 1
    assert (state_of(app, order), open_kinds(app)) == ("needs_decision", ["review"])
    own_stripe.close_review(review["id"], "approved")
    assert compared(app) == 1
    assert open_kinds(app) == []
