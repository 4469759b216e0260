"""The page of a variant knows what is ordered of it, so that nothing is received twice."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from shop.clock import today
from shop.db import db
from shop.purchasing.end_purchase import end_purchase
from tests.make.catalogue import MUG, MadeVariant, make_product
from tests.make.people import signed_in
from tests.make.purchases import cups, make_purchase, number, receive


@pytest.fixture
def staff(app: Flask) -> FlaskClient:
    return signed_in(app, "staff")


@pytest.fixture
def mug(app: Flask) -> MadeVariant:
    return make_product(app, "Becher", kind="goods", variants=[MUG | {"units": 5}]).variant


def test_what_is_ordered_is_received_at_its_purchase_and_not_beside_it(
    app: Flask, staff: FlaskClient, mug: MadeVariant
) -> None:
    later = make_purchase(app, cups(mug.id, 6), expected_on=today() + timedelta(days=9))
    first = make_purchase(app, cups(mug.id), expected_on=today() + timedelta(days=2))
    receive(app, first, 4)
    page = staff.get(f"/lager/{mug.sku}").text
    assert "Einbuchen" not in page
    assert f'href="/einkauf/{number(app, first)}#eingang"' in page
    assert "offen: 20 Stück" in page and "offen: 6 Stück" in page
    assert page.index(number(app, first)) < page.index(number(app, later))


def test_goods_nobody_ordered_or_expects_any_more_are_received_at_the_variant(
    app: Flask, staff: FlaskClient, mug: MadeVariant
) -> None:
    other = make_product(app, "Filter", kind="goods", variants=[MUG]).variant
    make_purchase(app, cups(other.id))
    receive(app, make_purchase(app, cups(mug.id)), 24)
    ended = make_purchase(app, cups(mug.id))
    with app.app_context():
        end_purchase(ended, None)
        db.session.commit()
    page = staff.get(f"/lager/{mug.sku}").text
    assert "Einbuchen" in page and "/einkauf/EK" not in page
