"""However much lies at a place: it is brought away a page at a time, and nothing typed is lost."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from shop.db import db
from shop.stock.add_location import add_location
from shop.stock.locations import lying_at
from shop.stock.models import STOCKROOM, Level
from shop.stock.movable import PER_PAGE
from tests.make.books import broken_laws
from tests.make.catalogue import MadeVariant, make_product
from tests.make.orders import make_order
from tests.make.people import signed_in
from tests.make.stock import level_of, only_level


@pytest.fixture
def staff(app: Flask) -> FlaskClient:
    return signed_in(app, "staff")


@pytest.fixture
def market(app: Flask) -> int:
    with app.app_context():
        added = add_location("market", "Marktstand", "")
        db.session.commit()
    return added


@pytest.fixture
def bags(app: Flask) -> tuple[MadeVariant, ...]:
    """Some more than a page shows; the last one is ground."""
    grinds = [{"units": 2}] * (PER_PAGE + 2) + [{"units": 2, "grind": "filter"}]
    return make_product(app, "Filter Jaén", variants=grinds).variants


def shown(page: str) -> list[int]:
    return [int(level) for level in re.findall(r'<input[^>]*name="units_(\d+)"', page)]


def test_every_level_is_on_one_page(
    app: Flask, staff: FlaskClient, bags: tuple[MadeVariant, ...]
) -> None:
    first = staff.get("/lager/umlagern").text
    second = staff.get("/lager/umlagern?seite=2").text
    assert len(shown(first)) == PER_PAGE and 'rel="next"' in first
    assert len(shown(second)) == 3 and 'rel="next"' not in second
    with app.app_context():
        assert sorted(shown(first) + shown(second)) == sorted(db.session.scalars(select(Level.id)))


def test_what_lies_at_a_place_is_read_a_page_at_a_time(
    app: Flask, bags: tuple[MadeVariant, ...]
) -> None:
    with app.app_context():
        pages = [lying_at(STOCKROOM, limit=20, offset=20 * page) for page in range(3)]
        assert [len(page) for page in pages] == [20, 20, 13]
        read = [row.level_id for page in pages for row in page]
        assert sorted(read) == sorted(db.session.scalars(select(Level.id)))


def test_it_is_searched_by_all_that_is_read_of_it(
    app: Flask, staff: FlaskClient, bags: tuple[MadeVariant, ...]
) -> None:
    ground = only_level(app, bags[-1].id)
    assert shown(staff.get("/lager/umlagern?q=jaén+gemahlen").text) == [ground]
    assert shown(staff.get(f"/lager/umlagern?q={bags[-1].sku}").text) == [ground]
    assert len(shown(staff.get("/lager/umlagern?q=bohne+250").text)) == PER_PAGE
    assert "Hier liegt nichts" in staff.get("/lager/umlagern?q=100%25").text


def test_what_was_typed_on_the_second_page_is_booked(
    app: Flask, staff: FlaskClient, bags: tuple[MadeVariant, ...], market: int
) -> None:
    (level, *_) = shown(staff.get("/lager/umlagern?seite=2").text)
    data = {"to": str(market), f"units_{level}": "2", "key": "a"}
    # On the page it came from, and on another one.
    for path in ("/lager/umlagern?seite=2", "/lager/umlagern"):
        assert staff.post(path, data=data | {"to": ""}).status_code == 422
    page = staff.post("/lager/umlagern", data=data | {"to": ""}).text
    assert shown(page)[0] == level and 'value="2"' in page
    answer = staff.post("/lager/umlagern", data=data, follow_redirects=True)
    assert "2 Stück nach Marktstand." in answer.text
    with app.app_context():
        assert broken_laws() == {}


def test_a_row_that_sold_out_is_told_and_not_left_out(
    app: Flask, staff: FlaskClient, bags: tuple[MadeVariant, ...], market: int
) -> None:
    gone, there = only_level(app, bags[0].id), only_level(app, bags[1].id)
    make_order(app, {bags[0].id: 2})
    data = {"to": str(market), f"units_{gone}": "1", f"units_{there}": "1", "key": "a"}
    answer = staff.post("/lager/umlagern", data=data)
    assert answer.status_code == 409 and "Umgelagert wurde nichts." in answer.text
    assert level_of(app, bags[1].id) == (2, 0)
