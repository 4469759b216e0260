"""The staff say where a price goes, see whether it adds up, and publish it."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from shop.catalogue.set_price import set_price
from shop.db import db
from shop.origin.proof_models import Split
from shop.origin.split_document import Part, read_parts
from tests.make.catalogue import MadeProduct, make_product
from tests.make.origin import make_batch
from tests.make.people import make_person, sign_in, signed_in
from tests.make.split import make_split

BATCH = "/lager/chargen/T-ENDLESS/preis"
TYPED = {
    "freight_amount": "0,18",
    "freight_document": "Frachtrechnung 2025-88",
    "freight_day": "15.1.2026",
    "roasting_amount": "0,75",
    "roasting_document": "Rechnung der Rösterei 4711",
    "roasting_day": "15.1.2026",
    "packing_amount": "0,32",
    "packing_document": "Rechnung Druckerei 12",
    "packing_day": "15.1.2026",
    "shop": "",
}
PUBLISH = {"veroeffentlichen": "1"}


@pytest.fixture
def staff(app: Flask) -> FlaskClient:
    return signed_in(app, "staff")


@pytest.fixture
def coffee(app: Flask) -> MadeProduct:
    return make_product(app, variants=[{}, {"grind": "filter"}])


def seen(client: FlaskClient, path: str) -> str:
    return client.get(path).text.split('name="seen"')[1].split('value="')[1].split('"')[0]


def send(
    client: FlaskClient, coffee: MadeProduct, button: dict[str, str] = PUBLISH, /, **typed: str
) -> TestResponse:
    path = f"{BATCH}/{coffee.variant.sku}"
    data = {"seen": seen(client, path)} | TYPED | button | typed
    return client.post(path, data=data, follow_redirects=True)


def text(answer: TestResponse) -> str:
    return answer.text.replace("\u00a0", " ")


def published(app: Flask) -> list[tuple[Part, ...]]:
    with app.app_context():
        rows = db.session.scalars(select(Split.parts).order_by(Split.version))
        return [read_parts(row) for row in rows]


def amounts(app: Flask) -> dict[str, int | None]:
    return {part.kind: part.cents for part in published(app)[-1]}


def test_a_price_is_split_looked_at_and_published(
    app: Flask, staff: FlaskClient, coffee: MadeProduct
) -> None:
    assert "fehlt" in staff.get(BATCH).text
    looked_at = text(send(staff, coffee, {"pruefen": "1"}))
    assert "So sehen es alle" in looked_at and "ab Hafen in Peru" in looked_at
    assert published(app) == []
    answer = text(send(staff, coffee))
    assert "Veröffentlicht: Alle sehen jetzt" in answer and "Fassung 1" in answer
    assert sum(cents or 0 for cents in amounts(app).values()) == 750
    assert amounts(app)["coffee_tax"] == 55 and amounts(app)["vat"] == 49


def test_what_is_calculated_is_shown_with_its_formula_and_cannot_be_typed(
    app: Flask, staff: FlaskClient, coffee: MadeProduct
) -> None:
    page = text(staff.get(f"{BATCH}/{coffee.variant.sku}"))
    assert "Je kg Röstkaffee: 1,190 kg Rohkaffee" in page and "§ 2 KaffeeStG" in page
    send(staff, coffee, vat="1,00", vat_amount="1,00", green_amount="9,00")
    assert amounts(app)["vat"] == 49 and amounts(app)["green"] == 217


def test_what_does_not_add_up_is_refused_with_the_difference_and_kept(
    app: Flask, staff: FlaskClient, coffee: MadeProduct
) -> None:
    answer = send(staff, coffee, shop="2,70")
    assert answer.status_code == 422
    assert "Es fehlen 0,03 €. Die Teile ergeben 7,47 €, der Preis ist 7,50 €." in text(answer)
    assert 'value="2,70"' in answer.text and "Frachtrechnung 2025-88" in answer.text
    assert "Das sind 0,27 € zu viel." in text(send(staff, coffee, shop="3,00"))
    assert published(app) == []
    assert send(staff, coffee, shop="2,73").status_code == 200
    assert amounts(app)["shop"] == 273


def test_the_unknown_is_said_to_be_unknown(
    app: Flask, staff: FlaskClient, coffee: MadeProduct
) -> None:
    unknown = {name: "" for name in TYPED if name.startswith("freight")} | {"freight_unknown": "y"}
    assert "noch nicht belegt" in text(send(staff, coffee, {"pruefen": "1"}, **unknown))
    refused = send(staff, coffee, shop="2,00", **unknown)
    assert refused.status_code == 422 and "Bitte leer lassen" in refused.text
    send(staff, coffee, **unknown)
    assert amounts(app)["freight"] is None and amounts(app)["shop"] is None


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"freight_amount": ""}, "kreuzen Sie „unbekannt“ an"),
        ({"freight_unknown": "y"}, "schließen sich aus"),
        ({"freight_amount": "0.18"}, "Bitte schreiben Sie die Zahl wie"),
        ({"freight_amount": "-1"}, "Bitte schreiben Sie die Zahl wie"),
        ({"freight_document": ""}, "Bitte nennen Sie den Beleg"),
        ({"freight_document": "x" * 121}, "höchstens 120 Zeichen"),
        ({"freight_day": ""}, "Bitte geben Sie das Datum des Belegs ein"),
        ({"freight_day": "31.2.2026"}, "Bitte schreiben Sie das Datum wie"),
        ({"freight_day": "1.1.2999"}, "liegt in der Zukunft"),
        ({"freight_document": "klimaneutrale Fracht 3"}, "Das kann der Laden nicht belegen"),
        ({"freight_document": "Bio-Fracht 3"}, "braucht einen Nachweis"),
        ({"shop": "viel"}, "Bitte schreiben Sie die Zahl wie"),
    ],
)
def test_each_slip_gets_its_sentence_and_nothing_is_published(
    app: Flask, staff: FlaskClient, coffee: MadeProduct, typed: dict[str, Any], sentence: str
) -> None:
    answer = send(staff, coffee, **typed)
    assert answer.status_code == 422 and sentence in answer.text
    assert "Rechnung Druckerei 12" in answer.text
    assert published(app) == []


def test_costs_of_the_last_version_stand_there_again(
    app: Flask, staff: FlaskClient, coffee: MadeProduct
) -> None:
    make_split(app, coffee.id, make_batch(app))
    page = staff.get(f"{BATCH}/{coffee.variant.sku}").text
    assert 'value="0,75"' in page and "Rechnung der Rösterei 4711" in page


def test_a_button_pressed_twice_publishes_once(
    app: Flask, staff: FlaskClient, coffee: MadeProduct
) -> None:
    path = f"{BATCH}/{coffee.variant.sku}"
    data = {"seen": seen(staff, path)} | TYPED | PUBLISH
    staff.post(path, data=data)
    assert "schon veröffentlicht" in staff.post(path, data=data, follow_redirects=True).text
    assert len(published(app)) == 1


def test_two_people_at_once_publish_one_version_and_one_is_told(
    app: Flask, staff: FlaskClient, coffee: MadeProduct
) -> None:
    path = f"{BATCH}/{coffee.variant.sku}"
    opened, other = seen(staff, path), app.test_client()
    sign_in(other, "staff@laden.example")

    def publish(client: FlaskClient, freight: str) -> int:
        data = {"seen": opened} | TYPED | PUBLISH | {"freight_amount": freight}
        return client.post(path, data=data).status_code

    with ThreadPoolExecutor(2) as crowd:
        answers = crowd.map(publish, (staff, other), ("0,18", "0,20"))
    assert sorted(answers) == [303, 409]
    assert len(published(app)) == 1


def test_who_opened_the_form_before_another_version_is_told(
    app: Flask, staff: FlaskClient, coffee: MadeProduct
) -> None:
    path = f"{BATCH}/{coffee.variant.sku}"
    data = {"seen": seen(staff, path)} | TYPED | PUBLISH
    send(staff, coffee, freight_amount="0,20")
    answer = staff.post(path, data=data)
    assert answer.status_code == 409 and "Inzwischen wurde eine andere Fassung" in answer.text
    assert len(published(app)) == 1
    assert send(staff, coffee).status_code == 200
    assert len(published(app)) == 2


def test_a_price_that_moved_meanwhile_is_told_and_nothing_published(
    app: Flask, staff: FlaskClient, coffee: MadeProduct
) -> None:
    path = f"{BATCH}/{coffee.variant.sku}"
    opened = seen(staff, path)
    move_prices(app, coffee, 790)
    answer = staff.post(path, data={"seen": opened} | TYPED | PUBLISH)
    assert answer.status_code == 409 and "Preis hat sich inzwischen geändert" in answer.text
    assert "7,90" in answer.text and published(app) == []


def test_staff_see_that_a_published_split_is_for_another_price(
    app: Flask, staff: FlaskClient, coffee: MadeProduct
) -> None:
    send(staff, coffee)
    assert "badge-good" in staff.get(BATCH).text
    move_prices(app, coffee, 790)
    page = text(staff.get(BATCH))
    assert "gilt für 7,50 €" in page and "badge-good" not in page


def test_grinds_of_different_prices_must_be_made_equal_first(
    app: Flask, staff: FlaskClient
) -> None:
    coffee = make_product(app, variants=[{}, {"grind": "filter", "price_cents": 790}])
    page = text(staff.get(f"{BATCH}/{coffee.variant.sku}"))
    assert "kosten verschieden viel (7,50 € bis 7,90 €)" in page and "<form class" not in page


def test_a_mug_is_split_without_a_batch(app: Flask, staff: FlaskClient) -> None:
    mug = make_product(
        app, "Becher", variants=[_MUG], slug="becher", kind="goods", legal_name="", maker="Töpferei"
    )
    path = f"/lager/preis/becher/{mug.variant.sku}"
    assert mug.variant.sku in staff.get("/lager/preis/becher").text
    typed = {"goods_amount": "7,00", "goods_document": "Rechnung 3", "goods_day": "1.2.2026"}
    staff.post(path, data={"seen": seen(staff, path)} | typed | PUBLISH)
    assert amounts(app) == {"goods": 700, "vat": 232, "shop": 518}


@pytest.mark.parametrize(
    "path",
    [
        "/lager/chargen/gibt-es-nicht/preis",
        f"{BATCH}/gibt-es-nicht",
        "/lager/preis/gibt-es-nicht",
        "/lager/preis/gibt-es-nicht/T-1",
    ],
)
def test_what_there_is_not_is_not_found(app: Flask, staff: FlaskClient, path: str) -> None:
    make_product(app)
    assert staff.get(path).status_code == 404


def test_only_the_staff_publish(app: Flask, client: FlaskClient, coffee: MadeProduct) -> None:
    path = f"{BATCH}/{coffee.variant.sku}"
    make_person(app, "bericht@laden.example", ["report"])
    sign_in(client, "bericht@laden.example")
    for address in ("/lager/preis", BATCH, path):
        assert client.get(address).status_code in {302, 403, 404}
    assert client.post(path, data=TYPED | PUBLISH).status_code in {302, 403, 404}
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Split)) == 0


def move_prices(app: Flask, coffee: MadeProduct, cents: int) -> None:
    with app.app_context():
        for variant in coffee.variants:
            set_price(variant.id, cents, "Test")
        db.session.commit()


_MUG: dict[str, Any] = {
    "size": "Ein Stück",
    "grind": None,
    "net_grams": None,
    "coffee_grams": 0,
    "vat_class": "standard",
    "price_cents": 1450,
}
