"""The staff publish the prices of all sizes of a batch at once: all of them, or none."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from shop.catalogue.set_price import set_price
from shop.db import db
from shop.origin.models import GreenLot
from shop.origin.proof_models import Split
from shop.origin.split_document import read_parts
from tests.make.catalogue import MadeProduct, make_product
from tests.make.people import make_person, sign_in, signed_in
from tests.make.split import make_split

ALL = "/lager/chargen/T-ENDLESS/preis/alle"
LARGE: dict[str, Any] = {
    "size": "500 g",
    "net_grams": 500,
    "coffee_grams": 500,
    "price_cents": 1440,
}
PUBLISH = {"veroeffentlichen": "1"}


@pytest.fixture
def staff(app: Flask) -> FlaskClient:
    return signed_in(app, "staff")


@pytest.fixture
def coffee(app: Flask) -> MadeProduct:
    return make_product(app, variants=[{}, LARGE])


def typed(coffee: MadeProduct) -> dict[str, str]:
    small, large = coffee.variants
    found = {"freight": ("0,18", "0,36"), "roasting": ("0,75", "1,50"), "packing": ("0,32", "0,41")}
    return {
        name: value
        for kind, (less, more) in found.items()
        for name, value in (
            (f"{kind}_{small.id}", less),
            (f"{kind}_{large.id}", more),
            (f"{kind}_document", f"Rechnung {kind} 12"),
            (f"{kind}_day", "15.1.2026"),
        )
    }


def seen(client: FlaskClient) -> str:
    return client.get(ALL).text.split('name="seen"')[1].split('value="')[1].split('"')[0]


def send(client: FlaskClient, coffee: MadeProduct, **given: str) -> TestResponse:
    data = {"seen": seen(client)} | typed(coffee) | PUBLISH | given
    return client.post(ALL, data=data, follow_redirects=True)


def text(answer: TestResponse) -> str:
    return answer.text.replace("\u00a0", " ")


def published(app: Flask) -> list[tuple[str, int, dict[str, int | None]]]:
    with app.app_context():
        rows = db.session.scalars(select(Split).order_by(Split.id)).all()
        return [
            (row.size, row.version, {part.kind: part.cents for part in read_parts(row.parts)})
            for row in rows
        ]


def test_all_sizes_are_looked_at_and_published_at_once(
    app: Flask, staff: FlaskClient, coffee: MadeProduct
) -> None:
    assert f'href="{ALL}"' in staff.get("/lager/chargen/T-ENDLESS/preis").text
    data = typed(coffee) | {"pruefen": "1"}
    looked_at = text(staff.post(ALL, data=data))
    assert looked_at.count('<details class="split-size"') == 2 and "250 g: 7,50 €" in looked_at
    assert published(app) == []
    assert "2 Preise sind veröffentlicht." in text(send(staff, coffee))
    (small, first, of_small), (large, _, of_large) = published(app)
    assert (small, large, first) == ("250 g", "500 g", 1)
    assert (of_small["freight"], of_large["freight"], of_large["packing"]) == (18, 36, 41)
    assert sum(cents or 0 for cents in of_small.values()) == 750
    assert sum(cents or 0 for cents in of_large.values()) == 1440


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("freight_{large}", "", "Bitte geben Sie den Betrag ein"),
        ("freight_{large}", "viel", "Bitte schreiben Sie die Zahl wie"),
        ("freight_document", "", "Bitte nennen Sie den Beleg"),
        ("freight_document", "klimaneutrale Bio-Fracht", "darf hier nicht stehen"),
        ("freight_day", "", "Bitte geben Sie das Datum des Belegs ein"),
        ("freight_day", "1.1.2999", "liegt in der Zukunft"),
        ("freight_unknown", "y", "schließen sich aus"),
    ],
)
def test_one_slip_in_one_size_and_none_is_published(
    app: Flask, staff: FlaskClient, coffee: MadeProduct, field: str, value: str, sentence: str
) -> None:
    name = field.format(large=coffee.variants[1].id)
    answer = send(staff, coffee, **{name: value})
    assert answer.status_code == 422 and sentence in answer.text
    assert "Rechnung packing 12" in answer.text and 'value="1,50"' in answer.text
    assert published(app) == []


def test_what_nobody_knows_is_unknown_in_every_size(
    app: Flask, staff: FlaskClient, coffee: MadeProduct
) -> None:
    nothing = {name: "" for name in typed(coffee) if name.startswith("freight")}
    send(staff, coffee, **nothing, freight_unknown="y")
    assert [(of["freight"], of["shop"]) for _, _, of in published(app)] == [(None, None)] * 2


def test_what_is_published_already_gets_no_new_version(
    app: Flask, staff: FlaskClient, coffee: MadeProduct
) -> None:
    send(staff, coffee)
    assert "Genau das ist schon veröffentlicht." in send(staff, coffee).text
    assert "1 Preis ist veröffentlicht." in text(
        send(staff, coffee, **{f"packing_{coffee.variants[1].id}": "0,43"})
    )
    assert [row[:2] for row in published(app)] == [("250 g", 1), ("500 g", 1), ("500 g", 2)]


def test_known_costs_stand_there_already(
    app: Flask, staff: FlaskClient, coffee: MadeProduct
) -> None:
    make_split(app, coffee.id, None)
    page = staff.get(ALL).text
    assert "Rechnung der Rösterei 4711" in page and 'value="0,75"' in page


def test_a_price_that_moves_meanwhile_stops_them_all(
    app: Flask, staff: FlaskClient, coffee: MadeProduct
) -> None:
    opened = seen(staff)
    with app.app_context():
        set_price(coffee.variants[1].id, 1490, "Test")
        db.session.commit()
    answer = staff.post(ALL, data={"seen": opened} | typed(coffee) | PUBLISH)
    assert answer.status_code == 409 and "veröffentlicht ist noch nichts" in answer.text
    assert published(app) == []
    assert "2 Preise sind veröffentlicht." in text(send(staff, coffee))


def test_a_contract_that_says_what_needs_proof_stops_them_all(
    app: Flask, staff: FlaskClient, coffee: MadeProduct
) -> None:
    with app.app_context():
        db.session.execute(update(GreenLot).values(contract="Bio-Vertrag 17"))
        db.session.commit()
    answer = send(staff, coffee)
    assert answer.status_code == 422 and "Das Wort kommt aus dem Vertrag" in text(answer)
    assert published(app) == []


def test_a_size_whose_grinds_differ_in_price_is_left_out_and_named(
    app: Flask, staff: FlaskClient
) -> None:
    make_product(app, variants=[{}, LARGE, LARGE | {"grind": "filter", "price_cents": 1490}])
    page = text(staff.get(ALL))
    assert "500 g fehlt hier: Die Mahlungen kosten verschieden viel" in page
    assert ", 500 g (€)" not in page and ", 250 g (€)" in page


def test_only_the_staff_and_only_what_there_is(
    app: Flask, client: FlaskClient, staff: FlaskClient
) -> None:
    assert staff.get("/lager/chargen/gibt-es-nicht/preis/alle").status_code == 404
    make_person(app, "bericht@laden.example", ["report"])
    sign_in(client, "bericht@laden.example")
    assert client.get(ALL).status_code in {302, 403, 404}
    assert client.post(ALL, data=PUBLISH).status_code in {302, 403, 404}
