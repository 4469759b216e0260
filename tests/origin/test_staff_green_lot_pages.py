from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from shop.db import db
from shop.origin.models import GreenLot, GreenShare
from tests.make.origin import make_batch, make_cooperative
from tests.make.people import signed_in

NEW = "/lager/rohkaffee/neu"
TYPED = {
    "code": "G-25-01",
    "contract": "2025/17",
    "contracted_on": "2025-10-01",
    "supplier": "Demo-Import",
    "supplier_address": "Hafenstraße 1, 20457 Hamburg",
    "supplier_mail": "post@example.org",
    "grams": "69,5",
    "harvested_from": "2025-05-01",
    "harvested_until": "2025-09-30",
    "arrived_on": "2025-12-10",
    "varieties": "Bourbon, Pache",
    "processing": "washed",
    "altitude_from": "1700",
    "altitude_to": "1900",
    "fob_usd_e4": "3,95",
    "fob_on": "2025-10-01",
    "premium_usd_e4": "0,2",
    "organic_usd_e4": "0,40",
    "usd_per_eur_e4": "1,15",
    "rate_on": "2025-10-01",
    "rate_source": "EZB-Referenzkurs",
    "eudr_role": "downstream_operator",
}


@pytest.fixture
def staff(app: Flask) -> FlaskClient:
    return signed_in(app, "staff")


@pytest.fixture
def coops(app: Flask) -> tuple[int, int]:
    return make_cooperative(app, "Valle Claro"), make_cooperative(app, "Flor de Niebla")


def shares(*rows: tuple[int, str]) -> dict[str, str]:
    typed: dict[str, str] = {}
    for row, (cooperative_id, percent) in enumerate(rows):
        typed |= {
            f"share_{row}_cooperative": str(cooperative_id or ""),
            f"share_{row}_percent": percent,
            f"share_{row}_source": "Lieferschein",
            f"share_{row}_on": "2025-12-10",
        }
    return typed


def lots(app: Flask) -> list[GreenLot]:
    with app.app_context():
        return list(db.session.scalars(select(GreenLot)))


def seen(page: str) -> str:
    return page.split('name="seen"')[1].split('value="')[1].split('"')[0]


def test_what_is_typed_in_kilograms_dollars_and_per_cent_is_kept_exactly(
    app: Flask, staff: FlaskClient, coops: tuple[int, int]
) -> None:
    typed = TYPED | shares((coops[0], "66,67"), (coops[1], "33,33"))
    page = staff.post(NEW, data=typed, follow_redirects=True)
    assert page.request.path == "/lager/rohkaffee/G-25-01" and "Gespeichert." in page.text
    (lot,) = lots(app)
    assert (lot.grams, lot.fob_usd_e4, lot.premium_usd_e4) == (69_500, 39_500, 2_000)
    assert (lot.organic_usd_e4, lot.usd_per_eur_e4) == (4_000, 11_500)
    assert (lot.reference_usd_e4, lot.eudr_role) == (None, "downstream_operator")
    with app.app_context():
        kept = db.session.scalars(select(GreenShare.share_bp).order_by(GreenShare.share_bp))
        assert kept.all() == [3_333, 6_667]
    for shown in ('value="3,95"', 'value="1,15"', 'value="69,5"', 'value="66,67"'):
        assert shown in page.text


def test_what_is_not_known_may_stay_open(
    app: Flask, staff: FlaskClient, coops: tuple[int, int]
) -> None:
    given = ("fob_usd_e4", "fob_on", "premium_usd_e4", "organic_usd_e4", "usd_per_eur_e4")
    open_ones = dict.fromkeys((*given, "rate_on", "rate_source", "arrived_on", "eudr_role"), "")
    assert staff.post(NEW, data=TYPED | open_ones | shares((coops[0], "100"))).status_code == 303
    (lot,) = lots(app)
    assert (lot.fob_usd_e4, lot.usd_per_eur_e4, lot.arrived_on) == (None, None, None)
    assert (lot.premium_usd_e4, lot.eudr_role) == (0, "")


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"code": "G 1"}, "2 bis 20 Zeichen"),
        ({"code": "neu"}, "2 bis 20 Zeichen"),
        ({"supplier": ""}, "wer den Rohkaffee verkauft hat"),
        ({"supplier_address": " "}, "die Postadresse des Lieferanten"),
        ({"supplier_mail": ""}, "die E-Mail-Adresse des Lieferanten"),
        ({"supplier_mail": "Demo-Import"}, "wie name@firma.de"),
        ({"grams": "69.5"}, "wie 690 oder 69,5"),
        ({"grams": "0"}, "Zahl von 0,001 bis 100000"),
        ({"fob_usd_e4": "3.95"}, "wie 3,80"),
        ({"fob_usd_e4": "-1"}, "wie 3,80"),
        ({"fob_on": ""}, "Zu dieser Zahl gehören Tag und Quelle."),
        ({"rate_source": ""}, "Zu dieser Zahl gehören Tag und Quelle."),
        ({"organic_usd_e4": "4"}, "Der Aufschlag ist Teil des FOB-Preises."),
        ({"harvested_until": "2025-04-30"}, "nicht enden, bevor sie beginnt"),
        ({"arrived_on": "2025-09-29"}, "bevor die Ernte zu Ende ist"),
        ({"contracted_on": "2025-12-11"}, "nicht vor dem Vertrag ankommen"),
        ({"arrived_on": "2099-01-01"}, "liegt in der Zukunft"),
        ({"altitude_to": "1600"}, "kleiner als die erste"),
        ({"processing": "magic"}, "Auswahl"),
        ({"eudr_reference": "x" * 15}, "höchstens 14 Zeichen"),
        ({"eudr_verification": "x" * 36}, "höchstens 35 Zeichen"),
        ({"share_0_percent": "99,99"}, "Zusammen sind es 99,99 %: Es fehlen 0,01 %."),
        ({"share_0_percent": "100,01"}, "Zahl von 0,01 bis 100"),
        ({"share_0_percent": ""}, "Bitte geben Sie den Anteil ein."),
        ({"share_0_source": ""}, "woher dieser Anteil bekannt ist"),
        ({"share_0_cooperative": ""}, "Bitte wählen Sie die Genossenschaft."),
    ],
)
def test_what_cannot_be_is_told_at_the_field_and_what_was_typed_stays(
    app: Flask, staff: FlaskClient, coops: tuple[int, int], given: dict[str, str], told: str
) -> None:
    answer = staff.post(NEW, data=TYPED | shares((coops[0], "100")) | given)
    assert answer.status_code == 422
    assert told in answer.text and 'value="Bourbon, Pache"' in answer.text
    assert lots(app) == []


def test_shares_beyond_the_whole_and_twice_the_same_are_told(
    app: Flask, staff: FlaskClient, coops: tuple[int, int]
) -> None:
    over = staff.post(NEW, data=TYPED | shares((coops[0], "75"), (coops[1], "25,5")))
    assert "Zusammen sind es 100,5 %: Das sind 0,5 % zu viel." in over.text
    twice = staff.post(NEW, data=TYPED | shares((coops[0], "75"), (coops[0], "25")))
    assert "steht schon in einer Zeile darüber" in twice.text
    none = staff.post(NEW, data=TYPED)
    assert "von welcher Genossenschaft der Kaffee ist" in none.text
    assert lots(app) == []


def test_more_rows_come_without_losing_what_was_typed(
    app: Flask, staff: FlaskClient, coops: tuple[int, int]
) -> None:
    first = staff.get(NEW).text
    assert "share_2_percent" in first and "share_3_percent" not in first
    typed = TYPED | shares((coops[0], "12,5")) | {"rows": "3", "mehr": "1"}
    more = staff.post(NEW, data=typed)
    assert more.status_code == 200 and "Bitte prüfen" not in more.text
    assert "share_4_percent" in more.text and 'value="12,5"' in more.text
    assert 'name="rows" type="hidden" value="5"' in more.text
    assert lots(app) == []


@pytest.mark.parametrize("rows", ["0", "-1", "999999999", "x", "9" * 40])
def test_a_strange_number_of_rows_is_a_usual_one(
    staff: FlaskClient, coops: tuple[int, int], rows: str
) -> None:
    answer = staff.post(NEW, data=TYPED | {"rows": rows, "mehr": "1"})
    assert answer.status_code == 200 and answer.text.count('_percent"') < 200


def test_a_lot_that_is_roasted_keeps_its_weight_and_says_so(
    app: Flask, staff: FlaskClient, coops: tuple[int, int]
) -> None:
    typed = TYPED | shares((coops[0], "100"))
    staff.post(NEW, data=typed)
    make_batch(app, {lots(app)[0].id: 50_000}, code="26-001", made_on=date(2026, 1, 10))
    page = staff.get("/lager/rohkaffee/G-25-01").text
    assert "19,5\xa0kg" in page and "/lager/chargen/26-001" in page
    answer = staff.post(
        "/lager/rohkaffee/G-25-01", data=typed | {"grams": "49,9", "seen": seen(page)}
    )
    assert answer.status_code == 422 and "Verröstet sind schon 50 kg." in answer.text


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"premium_usd_e4": "0,8"}, "premium_usd_e4"),
        ({"processing": "natural"}, "processing"),
        ({"share_0_percent": "50", "share_1_percent": "50"}, "share_0_percent"),
    ],
)
def test_what_bags_tell_of_a_lot_stays_and_the_field_says_so(
    app: Flask, staff: FlaskClient, coops: tuple[int, int], given: dict[str, str], field: str
) -> None:
    typed = TYPED | shares((coops[0], "75"), (coops[1], "25"))
    staff.post(NEW, data=typed)
    make_batch(app, {lots(app)[0].id: 50_000}, made_on=date(2026, 1, 10), packed_grams=250)
    opened = seen(staff.get("/lager/rohkaffee/G-25-01").text)
    answer = staff.post("/lager/rohkaffee/G-25-01", data=typed | given | {"seen": opened})
    assert answer.status_code == 422
    told = answer.text.split(f'id="{field}-error"')[1]
    assert "Das bleibt, wie es war" in told.split("</p>")[0]
    assert lots(app)[0].premium_usd_e4 == 2_000


def test_without_a_rate_a_batch_cannot_owe_its_premium(
    app: Flask, staff: FlaskClient, coops: tuple[int, int]
) -> None:
    typed = TYPED | shares((coops[0], "100"))
    staff.post(NEW, data=typed)
    make_batch(app, {lots(app)[0].id: 50_000}, made_on=date(2026, 1, 10))
    opened = seen(staff.get("/lager/rohkaffee/G-25-01").text)
    open_rate = dict.fromkeys(("usd_per_eur_e4", "rate_on", "rate_source"), "")
    answer = staff.post("/lager/rohkaffee/G-25-01", data=typed | open_rate | {"seen": opened})
    assert answer.status_code == 422 and "Bitte den Kurs eingeben." in answer.text


def test_of_two_who_edit_at_once_the_second_is_told_and_loses_nothing(
    app: Flask, staff: FlaskClient, coops: tuple[int, int]
) -> None:
    typed = TYPED | shares((coops[0], "100"))
    staff.post(NEW, data=typed)
    address = "/lager/rohkaffee/G-25-01"
    opened = seen(staff.get(address).text)
    staff.post(address, data=typed | {"fob_usd_e4": "4,05", "seen": opened})
    late = staff.post(address, data=typed | {"note": "Sack 3 war feucht", "seen": opened})
    assert late.status_code == 409 and "Sack 3 war feucht" in late.text
    assert "3,95 USD/lb" in late.text and "4,05 USD/lb" in late.text
    assert [(lot.fob_usd_e4, lot.note) for lot in lots(app)] == [(40_500, "")]


def test_who_edits_while_somebody_changes_the_code_loses_nothing(
    app: Flask, staff: FlaskClient, coops: tuple[int, int]
) -> None:
    typed = TYPED | shares((coops[0], "100"))
    staff.post(NEW, data=typed)
    opened = seen(staff.get("/lager/rohkaffee/G-25-01").text)
    about = {"record": str(lots(app)[0].id), "seen": opened}
    moved = staff.post("/lager/rohkaffee/G-25-01", data=typed | about | {"code": "G-25-07"})
    assert moved.location == "/lager/rohkaffee/G-25-07"
    late = staff.post("/lager/rohkaffee/G-25-01", data=typed | about | {"note": "Sack 3"})
    assert late.status_code == 409 and "Sack 3" in late.text and "G-25-07" in late.text


def test_an_unknown_one_is_not_found(staff: FlaskClient) -> None:
    assert staff.get("/lager/rohkaffee/G-99").status_code == 404
