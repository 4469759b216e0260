from dataclasses import replace

from flask import Flask
from sqlalchemy import select

from shop.cart.rules import Delivery
from shop.db import db
from shop.orders.models import Order
from shop.orders.new_pickup_code import new_pickup_code
from shop.orders.rules import CODE_LENGTH, CODE_SIGNS, code_shown, code_typed
from tests.make.catalogue import make_product
from tests.make.orders import ANSWERS, make_order, make_pickup_place


def code_of(app: Flask, order_id: int) -> str:
    with app.app_context():
        return db.session.scalars(select(Order.pickup_code).where(Order.id == order_id)).one()


def test_an_order_to_be_picked_up_has_a_code_and_a_parcel_has_none(app: Flask) -> None:
    coffee = make_product(app, variants=[{"units": 10}])
    place = make_pickup_place(app)
    fetched = replace(ANSWERS, delivery=Delivery.PICKUP, pickup_place_id=place, phone="030 1")
    code = code_of(app, make_order(app, {coffee.variant.id: 1}, fetched).id)
    assert len(code) == CODE_LENGTH and set(code) <= set(CODE_SIGNS)
    assert code_of(app, make_order(app, {coffee.variant.id: 1}).id) == ""


def test_no_two_codes_are_alike() -> None:
    assert len({new_pickup_code() for _ in range(200)}) == 200


def test_a_code_is_read_however_it_is_typed() -> None:
    assert code_shown("K7PX3M") == "K7PX-3M" and code_shown("") == ""
    for typed in ("K7PX-3M", "k7px3m", " k7 px 3m ", "K7PX–3M"):
        assert code_typed(typed) == "K7PX3M"
