"""No bag is sold twice."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask

from shop.cart.rules import PricedCart
from shop.db import db
from shop.stock.release import release
from shop.stock.reserve import reserve
from shop.stock.rules import OutOfStock
from shop.stock.sell import sell
from tests.make.catalogue import make_product
from tests.make.orders import make_order, place, priced, somebody
from tests.make.stock import level_of


def test_an_order_holds_its_units_until_they_are_sold(app: Flask) -> None:
    bag = make_product(app, variants=[{"units": 5}]).variant
    order = make_order(app, {bag.id: 2})
    assert level_of(app, bag.id) == (5, 2)
    with app.app_context():
        sell(order.id)
        sell(order.id)
        db.session.commit()
    assert level_of(app, bag.id) == (3, 0)


def test_what_was_not_paid_is_free_again_once(app: Flask) -> None:
    bag = make_product(app, variants=[{"units": 5}]).variant
    order = make_order(app, {bag.id: 2})
    with app.app_context():
        release(order.id)
        release(order.id)
        sell(order.id)
        db.session.commit()
    assert level_of(app, bag.id) == (5, 0)


def test_all_shortages_are_named_and_nothing_is_held(app: Flask) -> None:
    few, none, many = make_product(
        app, variants=[{"units": 1}, {"units": 0}, {"units": 9}]
    ).variants
    order = make_order(app, {many.id: 1})
    with app.app_context():
        with pytest.raises(OutOfStock) as refused:
            reserve(order.id, {many.id: 3, few.id: 2, none.id: 1})
        db.session.rollback()
    assert refused.value.shortages == {few.id: 1, none.id: 0}
    assert level_of(app, many.id) == (9, 1)


def test_many_at_once_for_two_coffees_in_opposite_order_sell_no_bag_twice(app: Flask) -> None:
    one, two = make_product(app, variants=[{"units": 7}, {"units": 7}]).variants
    carts = [priced(app, {one.id: 1, two.id: 1}), priced(app, {two.id: 1, one.id: 1})] * 10

    def buy(cart: PricedCart) -> bool:
        try:
            place(app, cart, somebody())
        except OutOfStock:
            return False
        return True

    with ThreadPoolExecutor(8) as crowd:
        bought = sum(crowd.map(buy, carts))
    assert bought == 7
    assert level_of(app, one.id) == level_of(app, two.id) == (7, 7)
