"""Order again in two taps: what is there, at the prices of today, and what changed is said."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from shop.catalogue.models import Product, Variant
from shop.db import db
from shop.stock.models import Level
from tests.cart.test_pages import change, put, text_of
from tests.make.catalogue import MadeProduct, make_product
from tests.make.orders import MadeOrder, make_order
from tests.make.stock import level_of


@pytest.fixture
def coffee(app: Flask) -> MadeProduct:
    return make_product(app, "Hausmischung")


@pytest.fixture
def mug(app: Flask) -> MadeProduct:
    return make_product(app, "Becher")


@pytest.fixture
def order(app: Flask, coffee: MadeProduct, mug: MadeProduct) -> MadeOrder:
    return make_order(app, {coffee.variant.id: 2, mug.variant.id: 1})


def again(client: FlaskClient, order: MadeOrder) -> str:
    answer = client.post(f"/bestellung/{order.token}/nochmal")
    assert answer.status_code == 303
    return text_of(client.get(answer.location).text)


def test_two_taps_lead_from_an_order_to_the_checkout(client: FlaskClient, order: MadeOrder) -> None:
    words = again(client, order)
    assert "Ihre Bestellung liegt wieder im Warenkorb, zu den Preisen von heute." in words
    assert "Anderer Preis" not in words
    assert client.post("/warenkorb/aendern", data={"weiter": "kasse"}).location == "/kasse"


def test_a_changed_price_is_told_with_both(
    app: Flask, client: FlaskClient, coffee: MadeProduct, order: MadeOrder
) -> None:
    change(app, Variant, coffee.variant.id, price_cents=890)
    words = again(client, order)
    assert "Anderer Preis als damals: Hausmischung, 250 g, ganze Bohne: jetzt 8,90" in words
    assert "statt damals 7,50" in words
    assert "17,80" in words


def test_what_is_gone_sold_out_or_scarce_is_told_and_not_put_in(
    app: Flask, client: FlaskClient, coffee: MadeProduct, mug: MadeProduct, order: MadeOrder
) -> None:
    change(app, Product, mug.id, state="retired")
    assert level_of(app, coffee.variant.id) == (10, 2)
    _leave_free(app, coffee.variant.id, 1)
    words = again(client, order)
    assert "Verkaufen wir nicht mehr: Becher" in words
    assert "Weniger da als bestellt: Hausmischung, 250 g, ganze Bohne: 1 statt 2." in words
    _leave_free(app, coffee.variant.id, 0)
    fresh = app.test_client()
    words = again(fresh, order)
    assert "Gerade ausverkauft: Hausmischung" in words
    assert "können wir Ihnen gerade nichts anbieten" in words


def test_what_lay_in_the_cart_stays_and_a_second_click_adds_nothing(
    app: Flask, client: FlaskClient, coffee: MadeProduct, order: MadeOrder
) -> None:
    other = make_product(app, "Filterkaffee")
    put(client, other.variant.id, 3)
    put(client, coffee.variant.id, 4)
    words = again(client, order)
    assert "Was schon im Warenkorb lag, ist darin geblieben." in words
    assert again(client, order).count("Gesamt") == words.count("Gesamt")
    html = client.get("/warenkorb").text
    for product, units in ((other, 3), (coffee, 4)):
        assert f'id="menge-{product.variant.id}"' in html
        field = html.partition(f'id="menge-{product.variant.id}"')
        assert f'value="{units}"' in field[0][-200:] + field[2][:200]


def test_a_full_cart_says_what_did_not_fit(
    app: Flask, client: FlaskClient, order: MadeOrder
) -> None:
    for number in range(40):
        product = make_product(app, f"Sorte {number}")
        put(client, product.variant.id)
    assert "Nicht mehr hinein ging: Hausmischung" in again(client, order)


def _leave_free(app: Flask, variant_id: int, units: int) -> None:
    with app.app_context():
        db.session.execute(
            update(Level)
            .where(Level.variant_id == variant_id)
            .values(on_hand=Level.reserved + units)
        )
        db.session.commit()
