"""The staff bring goods from place to place, and write off what is lost."""

import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from shop.clock import today
from shop.db import db
from shop.stock.add_location import add_location
from shop.stock.grind_to_order import grind_to_order
from shop.stock.soon_lost import MOST
from tests.make.books import broken_laws
from tests.make.catalogue import MadeVariant, make_product
from tests.make.orders import make_order
from tests.make.origin import make_batch
from tests.make.people import signed_in
from tests.make.stock import level_of, only_level


@pytest.fixture
def staff(app: Flask) -> FlaskClient:
    return signed_in(app, "staff")


@pytest.fixture
def bag(app: Flask) -> MadeVariant:
    return make_product(app, "Filter Jaén").variant


@pytest.fixture
def market(app: Flask) -> int:
    with app.app_context():
        added = add_location("market", "Marktstand", "Frau Muster fragen")
        db.session.commit()
    return added


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', page)
    assert found
    return found[1]


def bring(staff: FlaskClient, level: int, to: int, units: str, key: str) -> tuple[int, str]:
    data = {"to": str(to), f"units_{level}": units, "reason": "Markt am Samstag", "key": key}
    answer = staff.post("/lager/umlagern", data=data, follow_redirects=True)
    return answer.status_code, answer.text


def test_a_transport_to_the_market_is_booked_once(
    app: Flask, staff: FlaskClient, bag: MadeVariant, market: int
) -> None:
    level = only_level(app, bag.id)
    page = staff.get(f"/lager/umlagern?nach={market}").text
    assert bag.sku in page and f'<option selected value="{market}">' in page
    key = hidden(page, "key")
    status, page = bring(staff, level, market, "4", key)
    assert status == 200 and "4 Stück nach Marktstand." in page and bag.sku in page
    _status, page = bring(staff, level, market, "4", key)
    assert "es wurde nicht noch einmal umgelagert" in page
    page = staff.get(f"/lager/{bag.sku}").text
    assert "umgelagert: Markt am Samstag" in page and "an anderen Orten" in page
    with app.app_context():
        assert broken_laws() == {}


@pytest.mark.parametrize(
    ("units", "told"),
    [
        ("", "Bitte tragen Sie bei mindestens einer Zeile ein"),
        ("11", "Bitte geben Sie eine Zahl von 0 bis 10 ein."),
        ("-1", "Bitte geben Sie eine Zahl von 0 bis 10 ein."),
        ("x", "Bitte geben Sie eine Zahl von 0 bis 10 ein."),
    ],
)
def test_what_cannot_be_moved_is_told_and_what_was_typed_is_kept(
    app: Flask, staff: FlaskClient, bag: MadeVariant, market: int, units: str, told: str
) -> None:
    status, page = bring(staff, only_level(app, bag.id), market, units, "k")
    assert status == 422 and told in page and "Markt am Samstag" in page


def test_nothing_is_moved_to_a_place_that_was_not_offered(
    app: Flask, staff: FlaskClient, bag: MadeVariant
) -> None:
    for place in (1, 99):
        status, page = bring(staff, only_level(app, bag.id), place, "1", "k")
        assert status == 422 and "Bitte wählen Sie, wohin die Ware kommt." in page


def test_a_location_is_added_renamed_and_closed(app: Flask, staff: FlaskClient) -> None:
    data = {"kind": "consignment", "name": "Weltladen Demo", "note": ""}
    page = staff.post("/lager/orte", data=data, follow_redirects=True).text
    assert "Weltladen Demo ist angelegt." in page and "Hier liegt nichts." in page
    assert "So heißt schon ein anderer Ort." in staff.post("/lager/orte", data=data).text
    path = "/lager/orte/2"
    seen = hidden(page, "seen")
    changed = {"name": "Weltladen Mitte", "note": "Schlüssel bei Frau Muster", "seen": seen}
    assert "Gespeichert." in staff.post(path, data=changed, follow_redirects=True).text
    stale = staff.post(path, data=changed)
    assert stale.status_code == 409 and "Inzwischen hat jemand" in stale.text
    page = staff.post(f"{path}/schliessen", follow_redirects=True).text
    assert "geschlossen" in page and "Weltladen Mitte" in page


def test_a_location_with_goods_is_not_closed(
    app: Flask, staff: FlaskClient, bag: MadeVariant, market: int
) -> None:
    bring(staff, only_level(app, bag.id), market, "1", "k")
    answer = staff.post(f"/lager/orte/{market}/schliessen")
    assert answer.status_code == 409 and "Hier liegt noch Ware." in answer.text


def test_what_is_lost_is_written_off_once_with_a_reason(
    app: Flask, staff: FlaskClient, bag: MadeVariant
) -> None:
    path = f"/lager/regal/{only_level(app, bag.id)}/abschreiben"
    data = {"units": "2", "why": "damaged", "text": "Tüte gerissen"}
    data |= {"seen": hidden(staff.get(path).text, "seen")}
    page = staff.post(path, data=data, follow_redirects=True).text
    assert "2 Stück abgeschrieben." in page and "beschädigt: Tüte gerissen" in page
    assert "nicht noch einmal" in staff.post(path, data=data, follow_redirects=True).text
    again = staff.post(path, data=data | {"units": "1"})
    assert again.status_code == 409 and "Inzwischen wurde diese Sorte" in again.text
    assert level_of(app, bag.id) == (8, 0)


def test_more_than_is_free_and_no_reason_are_asked_again(
    app: Flask, staff: FlaskClient, bag: MadeVariant
) -> None:
    make_order(app, {bag.id: 9})
    path = f"/lager/regal/{only_level(app, bag.id)}/abschreiben"
    seen = hidden(staff.get(path).text, "seen")
    answer = staff.post(path, data={"units": "2", "why": "lost", "seen": seen})
    assert answer.status_code == 409 and "Bestellungen warten darauf" in answer.text
    answer = staff.post(path, data={"units": "1", "why": "other", "seen": seen})
    assert answer.status_code == 422 and "was damit geschehen ist" in answer.text
    assert staff.get("/lager/regal/999/abschreiben").status_code == 404


def test_a_grind_is_ground_to_order_from_its_beans(app: Flask, staff: FlaskClient) -> None:
    beans, ground = make_product(app, variants=[{}, {"units": 0, "grind": "filter"}]).variants
    assert f"Auf Bestellung mahlen aus {beans.sku}" in staff.get(f"/lager/{ground.sku}").text
    path = f"/lager/{ground.sku}/mahlen"
    page = staff.post(path, data={"bohnen": beans.sku}, follow_redirects=True).text
    assert "Wird auf Bestellung gemahlen: Verkauft und gepackt werden Bohnen" in page
    assert "<caption>Verlauf<" not in page
    assert f"wird aus {beans.sku} gemahlen" in staff.get("/lager/").text
    assert staff.post(path, data={"bohnen": "gibt-es-nicht"}).status_code == 404
    page = staff.post(path, data={"bohnen": ""}, follow_redirects=True).text
    assert f"Auf Bestellung mahlen aus {beans.sku}" in page


def test_what_runs_out_is_told_by_product(app: Flask, staff: FlaskClient) -> None:
    made = make_product(
        app,
        "Espresso Demo",
        reorder_grams=3000,
        variants=[{"units": 4}, {"units": 7}, {"units": 0, "grind": "filter"}],
    )
    make_product(app, "Genug Demo", reorder_grams=1000)
    with app.app_context():
        grind_to_order(made.variants[2].id, made.variants[0].id)
        db.session.commit()
    page = staff.get("/lager/knapp").text
    assert page.count("Espresso Demo") >= 1 and "Genug Demo" not in page
    assert "2,75\xa0kg" in page and "3\xa0kg" in page
    rows = staff.get("/lager/knapp.csv").text.splitlines()
    assert len(rows) == 4 and "2,750;3,000" in rows[1]


def test_what_a_page_cannot_show_it_says(app: Flask, staff: FlaskClient) -> None:
    batch_id = make_batch(app, best_before=today() + timedelta(days=50))
    sample: dict[str, Any] = {"shelf": {batch_id: 1}, "coffee_grams": 50}
    shelves = [sample] * (MOST + 1)
    make_product(app, "Bald alt", variants=shelves)
    page = staff.get("/lager/knapp").text
    assert page.count("/abschreiben") == MOST
    assert f"Läuft ab (mehr als {MOST})" in page and "Gesperrt (0)" in page
    assert f"Das sind die ersten {MOST}; es sind mehr." in page
    assert staff.get("/lager/knapp.csv").text.count("läuft ab") == MOST + 1
