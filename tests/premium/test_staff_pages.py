"""The staff book what was transferred, once, and no more than is open."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from shop.audit.models import Change
from shop.clock import today
from shop.db import db
from shop.ledger.models import PremiumEntry
from tests.make.origin import make_batch, make_green_lot
from tests.make.people import make_person, sign_in, signed_in
from tests.make.refunds import accept, check_laws, refund_of
from tests.premium.test_owe import made_from, sold_order
from tests.premium.test_take_back_premium import BACK


@pytest.fixture
def staff(app: Flask) -> FlaskClient:
    return signed_in(app, "staff")


@pytest.fixture
def lot(app: Flask) -> int:
    """Of 4 kg sold today: 1.84 € are open, and 3.04 € for the projects."""
    lot = make_green_lot(app, code="G-25-01")
    sold_order(app, {made_from(app, make_batch(app, {lot: 50_000}), 4, coffee_grams=1000): 4})
    return lot


def opened(client: FlaskClient) -> dict[str, str]:
    page = client.get("/lager/praemien").text
    found = re.search(r'name="key"[^>]*value="([^"]+)"', page)
    assert found
    return {"key": found[1]}


def book(client: FlaskClient, account: int | str, **given: str) -> tuple[int, str]:
    data = {
        "account": str(account),
        "amount": "1,00",
        "paid_on": today().isoformat(),
        "to_whom": "Cooperativa Demo",
        "proof": "Auszug 11, Blatt 3",
    }
    if "key" not in given:
        given = opened(client) | given
    answer = client.post("/lager/praemien", data=data | given, follow_redirects=True)
    return answer.status_code, answer.text.replace("\xa0", " ")


def booked(app: Flask) -> list[int]:
    """Transfers and what was booked against them, in cents."""
    with app.app_context():
        check = select(PremiumEntry.micro).where(PremiumEntry.kind == "transfer")
        found = [-micro // 10_000 for micro in db.session.scalars(check.order_by(PremiumEntry.id))]
    check_laws(app)
    return found


def test_a_transfer_lowers_what_is_open(app: Flask, staff: FlaskClient, lot: int) -> None:
    status, page = book(staff, lot)
    assert status == 200 and "Überweisung gebucht." in page
    assert "Cooperativa Demo; Auszug 11, Blatt 3" in page and "Testperson 007" in page
    assert "0,84 €" in page
    assert booked(app) == [100]


def test_the_rest_can_be_transferred_to_the_cent(app: Flask, staff: FlaskClient, lot: int) -> None:
    assert book(staff, lot, amount="1,84")[0] == 200
    assert book(staff, "projekte", amount="3,04")[0] == 200
    assert booked(app) == [184, 304]


def test_who_booked_what_is_kept(app: Flask, staff: FlaskClient, lot: int) -> None:
    book(staff, lot)
    with app.app_context():
        change = db.session.scalars(select(Change).where(Change.record == "transfer")).one()
        assert change.person_id is not None and "Auszug 11, Blatt 3" in change.what


def test_a_button_pressed_twice_books_once(app: Flask, staff: FlaskClient, lot: int) -> None:
    form = opened(staff)
    book(staff, lot, **form)
    assert "Das war schon gebucht" in book(staff, lot, **form)[1]
    assert booked(app) == [100]


def test_of_two_people_who_pay_all_of_it_the_second_is_told_what_is_left(
    app: Flask, staff: FlaskClient, lot: int
) -> None:
    make_person(app, "zwei@laden.example")
    second = app.test_client()
    sign_in(second, "zwei@laden.example")
    form = opened(second)
    book(staff, lot, amount="1,50")
    status, page = book(second, lot, amount="1,50", **form)
    assert status == 422 and "So viel ist nicht offen, nur 0,34 €." in page
    assert booked(app) == [150]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"amount": ""}, "Bitte geben Sie den Betrag ein."),
        ({"amount": "0"}, "Zahl von 0,01 bis"),
        ({"amount": "-1"}, "Bitte schreiben Sie die Zahl wie 250,00."),
        ({"amount": "1.5"}, "Bitte schreiben Sie die Zahl wie 250,00."),
        ({"amount": "1,85"}, "So viel ist nicht offen, nur 1,84 €."),
        ({"paid_on": ""}, "Tag der Überweisung"),
        ({"paid_on": "31.2.2026"}, "Bitte schreiben Sie das Datum"),
        ({"paid_on": (today() + timedelta(2)).isoformat()}, "Dieser Tag liegt in der Zukunft."),
        ({"paid_on": "2020-01-31"}, "war noch nichts geschuldet."),
        ({"account": ""}, "Bitte wählen Sie, wofür"),
        ({"account": "999"}, "Bitte wählen Sie, wofür"),
        ({"account": "x"}, "Bitte wählen Sie, wofür"),
        ({"to_whom": " "}, "an wen überwiesen wurde"),
        ({"proof": ""}, "was die Überweisung belegt"),
        ({"proof": "x" * 151}, "höchstens 150 Zeichen"),
        ({"proof": "a\u202eb"}, "unsichtbare Zeichen"),
    ],
)
def test_bad_entries_are_answered_in_words_and_book_nothing(
    app: Flask, staff: FlaskClient, lot: int, given: dict[str, str], told: str
) -> None:
    wanted = {"account": str(lot), "to_whom": "Wer es bekam"} | given
    status, page = book(staff, **wanted)
    assert status == 422 and told in page
    assert 'value="Wer es bekam"' in page or "to_whom" in given
    assert booked(app) == []


@pytest.mark.parametrize("key", ["", "x", "a" * 5000, "\x01" * 32])
def test_a_form_with_a_key_of_somebody_elses_making_books_all_the_same(
    app: Flask, staff: FlaskClient, lot: int, key: str
) -> None:
    assert book(staff, lot, key=key)[0] == 200
    assert booked(app) == [100]


def test_a_wrong_transfer_is_taken_back_by_an_entry_against_it(
    app: Flask, staff: FlaskClient, lot: int
) -> None:
    page = book(staff, lot)[1]
    found = re.search(r"/lager/praemien/\d+/zuruecknehmen", page)
    assert found
    assert "Cooperativa Demo; Auszug 11, Blatt 3" in staff.get(found[0]).text
    assert staff.post(found[0], data={"reason": " "}).status_code == 422
    told = {"reason": "Falsche Partie"}
    page = staff.post(found[0], data=told, follow_redirects=True).text
    assert "zurückgenommen: Falsche Partie" in page
    # A second time there is nothing to take back.
    assert staff.post(found[0], data=told).status_code == 409
    assert "schon zurückgenommen" in staff.get(found[0]).text
    assert booked(app) == [100, -100]
    assert book(staff, lot, amount="1,84")[0] == 200


def test_what_is_no_transfer_cannot_be_taken_back(app: Flask, staff: FlaskClient, lot: int) -> None:
    with app.app_context():
        sale = db.session.scalars(select(PremiumEntry.id)).first()
    for wrong in (sale, 999_999):
        address = f"/lager/praemien/{wrong}/zuruecknehmen"
        assert staff.get(address).status_code == 404
        assert staff.post(address, data={"reason": "x"}).status_code in (404, 409)
    assert booked(app) == []


def test_what_came_back_after_it_was_paid_is_paid_ahead(app: Flask, staff: FlaskClient) -> None:
    lot = make_green_lot(app)
    order = sold_order(app, {made_from(app, make_batch(app, {lot: 50_000}), 4): 4})
    book(staff, lot, amount="0,46")
    accept(app, refund_of(app, order.id, {0: (4, BACK)}))
    page = staff.get("/lager/praemien").text.replace("\xa0", " ")
    assert "im Voraus gezahlt" in page and "−0,46 €" in page
    assert book(staff, lot, amount="0,01")[0] == 422
    assert booked(app) == [46]


def test_before_the_first_sale_there_is_nothing_to_pay(staff: FlaskClient) -> None:
    assert "Es ist noch nichts geschuldet" in staff.get("/lager/praemien").text


def test_only_staff_see_transfers(app: Flask) -> None:
    assert app.test_client().get("/lager/praemien").status_code == 302
    assert signed_in(app, "report").get("/lager/praemien").status_code == 403
