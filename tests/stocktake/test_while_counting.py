"""Between shelf and „Speichern“ the shop goes on: whoever counted is told."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from shop.db import db
from shop.errors import NotThere
from shop.fulfilment.fulfil import pack
from tests.make.catalogue import MadeVariant, make_product
from tests.make.counter import make_stall
from tests.make.orders import make_order
from tests.make.origin import make_batch
from tests.make.people import signed_in
from tests.make.sales import sell
from tests.make.stock import level_of, only_level
from tests.make.stocktake import begun, booked, count, difference_of

ADDRESS = "/lager/inventur/1/zaehlen?artikel=D-JAEN&charge=26-118"


@pytest.fixture
def staff(app: Flask) -> FlaskClient:
    return signed_in(app, "staff")


@pytest.fixture
def bag(app: Flask) -> MadeVariant:
    shelf = {"shelf": {make_batch(app, code="26-118"): 10}, "sku": "D-JAEN"}
    return make_product(app, "Filter Jaén", variants=[shelf]).variant


def hidden(page: str) -> dict[str, str]:
    return dict(re.findall(r'name="([a-z_]+)" type="hidden" value="([^"]*)"', page))


def pack_two(app: Flask, bag: MadeVariant) -> None:
    order = make_order(app, {bag.id: 2})
    with app.app_context():
        sell(order.id)
        pack(order.id, None)
        db.session.commit()


def test_what_is_packed_between_shelf_and_saving_is_told_and_counted_again(
    app: Flask, staff: FlaskClient, bag: MadeVariant
) -> None:
    stocktake_id = begun(app)
    opened = hidden(staff.get(ADDRESS).text)
    pack_two(app, bag)
    answer = staff.post(ADDRESS, data=opened | {"units": "10"})
    assert answer.status_code == 409 and "Während Sie zählten, kam oder ging etwas" in answer.text
    assert 'value="10"' not in answer.text
    again = staff.post(ADDRESS, data=hidden(answer.text) | {"units": "8"})
    assert again.status_code == 303
    assert difference_of(app, stocktake_id, only_level(app, bag.id)) == 0
    booked(app, stocktake_id)
    assert level_of(app, bag.id) == (8, 0)


def test_a_slip_of_the_key_does_not_begin_the_count_anew(
    app: Flask, staff: FlaskClient, bag: MadeVariant
) -> None:
    begun(app)
    opened = hidden(staff.get(ADDRESS).text)
    pack_two(app, bag)
    slipped = staff.post(ADDRESS, data=opened | {"units": "1o"})
    assert slipped.status_code == 422
    answer = staff.post(ADDRESS, data=hidden(slipped.text) | {"units": "10"})
    assert answer.status_code == 409 and "Während Sie zählten" in answer.text


def test_what_is_sold_meanwhile_still_lies_there(
    app: Flask, staff: FlaskClient, bag: MadeVariant
) -> None:
    begun(app)
    opened = hidden(staff.get(ADDRESS).text)
    order = make_order(app, {bag.id: 2})
    with app.app_context():
        sell(order.id)
        db.session.commit()
    assert staff.post(ADDRESS, data=opened | {"units": "10"}).status_code == 303


@pytest.mark.parametrize("sealed", ["", "x", "ä" * 300])
def test_a_form_that_does_not_say_what_it_was_opened_at_saves_nothing(
    app: Flask, staff: FlaskClient, bag: MadeVariant, sealed: str
) -> None:
    begun(app)
    data = hidden(staff.get(ADDRESS).text) | {"units": "10", "sealed": sealed}
    assert staff.post(ADDRESS, data=data).status_code == 409


def test_the_seal_of_one_form_says_nothing_of_another(
    app: Flask, staff: FlaskClient, bag: MadeVariant
) -> None:
    begun(app)
    first, second = (hidden(staff.get(ADDRESS).text) for _ in range(2))
    assert first["sealed"] != second["sealed"]


def test_a_level_of_another_location_is_not_counted(app: Flask, bag: MadeVariant) -> None:
    stocktake_id = begun(app, make_stall(app))
    with pytest.raises(NotThere):
        count(app, stocktake_id, only_level(app, bag.id), 3)
