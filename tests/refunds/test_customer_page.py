"""What a customer reads of the money that goes back, on the page of the order."""

import pytest
from flask import Flask

from shop.db import db
from shop.fulfilment.fulfil import pack, ship
from shop.refunds.rules import Goods
from shop.refunds.send_refunds import send_refunds
from tests.cart.test_pages import text_of
from tests.make.catalogue import make_product
from tests.make.demo_stripe import RunningDemoStripe
from tests.make.orders import MadeOrder, make_order, somebody
from tests.make.payments import pay_twice, payment_page, report
from tests.make.refunds import accept, refund_of
from tests.make.sales import sell


@pytest.fixture
def order(app: Flask) -> MadeOrder:
    made = make_order(app, {make_product(app, "Hausmischung").variant.id: 2}, somebody())
    with app.app_context():
        sell(made.id)
        db.session.commit()
    return made


def page(app: Flask, order: MadeOrder) -> str:
    return text_of(app.test_client().get(f"/bestellung/{order.token}").text)


def send_off(app: Flask, order: MadeOrder) -> None:
    with app.app_context():
        pack(order.id, None)
        ship(order.id, None)
        db.session.commit()


def test_a_parcel_whose_money_goes_back_is_not_just_on_its_way(
    app: Flask, order: MadeOrder
) -> None:
    send_off(app, order)
    accept(app, refund_of(app, order.id, {0: (1, Goods.BACK)}))
    assert "Ihre Bestellung ist unterwegs" in page(app, order)
    accept(app, refund_of(app, order.id, {0: (1, Goods.WRITTEN_OFF)}, shipping=True))
    told = page(app, order)
    assert "Ihre Bestellung ist unterwegs" not in told
    assert "Wir zahlen Ihr Geld zurück" in told and "auf dem Weg zurück, auf dem es kam" in told


def test_a_refund_that_failed_is_not_called_on_its_way(app: Flask, order: MadeOrder) -> None:
    refund_id = refund_of(app, order.id, {0: (2, Goods.NEVER_LEFT)}, shipping=True)
    told = page(app, order)
    assert "Diese Bestellung ist aufgehoben" in told and "Ihr Geld geht auf dem Weg" in told
    accept(app, refund_id, "pending")
    accept(app, refund_id, "failed")
    told = page(app, order)
    assert "Die Rückzahlung hat nicht geklappt; wir melden uns bei Ihnen." in told
    assert "Die Rückzahlung von 19,90 € hat nicht geklappt" in told
    assert "Ihr Geld geht auf dem Weg" not in told and "Wir erstatten Ihnen" not in told


def test_a_bank_that_waits_for_the_customer_is_named(app: Flask, order: MadeOrder) -> None:
    refund_id = refund_of(app, order.id, discount_cents=100)
    accept(app, refund_id, "requires_action")
    assert "Dazu fehlt noch eine Angabe von Ihnen" in page(app, order)
    accept(app, refund_id)
    assert "Dazu fehlt noch eine Angabe von Ihnen" not in page(app, order)


def test_who_paid_twice_reads_that_the_order_stays(app: Flask, stripe: RunningDemoStripe) -> None:
    order = make_order(app, {make_product(app, variants=[{"units": 5}]).variant.id: 2})
    payment_page(app, order)
    for session_id in pay_twice(app, stripe, order):
        report(app, session_id)
    with app.app_context():
        send_refunds()
    told = page(app, order)
    assert "Sie haben doppelt bezahlt: Die zweite Zahlung geht zurück." in told
    assert "Ihre Bestellung bleibt, wie sie ist." in told
    assert "Danke, Ihre Bestellung ist bezahlt" in told
