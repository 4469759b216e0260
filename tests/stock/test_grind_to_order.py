"""Ground when somebody orders it: what is for sale are the beans, and they are sold once."""

from datetime import date

import pytest
from flask import Flask

from shop.cart.queries import fill
from shop.cart.rules import Shortage
from shop.catalogue.queries import product_page
from shop.catalogue.sellable import sellable
from shop.db import db
from shop.stock.grind_to_order import grind_to_order
from shop.stock.hold_again import hold_again
from shop.stock.models import Reservation
from shop.stock.pack import pack
from shop.stock.release import release
from shop.stock.reserve import reserve
from shop.stock.rules import GroundToOrder, NotItsBeans, OutOfStock, UnitsThere
from shop.stock.sell import sell
from tests.make.books import broken_laws
from tests.make.catalogue import MadeProduct, make_product
from tests.make.orders import make_order
from tests.make.origin import endless_batch, make_batch
from tests.make.stock import by_batch, level_of


@pytest.fixture
def coffee(app: Flask) -> MadeProduct:
    """Five bags of beans, ground to order for the filter and for espresso."""
    made = make_product(
        app,
        "Filter Jaén",
        variants=[
            {"units": 5},
            {"units": 0, "grind": "filter"},
            {"units": 0, "grind": "espresso"},
        ],
    )
    beans, *ground = made.variants
    with app.app_context():
        for one in ground:
            grind_to_order(one.id, beans.id)
        db.session.commit()
    return made


def held(app: Flask, order_id: int) -> list[tuple[int, int]]:
    """(variant ordered, units) as they were held."""
    with app.app_context():
        rows = db.session.query(Reservation).filter_by(order_id=order_id)
        return [(row.variant_id, row.units) for row in rows.order_by(Reservation.id)]


def test_what_is_for_sale_are_the_beans(app: Flask, coffee: MadeProduct) -> None:
    beans, filtered, _espresso = coffee.variants
    with app.app_context():
        found = sellable([filtered.id, beans.id])
        assert {one.available for one in found.values()} == {5}
        assert {one.batches for one in found.values()} == {frozenset({endless_batch()})}
        offers = {offer.variant_id: offer for offer in product_page(coffee.slug).offers}
    assert offers[filtered.id].available == offers[beans.id].available == 5


def test_an_order_takes_the_beans_and_remembers_what_was_ordered(
    app: Flask, coffee: MadeProduct
) -> None:
    beans, filtered, _espresso = coffee.variants
    order = make_order(app, {filtered.id: 2, beans.id: 1})
    assert level_of(app, beans.id) == (5, 3)
    assert sorted(held(app, order.id)) == sorted([(filtered.id, 2), (beans.id, 1)])
    with app.app_context():
        sell(order.id)
        db.session.commit()
    assert level_of(app, beans.id) == (2, 0)
    assert level_of(app, filtered.id) == (0, 0)


def test_two_lines_on_the_same_beans_are_summed_before_any_is_held(
    app: Flask, coffee: MadeProduct
) -> None:
    beans, filtered, espresso = coffee.variants
    order = make_order(app, {beans.id: 1})
    with app.app_context():
        with pytest.raises(OutOfStock) as refused:
            reserve(order.id, {beans.id: 2, filtered.id: 1, espresso.id: 2})
        db.session.rollback()
    assert refused.value.shortages == {espresso.id: 1}
    assert level_of(app, beans.id) == (5, 1)


def test_a_cart_has_no_bag_in_two_lines(app: Flask, coffee: MadeProduct) -> None:
    beans, filtered, espresso = coffee.variants
    with app.app_context():
        cart = fill({beans.id: 3, filtered.id: 4, espresso.id: 1})
    assert [(line.quantity, line.shortage) for line in cart.lines] == [
        (3, None),
        (2, Shortage.FEWER),
        (0, Shortage.IN_OTHER_LINE),
    ]


def test_what_was_released_is_held_again_of_the_same_beans(app: Flask, coffee: MadeProduct) -> None:
    beans, filtered, espresso = coffee.variants
    order = make_order(app, {filtered.id: 2, espresso.id: 3})
    with app.app_context():
        release(order.id)
        hold_again(order.id)
        db.session.commit()
    assert level_of(app, beans.id) == (5, 5)
    assert held(app, order.id) == [(filtered.id, 2), (espresso.id, 3)]


def test_what_expires_first_is_ground_first(app: Flask) -> None:
    soon = make_batch(app, best_before=date(2098, 1, 1))
    late = make_batch(app, best_before=date(2099, 1, 1))
    beans, filtered = make_product(
        app, variants=[{"shelf": {late: 3, soon: 2}}, {"units": 0, "grind": "filter"}]
    ).variants
    with app.app_context():
        grind_to_order(filtered.id, beans.id)
        db.session.commit()
    make_order(app, {beans.id: 1, filtered.id: 2})
    assert by_batch(app, beans.id) == {soon: (2, 2), late: (3, 1)}


def test_nothing_ground_is_put_on_a_shelf(app: Flask, coffee: MadeProduct) -> None:
    with app.app_context():
        with pytest.raises(GroundToOrder):
            pack(endless_batch(), coffee.variants[1].id, 1)
        db.session.rollback()
        assert broken_laws() == {}


def test_only_what_has_no_units_left_is_ground_to_order(app: Flask) -> None:
    beans, packed = make_product(
        app, variants=[{"units": 5}, {"units": 1, "grind": "filter"}]
    ).variants
    with app.app_context(), pytest.raises(UnitsThere):
        grind_to_order(packed.id, beans.id)


@pytest.mark.parametrize("ground", [{"grind": "bean"}, {"grind": "filter", "coffee_grams": 500}])
def test_it_is_ground_from_whole_beans_of_the_same_weight(
    app: Flask, ground: dict[str, object]
) -> None:
    beans, other = make_product(app, variants=[{"units": 5}, {"units": 0} | ground]).variants
    with app.app_context(), pytest.raises(NotItsBeans):
        grind_to_order(other.id, beans.id)


def test_nothing_is_ground_from_another_product_from_itself_or_from_ground(
    app: Flask, coffee: MadeProduct
) -> None:
    elsewhere = make_product(app, variants=[{"units": 0, "grind": "filter"}]).variant
    beans, filtered, espresso = coffee.variants
    with app.app_context():
        for ground, of in (
            (elsewhere, beans),
            (espresso, filtered),
            (filtered, filtered),
            (beans, filtered),
        ):
            with pytest.raises(NotItsBeans):
                grind_to_order(ground.id, of.id)


def test_it_can_lie_on_a_shelf_again(app: Flask, coffee: MadeProduct) -> None:
    beans, filtered, _espresso = coffee.variants
    with app.app_context():
        grind_to_order(filtered.id, None)
        pack(endless_batch(), filtered.id, 1)
        db.session.commit()
    assert level_of(app, filtered.id) == (1, 0)
    with app.app_context():
        assert sellable([filtered.id])[filtered.id].available == 1
