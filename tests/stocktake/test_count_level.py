"""What somebody finds is kept beside what should be there, once, and nobody overwrites another."""

import pytest
from flask import Flask

from shop.db import db
from shop.fulfilment.fulfil import pack
from shop.stock.rules import NeedsBatch, NotFromABatch
from shop.stocktake.counted import counted
from shop.stocktake.level_to_count import level_to_count
from shop.stocktake.rules import CountedAlready, MovedSince, SavedAlready, StocktakeEnded
from tests.make.catalogue import MUG, MadeVariant, make_product
from tests.make.orders import make_order
from tests.make.origin import make_batch
from tests.make.people import make_person
from tests.make.sales import sell
from tests.make.stock import only_level
from tests.make.stocktake import begun, booked, count, difference_of


@pytest.fixture
def bag(app: Flask) -> MadeVariant:
    return make_product(app, "Filter Jaén", variants=[{"units": 10}]).variant


@pytest.fixture
def level_id(app: Flask, bag: MadeVariant) -> int:
    return only_level(app, bag.id)


def test_a_sold_bag_that_nobody_packed_is_counted_with_the_others(
    app: Flask, bag: MadeVariant, level_id: int
) -> None:
    order = make_order(app, {bag.id: 3})
    with app.app_context():
        sell(order.id)
        db.session.commit()
    stocktake_id = begun(app)
    count(app, stocktake_id, level_id, 10)
    assert difference_of(app, stocktake_id, level_id) == 0


def test_what_is_packed_after_the_count_changes_nothing_about_its_difference(
    app: Flask, bag: MadeVariant, level_id: int
) -> None:
    order = make_order(app, {bag.id: 3})
    with app.app_context():
        sell(order.id)
        db.session.commit()
    stocktake_id = begun(app)
    count(app, stocktake_id, level_id, 9)
    with app.app_context():
        pack(order.id, None)
        db.session.commit()
    assert difference_of(app, stocktake_id, level_id) == -1


def test_one_location_has_one_open_stocktake(app: Flask) -> None:
    first = begun(app)
    assert begun(app) == first
    booked(app, first)
    assert begun(app) != first


def test_the_second_is_told_and_chooses(app: Flask, level_id: int) -> None:
    anna = make_person(app, "anna@laden.example")
    stocktake_id = begun(app)
    count(app, stocktake_id, level_id, 6, anna)
    with pytest.raises(CountedAlready) as refused:
        count(app, stocktake_id, level_id, 4)
    told = refused.value.found
    assert (told.counted, told.person_id, told.version) == (6, anna, 1)
    count(app, stocktake_id, level_id, 4, way="add", seen=1)
    assert difference_of(app, stocktake_id, level_id) == 0
    count(app, stocktake_id, level_id, 9, way="replace", seen=2)
    assert difference_of(app, stocktake_id, level_id) == -1


def test_a_change_that_did_not_see_the_last_one_is_refused(app: Flask, level_id: int) -> None:
    stocktake_id = begun(app)
    count(app, stocktake_id, level_id, 6)
    count(app, stocktake_id, level_id, 7, way="replace", seen=1)
    for way in ("replace", "add"):
        with pytest.raises(CountedAlready):
            count(app, stocktake_id, level_id, 5, way=way, seen=1)
    assert difference_of(app, stocktake_id, level_id) == -3


def test_a_button_pressed_twice_adds_once(app: Flask, level_id: int) -> None:
    stocktake_id = begun(app)
    count(app, stocktake_id, level_id, 6, form_key="a")
    with pytest.raises(SavedAlready):
        count(app, stocktake_id, level_id, 6, form_key="a")
    count(app, stocktake_id, level_id, 4, way="add", seen=1, form_key="b")
    with pytest.raises(SavedAlready):
        count(app, stocktake_id, level_id, 4, way="add", seen=1, form_key="b")
    assert difference_of(app, stocktake_id, level_id) == 0


def test_a_second_shelf_is_not_added_to_a_first_one_from_which_something_may_have_gone(
    app: Flask, bag: MadeVariant, level_id: int
) -> None:
    order = make_order(app, {bag.id: 2})
    with app.app_context():
        sell(order.id)
        db.session.commit()
    stocktake_id = begun(app)
    count(app, stocktake_id, level_id, 6)
    with app.app_context():
        pack(order.id, None)
        db.session.commit()
    with pytest.raises(MovedSince):
        count(app, stocktake_id, level_id, 4, way="add", seen=1)
    count(app, stocktake_id, level_id, 8, way="replace", seen=1)
    assert difference_of(app, stocktake_id, level_id) == 0


def test_found_bags_that_no_level_knew_are_counted(app: Flask, bag: MadeVariant) -> None:
    batch_id = make_batch(app)
    stocktake_id = begun(app)
    with app.app_context():
        level_id = level_to_count(1, bag.id, batch_id)
        assert level_to_count(1, bag.id, batch_id) == level_id
        db.session.commit()
    count(app, stocktake_id, level_id, 2)
    assert difference_of(app, stocktake_id, level_id) == 2


def test_coffee_has_a_batch_and_a_mug_has_none(app: Flask, bag: MadeVariant) -> None:
    mug = make_product(app, "Becher", kind="goods", variants=[MUG | {"units": 0}]).variant
    batch_id = make_batch(app)
    with app.app_context(), pytest.raises(NeedsBatch):
        level_to_count(1, bag.id, None)
    with app.app_context(), pytest.raises(NotFromABatch):
        level_to_count(1, mug.id, batch_id)


def test_nothing_is_counted_after_the_end(app: Flask, level_id: int) -> None:
    stocktake_id = begun(app)
    count(app, stocktake_id, level_id, 10)
    booked(app, stocktake_id)
    with pytest.raises(StocktakeEnded):
        count(app, stocktake_id, level_id, 9, way="replace", seen=1)
    with app.app_context():
        there = counted(stocktake_id, level_id)
    assert there is not None and there.counted == 10
