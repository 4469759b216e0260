"""Public pages are kept, and still show what is so now."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from shop.catalogue.models import Product
from shop.catalogue.set_price import set_price
from shop.db import db
from shop.stock.models import Level
from tests.catalogue.test_pages import PUBLIC
from tests.make.catalogue import make_product


@pytest.mark.parametrize("path", PUBLIC)
def test_public_pages_set_no_cookie_and_may_be_kept(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Cache-Control"].startswith("public")


def test_a_kept_page_is_asked_about_before_each_use(app: Flask) -> None:
    """A claim is gone the moment its proof is, from caches too."""
    made, client = make_product(app), app.test_client()
    for path in ("/", "/kaffee/", f"/kaffee/{made.slug}"):
        answer = client.get(path)
        assert answer.headers["Cache-Control"] == "public, no-cache"
        again = client.get(path, headers={"If-None-Match": answer.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")
    with app.app_context():
        set_price(made.variant.id, 790, "Rohkaffee teurer")
        db.session.commit()
    changed = client.get(path, headers={"If-None-Match": answer.headers["ETag"]})
    assert changed.status_code == 200
    assert "7,90" in changed.text


def test_a_page_seen_with_a_cookie_is_kept_by_nobody(app: Flask) -> None:
    made = make_product(app)
    client = app.test_client()
    client.post("/warenkorb", data={"variante": str(made.variant.id), "menge": "2"})
    answer = client.get(f"/kaffee/{made.slug}")
    assert "no-store" in answer.headers["Cache-Control"]
    assert "Cookie" in answer.headers["Vary"]


def test_a_page_kept_without_a_cookie_is_not_shown_to_who_has_one(client: FlaskClient) -> None:
    assert client.get("/kaffee/").headers["Vary"] == "Cookie"


def test_a_new_price_is_seen_at_once(app: Flask) -> None:
    made, client = make_product(app), app.test_client()
    assert "7,50" in client.get(f"/kaffee/{made.slug}").text
    with app.app_context():
        set_price(made.variant.id, 790, "Rohkaffee teurer")
        db.session.commit()
    for path in (f"/kaffee/{made.slug}", "/kaffee/", "/"):
        page = client.get(path).text
        assert "7,90" in page
        assert "7,50" not in page


def test_the_last_bag_sold_is_seen_at_once(app: Flask) -> None:
    made, client = make_product(app), app.test_client()
    assert "Ausverkauft" not in client.get("/kaffee/").text
    with app.app_context():
        db.session.execute(update(Level).values(reserved=Level.on_hand))
        db.session.commit()
    assert "Ausverkauft" in client.get("/kaffee/").text
    assert "ausverkauft" in client.get(f"/kaffee/{made.slug}").text


def test_a_new_text_is_seen_at_once(app: Flask) -> None:
    made, client = make_product(app), app.test_client()
    client.get(f"/kaffee/{made.slug}")
    with app.app_context():
        db.session.execute(update(Product).values(description="Ganz neu beschrieben."))
        db.session.commit()
    assert "Ganz neu beschrieben." in client.get(f"/kaffee/{made.slug}").text


def test_what_one_visitor_has_in_the_cart_no_other_one_sees(app: Flask) -> None:
    made, stranger, visitor = make_product(app), app.test_client(), app.test_client()
    visitor.post("/warenkorb", data={"variante": str(made.variant.id), "menge": "7"})
    for path in ("/", "/kaffee/", f"/kaffee/{made.slug}"):
        counted = '<span class="cart-count">7'
        assert counted not in stranger.get(path).text
        assert counted in visitor.get(path).text
        assert "cart-count" not in stranger.get(path).text
