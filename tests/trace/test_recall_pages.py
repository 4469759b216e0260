"""The recall as the staff read it and take it along."""

import csv
from datetime import date
from io import StringIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from shop.db import db
from shop.orders.models import Line
from shop.origin.block_batch import block_batch
from shop.origin.models import Batch
from shop.stock.take_back import take_back
from tests.cart.test_pages import text_of
from tests.make.catalogue import make_product
from tests.make.mails import Mail, queued_mails
from tests.make.orders import MadeOrder, make_order, somebody
from tests.make.origin import make_batch, make_green_lot
from tests.make.people import signed_in
from tests.make.sales import sell

PAGES = ("/lager/chargen/26-118/rueckruf", "/lager/rohkaffee/G-1/rueckruf")


@pytest.fixture
def staff(app: Flask) -> FlaskClient:
    return signed_in(app, "staff")


@pytest.fixture
def order(app: Flask) -> MadeOrder:
    lot = make_green_lot(app, code="G-1")
    batch = make_batch(app, {lot: 50_000}, code="26-118", best_before=date(2097, 11, 20))
    bag = make_product(app, "Filter Jaén", variants=[{"shelf": {batch: 10}}]).variant
    order = make_order(app, {bag.id: 3})
    with app.app_context():
        sell(order.id)
        db.session.commit()
    return order


@pytest.mark.parametrize("page", PAGES)
def test_the_page_says_whom_it_concerns_and_how_to_reach_them(
    staff: FlaskClient, order: MadeOrder, page: str
) -> None:
    words = text_of(staff.get(page).text)
    assert "1 Bestellung, 3 Stück nicht zurück" in words
    assert order.number in words and "Testperson 001 testperson@example.org" in words
    assert "3 × Filter Jaén, 250 g, ganze Bohne Charge 26-118" in words
    assert "26-118 sperren 26-118 20. November 2097 7" in words


@pytest.mark.parametrize("page", PAGES)
def test_the_table_can_be_taken_along(staff: FlaskClient, order: MadeOrder, page: str) -> None:
    answer = staff.get(f"{page}.csv")
    assert answer.mimetype == "text/csv"
    assert "rueckruf_" in answer.headers["Content-Disposition"]
    [row] = csv.DictReader(StringIO(answer.data.decode("utf-8-sig")), delimiter=";")
    assert (row["Bestellung"], row["E-Mail"]) == (order.number, "testperson@example.org")
    assert (row["Stand"], row["Charge"]) == ("zu packen", "26-118")
    assert (row["Stück"], row["davon zurück"], row["noch draußen"]) == ("3", "0", "3")


def test_from_an_order_to_its_contract(staff: FlaskClient, order: MadeOrder) -> None:
    page = staff.get(f"/auftraege/{order.number}").text
    assert f'href="/auftraege/{order.number}/herkunft"' in page
    words = text_of(staff.get(f"/auftraege/{order.number}/herkunft").text)
    assert "Charge 26-118" in words and "2024/17" in words and "Cooperativa Demo, 100 %" in words


def test_before_anybody_bought_there_is_nothing_to_download(app: Flask, staff: FlaskClient) -> None:
    make_batch(app, code="26-118")
    page = staff.get(PAGES[0]).text
    assert "Davon hat noch niemand etwas bestellt." in page and ".csv" not in page


@pytest.mark.parametrize("page", PAGES)
def test_what_is_unknown_is_not_found(staff: FlaskClient, page: str) -> None:
    assert staff.get(page).status_code == 404
    assert staff.get(f"{page}.csv").status_code == 404


@pytest.mark.parametrize("page", PAGES)
def test_only_the_staff_may_know(client: FlaskClient, order: MadeOrder, page: str) -> None:
    for path in (page, f"{page}.csv", f"/auftraege/{order.number}/herkunft"):
        assert client.get(path).status_code == 302


def block(app: Flask, *, is_recall: bool) -> None:
    with app.app_context():
        batch_id = db.session.scalars(select(Batch.id).where(Batch.code == "26-118")).one()
        block_batch(batch_id, "Fremdkörper gefunden", None, is_recall=is_recall)
        db.session.commit()


def recall_mails(app: Flask) -> list[Mail]:
    return [mail for mail in queued_mails(app) if mail.dedupe_key.startswith("order-recalled")]


@pytest.mark.parametrize("page", PAGES)
def test_everybody_who_has_a_bag_is_written_to_once(
    app: Flask, staff: FlaskClient, order: MadeOrder, page: str
) -> None:
    with app.app_context():
        bag = db.session.scalars(select(Line.variant_id).where(Line.order_id == order.id)).first()
    assert bag
    make_order(app, {bag: 1}, somebody())
    given_back = make_order(app, {bag: 1}, somebody())
    with app.app_context():
        sell(given_back.id)
        take_back(given_back.id, {bag: 1}, None, sellable=True)
        db.session.commit()
    block(app, is_recall=True)
    assert "jetzt 1 Mail." in text_of(staff.get(page).text)
    for _ in range(2):
        answer = staff.post(f"{page}/mails", follow_redirects=True)
        assert "haben die Rückrufmail bekommen" in text_of(answer.text)
    [mail] = recall_mails(app)
    assert mail.recipient == "testperson@example.org"
    for words in (mail.text, mail.html):
        assert "Rückruf: Charge 26-118" in words and "Bitte verbrauchen Sie ihn nicht." in words
        assert "Fremdkörper gefunden" in words
    assert "/charge/26-118" in mail.text and order.number in mail.subject


def test_of_what_is_blocked_as_a_precaution_no_mail_is_sent(
    app: Flask, staff: FlaskClient, order: MadeOrder
) -> None:
    block(app, is_recall=False)
    assert "Rückrufmail an alle senden" not in staff.get(PAGES[0]).text
    staff.post(f"{PAGES[0]}/mails")
    assert recall_mails(app) == []
