from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from shop.db import db
from shop.origin.batch_list import PER_PAGE
from shop.origin.block_batch import block_batch
from shop.stock.pack import pack
from tests.make.catalogue import make_product
from tests.make.origin import make_batch, make_green_lot
from tests.make.people import signed_in

LIST = "/lager/chargen"


@pytest.fixture
def staff(app: Flask) -> FlaskClient:
    return signed_in(app, "staff")


def shown(client: FlaskClient, **asked: Any) -> dict[str, str]:
    """Code → its row in words."""
    rows = client.get(LIST, query_string=asked).text.split("<tbody>")[-1].split("<tr>")[1:]
    return {row.split("</a>")[0].split(">")[-1]: row.replace("\xa0", " ") for row in rows}


def test_each_batch_says_what_is_left_of_it_what_it_became_and_what_it_is_made_of(
    app: Flask, staff: FlaskClient
) -> None:
    lot = make_green_lot(app, code="G-25-01")
    batch = make_batch(app, {lot: 50_000}, code="26-001")
    coffee = make_product(app, "Filter Jaén", variants=[{"units": 0}])
    with app.app_context():
        pack(batch, coffee.variant.id, 8)
        block_batch(batch, "Labor", None)
        db.session.commit()
    row = shown(staff)["26-001"]
    for words in ("Filter Jaén", "/lager/rohkaffee/G-25-01", "40 kg", ">8<", "gesperrt"):
        assert words in row


def test_what_is_neither_loose_nor_on_the_shelf_is_shown_on_demand(
    app: Flask, staff: FlaskClient
) -> None:
    make_batch(app, code="26-001", packed_grams=42_000)
    make_batch(app, code="26-002")
    assert list(shown(staff)) == ["26-002"]
    assert list(shown(staff, zeige="alle")) == ["26-002", "26-001"]
    assert list(shown(staff, q="6-001")) == ["26-001"]


@pytest.mark.parametrize("typed", ["26_0", "%", "a\x01b", "ß", "x" * 3000])
def test_what_no_code_has_is_found_nowhere(app: Flask, staff: FlaskClient, typed: str) -> None:
    make_batch(app, code="26-001")
    page = staff.get(LIST, query_string={"q": typed})
    assert page.status_code == 200 and "Keine Charge hat" in page.text


def test_the_next_page_keeps_what_was_asked(app: Flask, staff: FlaskClient) -> None:
    lot = make_green_lot(app)
    for number in range(PER_PAGE + 1):
        make_batch(app, {lot: 1_000}, code=f"26-{number:03}", packed_grams=840)
    first = staff.get(LIST, query_string={"zeige": "alle"}).text
    assert "zeige=alle&amp;seite=2" in first or "seite=2&amp;zeige=alle" in first
    assert list(shown(staff, zeige="alle", seite=2)) == ["26-000"]
    assert list(shown(staff, zeige="alle", seite=99)) == ["26-000"]
