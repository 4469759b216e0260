"""Every payment is found, whether or not anybody reports it."""

from datetime import timedelta

import pytest
from flask import Flask

from shop.checkout.look_again import look_again
from shop.clock import now, stopped_at
from shop.payment.provider import PaymentUnavailable
from tests.make.catalogue import make_product
from tests.make.demo_stripe import RunningDemoStripe, running_demo_stripe
from tests.make.mails import news_of
from tests.make.orders import MadeOrder, make_order, state_of
from tests.make.payments import forget_session, paying_at, payment_page
from tests.make.stock import level_of


def test_an_abandoned_payment_frees_the_stock_without_a_mail(app: Flask) -> None:
    bag = make_product(app, variants=[{"units": 5}]).variant
    with running_demo_stripe() as server, paying_at(app, server):
        order = make_order(app, {bag.id: 1})
        payment_page(app, order)
        server.advance_clock(36 * 60)
        with app.app_context(), stopped_at(now() + timedelta(minutes=36)):
            assert look_again() == 1
    assert state_of(app, order) == "expired"
    assert level_of(app, bag.id) == (5, 0)
    assert news_of(app) == ["order-received"]


def test_the_poller_finds_a_payment_nobody_reported(app: Flask, stripe: RunningDemoStripe) -> None:
    order = make_order(app, {make_product(app).variant.id: 1})
    stripe.pay(payment_page(app, order))
    with app.app_context():
        assert look_again() == 0
        with stopped_at(now() + timedelta(minutes=3)):
            assert look_again() == 1
            assert look_again() == 0
    assert state_of(app, order) == "paid"


def paid_while_the_answer_was_lost(app: Flask, server: RunningDemoStripe) -> MadeOrder:
    order = make_order(app, {make_product(app).variant.id: 1})
    server.pay(payment_page(app, order))
    forget_session(app)
    # From now on the key answers with a failure only.
    server.fail_next("500_before", "POST /v1/checkout/sessions", times=0)
    return order


def test_a_page_whose_name_was_lost_is_searched_for_once_it_has_ended(app: Flask) -> None:
    with running_demo_stripe() as server, paying_at(app, server), app.app_context():
        order = paid_while_the_answer_was_lost(app, server)
        with stopped_at(now() + timedelta(minutes=10)):
            look_again()
        assert state_of(app, order) == "awaiting_payment"
        with stopped_at(now() + timedelta(minutes=50)):
            look_again()
    assert state_of(app, order) == "paid"


def test_an_order_whose_page_never_came_to_be_is_given_up(app: Flask) -> None:
    bag = make_product(app, variants=[{"units": 5}]).variant
    with running_demo_stripe() as server, paying_at(app, server), app.app_context():
        order = make_order(app, {bag.id: 1})
        server.fail_next("500_before", "POST /v1/checkout/sessions", times=0)
        with pytest.raises(PaymentUnavailable):
            payment_page(app, order)
        with stopped_at(now() + timedelta(minutes=50)):
            look_again()
    assert state_of(app, order) == "expired"
    assert level_of(app, bag.id) == (5, 0)


def test_nothing_is_given_up_while_stripe_cannot_be_asked(app: Flask) -> None:
    with running_demo_stripe() as server:
        gone = server
    with paying_at(app, gone), app.app_context():
        order = make_order(app, {make_product(app).variant.id: 1})
        with stopped_at(now() + timedelta(minutes=50)):
            look_again()
    assert state_of(app, order) == "awaiting_payment"
