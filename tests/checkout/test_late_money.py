"""Money that comes after the order was given up is never refused."""

from datetime import timedelta

from flask import Flask

from shop.checkout.look_again import look_again
from shop.clock import now, stopped_at
from tests.make.books import booked_cents
from tests.make.catalogue import make_product
from tests.make.demo_stripe import RunningDemoStripe, running_demo_stripe
from tests.make.mails import alerts_of
from tests.make.orders import MadeOrder, make_order, state_of
from tests.make.payments import paying_at, payment_page, report, session_of
from tests.make.stock import level_of


def expire_while_the_page_stays_open(app: Flask, order: MadeOrder) -> tuple[str, str]:
    """The shop asked another account about the session, and gave the order up after a day."""
    page = payment_page(app, order)
    with running_demo_stripe() as another, paying_at(app, another), app.app_context():
        with stopped_at(now() + timedelta(hours=23)):
            look_again()
        assert state_of(app, order) == "awaiting_payment"
        with stopped_at(now() + timedelta(hours=26)):
            look_again()
    assert state_of(app, order) == "expired"
    return page, session_of(app, order)


def test_late_money_is_sold_while_the_goods_are_there(
    app: Flask, stripe: RunningDemoStripe
) -> None:
    bag = make_product(app, variants=[{"units": 1}]).variant
    order = make_order(app, {bag.id: 1})
    page, session_id = expire_while_the_page_stays_open(app, order)
    assert level_of(app, bag.id) == (1, 0)
    stripe.pay(page)
    report(app, session_id)
    assert state_of(app, order) == "paid"
    assert level_of(app, bag.id) == (0, 0)


def test_late_money_for_goods_that_are_gone_needs_a_decision(
    app: Flask, stripe: RunningDemoStripe
) -> None:
    one, two = make_product(app, variants=[{"units": 2}, {"units": 1}]).variants
    order = make_order(app, {one.id: 1, two.id: 1})
    page, session_id = expire_while_the_page_stays_open(app, order)
    make_order(app, {two.id: 1})
    stripe.pay(page)
    report(app, session_id)
    assert state_of(app, order) == "needs_decision"
    assert level_of(app, one.id) == (2, 0)
    assert level_of(app, two.id) == (1, 1)
    assert booked_cents(app) == 0
    assert alerts_of(app) == ["paid_late_goods_gone"]
