"""There is one payment page for an order, however often it is asked for."""

from datetime import timedelta

from flask import Flask
from sqlalchemy import select

from shop.clock import now, stopped_at
from shop.db import db
from shop.payment.models import Attempt
from tests.make.catalogue import make_product
from tests.make.demo_stripe import RunningDemoStripe
from tests.make.orders import make_order, state_of
from tests.make.payments import forget_session, payment_page, report


def test_the_payment_page_is_the_same_however_often_it_is_asked_for(
    app: Flask, stripe: RunningDemoStripe
) -> None:
    order = make_order(app, {make_product(app).variant.id: 1})
    assert payment_page(app, order) == payment_page(app, order)


def test_an_answer_that_was_lost_is_asked_for_again_without_a_second_session(
    app: Flask, stripe: RunningDemoStripe
) -> None:
    order = make_order(app, {make_product(app).variant.id: 1})
    first = payment_page(app, order)
    forget_session(app)
    assert payment_page(app, order) == first


def test_an_order_stays_payable_when_stripe_was_away_for_a_while(
    app: Flask, stripe: RunningDemoStripe
) -> None:
    """Ten minutes later the frozen expiry is too near for Stripe: new parameters, a new key."""
    with stopped_at(now() - timedelta(minutes=10)):
        order = make_order(app, {make_product(app).variant.id: 1})
    stripe.pay(payment_page(app, order))
    with app.app_context():
        session_id = db.session.scalars(
            select(Attempt.session_id).where(Attempt.state == "open", Attempt.number == 2)
        ).one()
    report(app, session_id or "")
    assert state_of(app, order) == "paid"
