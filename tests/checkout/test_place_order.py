"""A binding order: everything in one piece, or nothing."""

from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import func, select

from shop.cart.rules import Delivery
from shop.checkout.rules import UNPAID_PER_MAILBOX, NothingToOrder, PlaceGone, TooManyUnpaid
from shop.db import db
from shop.mail.models import OutboxMail
from shop.orders.models import Line, LineVat, Order, OrderText
from shop.payment.models import Attempt
from tests.make.catalogue import make_product
from tests.make.orders import ANSWERS, make_order, make_pickup_place, place, priced
from tests.make.sales import sell
from tests.make.stock import level_of


def count(app: Flask, *tables: type) -> list[int]:
    with app.app_context():
        return [db.session.scalar(select(func.count()).select_from(t)) or 0 for t in tables]


def test_an_order_copies_what_it_sold_with_every_cent(app: Flask) -> None:
    coffee = make_product(app, "Hausmischung").variant
    mug = make_product(
        app,
        "Becher",
        kind="goods",
        variants=[
            {
                "price_cents": 1450,
                "vat_class": "standard",
                "net_grams": None,
                "coffee_grams": 0,
                "grind": None,
                "size": "Ein Stück",
            }
        ],
    ).variant
    order = make_order(app, {coffee.id: 2, mug.id: 1})
    with app.app_context():
        db.session.execute(db.text("update products set name = 'Anders'"))
        db.session.execute(db.text("update variants set price_cents = 1"))
        db.session.commit()
        lines = db.session.scalars(select(Line).order_by(Line.position)).all()
        assert [(x.product_name, x.quantity, x.total_cents) for x in lines] == [
            ("Hausmischung", 2, 1500),
            ("Becher", 1, 1450),
            ("Versand", 1, 490),
        ]
        rows = db.session.execute(
            select(LineVat.rate_bp, func.sum(LineVat.gross_cents), func.sum(LineVat.net_cents))
            .group_by(LineVat.rate_bp)
            .order_by(LineVat.rate_bp)
        ).all()
    assert [tuple(row) for row in rows] == [(700, 1749, 1635), (1900, 1691, 1421)]
    assert order.total_cents == 3440


def test_when_something_is_refused_nothing_of_the_order_stays(app: Flask) -> None:
    bag = make_product(app).variant
    cart = priced(app, {bag.id: 1}, Delivery.PICKUP)
    gone = make_pickup_place(app, open=False)
    answers = replace(ANSWERS, delivery=Delivery.PICKUP, pickup_place_id=gone)
    with pytest.raises(PlaceGone):
        place(app, cart, answers)
    with pytest.raises(PlaceGone):
        place(app, cart, replace(answers, pickup_place_id=None))
    with pytest.raises(NothingToOrder):
        place(app, priced(app, {}))
    assert count(app, Order, Line, Attempt, OutboxMail) == [0, 0, 0, 0]
    assert level_of(app, bag.id) == (10, 0)


def test_each_order_keeps_the_wording_it_was_placed_under(app: Flask) -> None:
    make_order(app, {make_product(app).variant.id: 1})
    with app.app_context():
        names = set(db.session.scalars(select(OrderText.name)))
    assert {"agb", "widerrufsbelehrung", "datenschutz"} <= names


def test_one_mailbox_cannot_hold_the_shelf_with_unpaid_orders(app: Flask) -> None:
    bag = make_product(app, variants=[{"units": 50}]).variant
    orders = [make_order(app, {bag.id: 1}) for _ in range(UNPAID_PER_MAILBOX)]
    with pytest.raises(TooManyUnpaid):
        make_order(app, {bag.id: 1})
    make_order(app, {bag.id: 1}, replace(ANSWERS, email="somebody.else@example.org"))
    with app.app_context():
        sell(orders[0].id)
        db.session.commit()
    make_order(app, {bag.id: 1})
