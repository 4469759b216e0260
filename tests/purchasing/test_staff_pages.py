import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from shop.audit.models import Change
from shop.clock import today
from shop.db import db
from shop.origin.models import Batch
from shop.purchasing.models import Purchase
from tests.make.books import broken_laws
from tests.make.catalogue import MUG, MadeVariant, make_product
from tests.make.origin import make_green_lot
from tests.make.people import signed_in
from tests.make.purchases import (
    coffee,
    cups,
    line_ids,
    make_purchase,
    number,
    receive,
    state,
)
from tests.make.stock import level_of

ROAST: dict[str, Any] = {
    "receipt-delivery_note": "LS 77",
    "receipt-seen": "0",
    "receipt-key": "k",
    "code": "26-012",
    "roaster": "Demo-Rösterei",
    "made_on": "2026-01-12",
    "best_before": "2098-01-12",
    "made_grams": "20",
    "row_0_kg": "23,8",
}


@pytest.fixture
def staff(app: Flask) -> FlaskClient:
    return signed_in(app, "staff")


@pytest.fixture
def mug(app: Flask) -> MadeVariant:
    return make_product(app, "Becher", kind="goods", variants=[MUG | {"units": 5}]).variant


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', page)
    assert found, name
    return found[1]


def text_of(page: str) -> str:
    """What is read, blanks between words."""
    plain = re.sub(r"<[^>]+>", " ", page).replace("\xa0", " ")
    return " ".join(plain.split())


def new(staff: FlaskClient, **typed: str) -> Any:
    page = staff.get("/einkauf/neu").text
    given = {
        "key": hidden(page, "key"),
        "rows": "3",
        "supplier": "Töpferei Test",
        "ordered_on": "1.11.2025",
    }
    return staff.post("/einkauf/neu", data=given | typed, follow_redirects=True)


def test_a_purchase_is_written_changed_printed_and_noted(
    app: Flask, staff: FlaskClient, mug: MadeVariant
) -> None:
    page = new(
        staff,
        row_0_of=f"v{mug.id}",
        row_0_amount="24",
        row_0_cost="6,80",
        row_1_of="c",
        row_1_text="Espresso Nr. 5",
        row_1_amount="20,5",
    )
    assert page.request.path == "/einkauf/EK-00001", page.text
    assert "20,5 kg" in text_of(page.text) and "Becher" in page.text
    form = staff.get("/einkauf/EK-00001/aendern").text
    typed = {
        "supplier": "Töpferei Neu",
        "ordered_on": "1.11.2025",
        "rows": "3",
        "seen": hidden(form, "seen"),
        "row_0_of": f"v{mug.id}",
        "row_0_amount": "30",
        "row_0_cost": "7",
    }
    changed = staff.post("/einkauf/EK-00001/aendern", data=typed, follow_redirects=True)
    assert "Gespeichert." in changed.text and "30" in changed.text
    again = staff.post("/einkauf/EK-00001/aendern", data=typed)
    assert again.status_code == 409 and "Inzwischen" in again.text
    printed = text_of(staff.get("/einkauf/EK-00001/drucken").text)
    assert "Summe netto 210,00 €" in printed and "auf dem Lieferschein" in printed
    with app.app_context():
        notes = list(db.session.scalars(select(Change).where(Change.record == "purchase_order")))
    assert len(notes) == 2 and "Töpferei Neu" in notes[1].what and notes[1].person_id


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"supplier": ""}, "bei wem bestellt wird"),
        ({}, "was bestellt wird"),
        ({"row_0_amount": "3"}, "was bestellt wird"),
        ({"row_0_of": "mug"}, "Bitte geben Sie die Menge ein."),
        ({"row_0_of": "mug", "row_0_amount": "2,5"}, "nur ganze Stück"),
        ({"row_0_of": "mug", "row_0_amount": "-3"}, "Bitte schreiben Sie die Zahl"),
        ({"row_0_of": "c", "row_0_amount": "3"}, "beschreiben Sie den Kaffee"),
        ({"expected_on": "1.1.2020"}, "vor dem Bestelltag"),
        ({"ordered_on": "1.1.2999"}, "in der Zukunft"),
        ({"row_0_of": "v999"}, "Menge"),
    ],
)
def test_what_cannot_be_ordered_is_told_at_the_field(
    app: Flask, staff: FlaskClient, mug: MadeVariant, typed: dict[str, str], told: str
) -> None:
    given = {name: f"v{mug.id}" if text == "mug" else text for name, text in typed.items()}
    answer = new(staff, **given)
    assert answer.status_code == 422 and told in answer.text
    with app.app_context():
        assert db.session.scalar(select(Purchase.id)) is None


def test_more_rows_keep_what_was_typed(staff: FlaskClient, mug: MadeVariant) -> None:
    answer = new(staff, mehr="1", row_0_of=f"v{mug.id}", row_0_amount="7")
    assert answer.status_code == 200 and "row_4_of" in answer.text and 'value="7"' in answer.text


def test_what_runs_out_is_filled_in(app: Flask, staff: FlaskClient) -> None:
    made = make_product(
        app, "Becher", kind="goods", variants=[MUG | {"units": 5}], reorder_units=12
    )
    for address in ("/einkauf/neu?vorschlag=1", f"/einkauf/neu?produkt={made.id}"):
        page = staff.get(address).text
        assert f'value="v{made.variant.id}" selected' in page or "selected" in page
        assert 'value="19"' in page and "Becher, Ein Stück" in page


def test_what_is_late_stands_first(app: Flask, staff: FlaskClient, mug: MadeVariant) -> None:
    make_purchase(app, cups(mug.id), expected_on=today() + timedelta(days=3))
    make_purchase(app, cups(mug.id), expected_on=today() - timedelta(days=3))
    make_purchase(app, coffee())
    page = text_of(staff.get("/einkauf/").text)
    assert page.index("EK-00002") < page.index("EK-00001") < page.index("EK-00003")
    assert page.count("überfällig") == 1
    assert "Hier ist nichts." in staff.get("/einkauf/?zeige=storniert").text


def goods(page: str, line: int, units: str, **typed: str) -> dict[str, str]:
    return {
        "key": hidden(page, "key"),
        f"seen_{line}": hidden(page, f"seen_{line}"),
        f"units_{line}": units,
        "delivery_note": "LS 4711",
        "location": "1",
    } | typed


def test_goods_come_in_parts_and_a_second_press_books_nothing(
    app: Flask, staff: FlaskClient, mug: MadeVariant
) -> None:
    bought = make_purchase(app, cups(mug.id))
    (line,) = line_ids(app, bought)
    address = f"/einkauf/{number(app, bought)}"
    typed = goods(staff.get(address).text, line, "10", **{f"until_{line}": "1.2.2027"})
    page = staff.post(f"{address}/wareneingang", data=typed, follow_redirects=True)
    assert (
        "Eingebucht." in page.text
        and "LS 4711" in page.text
        and "1. Februar 2027" in text_of(page.text)
    )
    again = staff.post(f"{address}/wareneingang", data=typed, follow_redirects=True)
    assert "Das war schon gebucht" in again.text
    assert state(app, bought) == ("open", [10]) and level_of(app, mug.id) == (15, 0)


def test_what_somebody_else_booked_meanwhile_is_told(
    app: Flask, staff: FlaskClient, mug: MadeVariant
) -> None:
    bought = make_purchase(app, cups(mug.id))
    (line,) = line_ids(app, bought)
    address = f"/einkauf/{number(app, bought)}"
    typed = goods(staff.get(address).text, line, "10")
    receive(app, bought, 10)
    answer = staff.post(f"{address}/wareneingang", data=typed)
    assert answer.status_code == 409 and "inzwischen schon etwas gebucht" in answer.text
    assert hidden(answer.text, f"seen_{line}") == "10" and 'value="10"' in answer.text
    assert level_of(app, mug.id) == (15, 0)


def test_more_than_ordered_is_told_and_taken_once_confirmed(
    app: Flask, staff: FlaskClient, mug: MadeVariant
) -> None:
    bought = make_purchase(app, cups(mug.id))
    (line,) = line_ids(app, bought)
    address = f"/einkauf/{number(app, bought)}"
    typed = goods(staff.get(address).text, line, "25")
    answer = staff.post(f"{address}/wareneingang", data=typed)
    assert answer.status_code == 409 and "mehr, als bestellt wurde" in answer.text
    assert 'name="more_is_right"' in answer.text
    staff.post(f"{address}/wareneingang", data=typed | {"more_is_right": "y"})
    assert state(app, bought) == ("closed", [25])


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"delivery_note": ""}, "Lieferschein"),
        ({"location": "99"}, "wohin die Ware kommt"),
        ({"units": ""}, "wie viel gekommen ist"),
        ({"units": "-4"}, "Zahl von 0 bis 9999"),
        ({"units": "١٢"}, "Zahl von 0 bis 9999"),
    ],
)
def test_a_receipt_that_cannot_be_is_told_at_the_field(
    app: Flask, staff: FlaskClient, mug: MadeVariant, typed: dict[str, str], told: str
) -> None:
    bought = make_purchase(app, cups(mug.id))
    (line,) = line_ids(app, bought)
    address = f"/einkauf/{number(app, bought)}"
    given = {f"units_{line}" if name == "units" else name: text for name, text in typed.items()}
    data = goods(staff.get(address).text, line, "4") | given
    answer = staff.post(f"{address}/wareneingang", data=data)
    assert answer.status_code == 422 and told in answer.text
    assert level_of(app, mug.id) == (5, 0)


def test_roasted_coffee_becomes_a_batch_one_tap_from_being_packed(
    app: Flask, staff: FlaskClient
) -> None:
    bought = make_purchase(app, coffee())
    (line,) = line_ids(app, bought)
    address = f"/einkauf/{number(app, bought)}"
    offered = staff.get(f"{address}/roestkaffee/{line}").text
    assert 'value="20"' in offered and 'value="Töpferei Test"' in offered
    typed = ROAST | {"row_0_of": str(make_green_lot(app))}
    page = staff.post(f"{address}/roestkaffee/{line}", data=typed, follow_redirects=True)
    assert "/lager/chargen/26-012/abfuellen" in page.text, page.text
    assert state(app, bought) == ("closed", [20_000])
    again = staff.post(f"{address}/roestkaffee/{line}", data=typed, follow_redirects=True)
    assert "Das war schon gebucht" in again.text
    with app.app_context():
        assert db.session.scalars(select(Batch.made_grams)).all() == [20_000]
        assert broken_laws() == {}


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"receipt-delivery_note": ""}, "Lieferschein"),
        ({"made_grams": "21", "row_0_kg": "25"}, "mehr, als bestellt wurde"),
        ({"made_grams": "24"}, "mehr, als"),
        ({"receipt-seen": "5"}, "inzwischen schon etwas gebucht"),
        ({"row_0_kg": "5000"}, "nur noch"),
        ({"code": ""}, "Nummer"),
    ],
)
def test_coffee_that_cannot_be_is_told_and_nothing_is_booked(
    app: Flask, staff: FlaskClient, typed: dict[str, str], told: str
) -> None:
    bought = make_purchase(app, coffee())
    (line,) = line_ids(app, bought)
    address = f"/einkauf/{number(app, bought)}/roestkaffee/{line}"
    data = ROAST | {"row_0_of": str(make_green_lot(app)), "loss_is_right": "y"} | typed
    answer = staff.post(address, data=data)
    assert answer.status_code in (409, 422) and told in answer.text
    assert state(app, bought) == ("open", [0])
    with app.app_context():
        assert db.session.scalar(select(Batch.id)) is None


def test_a_wrong_receipt_of_coffee_takes_its_batch_along(app: Flask, staff: FlaskClient) -> None:
    bought = make_purchase(app, coffee())
    (line,) = line_ids(app, bought)
    address = f"/einkauf/{number(app, bought)}"
    data = ROAST | {"row_0_of": str(make_green_lot(app))}
    staff.post(f"{address}/roestkaffee/{line}", data=data)
    missing = staff.post(f"{address}/wareneingang/1/zurueck", data={"because": ""})
    assert missing.status_code == 422 and "was daran falsch war" in missing.text
    page = staff.post(
        f"{address}/wareneingang/1/zurueck", data={"because": "verwechselt"}, follow_redirects=True
    )
    assert "Zurückgenommen: verwechselt" in page.text
    assert state(app, bought) == ("open", [0])
    with app.app_context():
        assert db.session.scalar(select(Batch.id)) is None
        assert broken_laws() == {}


def test_the_rest_is_expected_no_more(app: Flask, staff: FlaskClient, mug: MadeVariant) -> None:
    bought = make_purchase(app, cups(mug.id))
    receive(app, bought, 10)
    address = f"/einkauf/{number(app, bought)}"
    page = staff.post(f"{address}/beenden", follow_redirects=True)
    assert "Der Rest wird nicht mehr erwartet." in page.text
    assert "schon beendet" in staff.post(f"{address}/beenden", follow_redirects=True).text


@pytest.mark.parametrize(
    "path", ["EK-99999", "x", "EK-00001/roestkaffee/9", "EK-00001/roestkaffee/1"]
)
def test_what_does_not_exist_is_not_found(
    app: Flask, staff: FlaskClient, mug: MadeVariant, path: str
) -> None:
    make_purchase(app, cups(mug.id))
    assert staff.get(f"/einkauf/{path}").status_code == 404
