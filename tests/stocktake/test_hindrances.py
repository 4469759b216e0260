"""What became of a level since its count: what cannot be booked beside it is told."""

import re
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update

from shop.db import db
from shop.stock.close_location import close_location
from shop.stock.correct import correct
from shop.stock.grind_to_order import grind_to_order
from shop.stock.models import Location
from shop.stock.rules import LocationClosed
from shop.stock.write_off import write_off
from shop.stocktake.begin_stocktake import begin_stocktake
from shop.stocktake.level_to_count import level_to_count
from shop.stocktake.rules import GroundToOrder, Hindered
from tests.cart.test_pages import text_of
from tests.make.books import broken_laws
from tests.make.catalogue import MadeVariant, make_product
from tests.make.counter import lying, make_stall
from tests.make.origin import make_batch
from tests.make.people import signed_in
from tests.make.stock import level_of, only_level
from tests.make.stock_file import applied, kept, stock_csv, stockroom
from tests.make.stocktake import begun, booked, count


@pytest.fixture
def batch_id(app: Flask) -> int:
    return make_batch(app, code="26-118")


@pytest.fixture
def bag(app: Flask, batch_id: int) -> MadeVariant:
    shelf = {"shelf": {batch_id: 10}, "sku": "D-JAEN"}
    return make_product(app, "Filter Jaén", variants=[shelf]).variant


def corrected(app: Flask, level_id: int, change: int) -> None:
    with app.app_context():
        correct(level_id, change, "zwei fehlen", None)
        db.session.commit()


def test_a_correction_of_the_same_shelf_is_not_booked_a_second_time(
    app: Flask, bag: MadeVariant
) -> None:
    level_id, stocktake_id = only_level(app, bag.id), begun(app)
    count(app, stocktake_id, level_id, 8)
    corrected(app, level_id, -2)
    with pytest.raises(Hindered) as refused:
        booked(app, stocktake_id)
    assert refused.value.level_ids == (level_id,)
    count(app, stocktake_id, level_id, 8, way="replace", seen=1)
    booked(app, stocktake_id)
    assert level_of(app, bag.id) == (8, 0)


def test_a_file_of_the_same_count_is_not_booked_a_second_time(app: Flask, bag: MadeVariant) -> None:
    stocktake_id = begun(app)
    count(app, stocktake_id, only_level(app, bag.id), 8)
    applied(app, kept(app, stock_csv(f"{stockroom(app)};D-JAEN;26-118;10;8;")))
    with pytest.raises(Hindered):
        booked(app, stocktake_id)
    assert level_of(app, bag.id) == (8, 0)


def test_a_correction_before_the_count_and_one_put_right_again_hinder_nothing(
    app: Flask, bag: MadeVariant
) -> None:
    level_id, stocktake_id = only_level(app, bag.id), begun(app)
    corrected(app, level_id, -1)
    count(app, stocktake_id, level_id, 8)
    corrected(app, level_id, 5)
    corrected(app, level_id, -5)
    booked(app, stocktake_id)
    assert level_of(app, bag.id) == (8, 0)


def test_the_page_tells_why_and_books_the_others(
    app: Flask, bag: MadeVariant, batch_id: int
) -> None:
    other = make_product(app, "Espresso", variants=[{"shelf": {batch_id: 5}}]).variant
    staff, level_id, stocktake_id = signed_in(app, "staff"), only_level(app, bag.id), begun(app)
    count(app, stocktake_id, level_id, 8)
    count(app, stocktake_id, only_level(app, other.id), 4)
    address = f"/lager/inventur/{stocktake_id}"
    seen = re.findall(r'name="seen" value="(\d+)"', staff.get(address + "/pruefen").text)[-1]
    corrected(app, level_id, -2)
    answer = staff.post(address + "/buchen", data={"seen": seen})
    assert answer.status_code == 409
    assert "Jemand hat den Bestand inzwischen korrigiert" in text_of(answer.text)
    assert "Unterschiede buchen und" not in answer.text
    without = re.findall(r'name="ohne" value="(\d+)"', answer.text)
    assert without == [str(level_id)]
    assert staff.post(address + "/buchen", data={"seen": seen, "ohne": without}).status_code == 303
    assert level_of(app, bag.id) == (8, 0) and level_of(app, other.id) == (4, 0)
    with app.app_context():
        assert broken_laws() == {}


def test_what_is_ground_to_order_is_not_found_on_a_shelf(app: Flask, batch_id: int) -> None:
    shelves: list[dict[str, Any]] = [
        {"shelf": {batch_id: 5}},
        {"shelf": {batch_id: 1}, "grind": "filter"},
    ]
    beans, ground = make_product(app, "Filter", variants=shelves).variants
    level_id, stocktake_id = only_level(app, ground.id), begun(app)
    with app.app_context():
        write_off(level_id, 1, "weg", None)
        db.session.commit()
    count(app, stocktake_id, level_id, 1)
    count(app, stocktake_id, only_level(app, beans.id), 5)
    with app.app_context():
        grind_to_order(ground.id, beans.id)
        db.session.commit()
    with pytest.raises(Hindered):
        booked(app, stocktake_id)
    with pytest.raises(GroundToOrder):
        count(app, stocktake_id, level_id, 1, way="replace", seen=1)
    count(app, stocktake_id, level_id, 0, way="replace", seen=1)
    booked(app, stocktake_id)
    with app.app_context():
        assert broken_laws() == {}


def test_nothing_is_found_at_a_closed_location(app: Flask, bag: MadeVariant, batch_id: int) -> None:
    stall = make_stall(app)
    stocktake_id = begun(app, stall)
    with app.app_context():
        level_id = level_to_count(stall, bag.id, batch_id)
        db.session.commit()
    count(app, stocktake_id, level_id, 2)
    with app.app_context():
        # By hand: who closes a location is told of a stocktake that is open there.
        db.session.execute(update(Location).where(Location.id == stall).values(open=False))
        db.session.commit()
    with pytest.raises(LocationClosed):
        booked(app, stocktake_id)
    assert lying(app, stall, bag.id) == 0


def test_nobody_begins_to_count_at_a_closed_location(app: Flask) -> None:
    staff, stall = signed_in(app, "staff"), make_stall(app)
    assert "Marktstand" in staff.get("/lager/inventur/").text
    with app.app_context():
        close_location(stall)
        db.session.commit()
    with app.app_context(), pytest.raises(LocationClosed):
        begin_stocktake(stall, None)
    assert "Marktstand" not in staff.get("/lager/inventur/").text
    page = staff.post("/lager/inventur/beginnen", data={"ort": str(stall)}, follow_redirects=True)
    assert "Dieser Ort ist geschlossen" in page.text
