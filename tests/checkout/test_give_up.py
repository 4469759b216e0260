"""An order that was given up cannot be paid any more, and what was paid is not given up."""

import pytest
from flask import Flask

from shop.checkout.give_up import give_up
from shop.orders.rules import MoveRefused
from tests.make.catalogue import make_product
from tests.make.demo_stripe import RunningDemoStripe
from tests.make.orders import make_order, state_of
from tests.make.payments import forget_session, payment_page
from tests.make.stock import level_of


def test_an_order_given_up_is_cancelled_and_its_page_is_closed(
    app: Flask, stripe: RunningDemoStripe
) -> None:
    bag = make_product(app, variants=[{"units": 5}]).variant
    order = make_order(app, {bag.id: 1})
    page = payment_page(app, order)
    with app.app_context():
        give_up(order.id)
    assert state_of(app, order) == "cancelled"
    assert level_of(app, bag.id) == (5, 0)
    assert stripe.pay(page) is None


def test_giving_up_twice_is_giving_up_once(app: Flask, stripe: RunningDemoStripe) -> None:
    bag = make_product(app, variants=[{"units": 5}]).variant
    order = make_order(app, {bag.id: 1})
    with app.app_context():
        give_up(order.id)
        give_up(order.id)
    assert state_of(app, order) == "cancelled"
    assert level_of(app, bag.id) == (5, 0)


def test_the_page_is_closed_also_when_the_shop_never_learned_of_it(
    app: Flask, stripe: RunningDemoStripe
) -> None:
    order = make_order(app, {make_product(app).variant.id: 1})
    page = payment_page(app, order)
    forget_session(app)
    with app.app_context():
        give_up(order.id)
    assert state_of(app, order) == "cancelled"
    assert stripe.pay(page) is None


def test_who_gives_up_after_paying_has_paid(app: Flask, stripe: RunningDemoStripe) -> None:
    order = make_order(app, {make_product(app).variant.id: 1})
    stripe.pay(payment_page(app, order))
    with app.app_context(), pytest.raises(MoveRefused):
        give_up(order.id)
    assert state_of(app, order) == "paid"
