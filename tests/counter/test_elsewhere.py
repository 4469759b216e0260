"""What the rest of the shop says of a sale at a counter."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from shop.clock import today
from shop.db import db
from shop.mail.models import OutboxMail
from shop.orders.models import Order
from shop.origin.block_batch import block_batch
from tests.make.catalogue import make_product
from tests.make.counter import bring, make_stall, sell_there
from tests.make.origin import make_batch
from tests.make.people import signed_in


@pytest.fixture
def staff(app: Flask) -> FlaskClient:
    return signed_in(app, "staff")


@pytest.fixture
def number(app: Flask) -> str:
    """Of a sale of two bags of batch 26-118."""
    batch = make_batch(app, code="26-118")
    bag = make_product(app, "Filter Jaén", variants=[{"shelf": {batch: 10}}]).variant
    stall = make_stall(app)
    bring(app, stall, {bag.id: 6})
    made = sell_there(app, stall, {bag.id: 2})
    with app.app_context():
        block_batch(batch, "Fremdkörper", None, is_recall=True)
        db.session.commit()
        return db.session.get_one(Order, made).number


def text_of(page: str) -> str:
    """What is read, blanks between words."""
    plain = re.sub(r"<[^>]+>", " ", page).replace("\xa0", " ")
    return " ".join(plain.split())


def test_a_recall_lists_it_as_out_of_reach_and_writes_to_nobody(
    app: Flask, staff: FlaskClient, number: str
) -> None:
    page = staff.get("/lager/chargen/26-118/rueckruf").text
    words = text_of(page)
    assert "vor Ort verkauft, nicht erreichbar Marktstand" in words and number in words
    assert "1 Bestellung, 2 Stück nicht zurück" in words and "mailto:" not in page
    staff.post("/lager/chargen/26-118/rueckruf/mails")
    with app.app_context():
        assert db.session.query(OutboxMail).count() == 0
    table = staff.get("/lager/chargen/26-118/rueckruf.csv").data.decode("utf-8-sig")
    assert "vor Ort verkauft, nicht erreichbar" in table


def test_the_order_leads_to_its_sale_and_offers_no_refund(staff: FlaskClient, number: str) -> None:
    page = staff.get(f"/auftraege/{number}").text
    assert f"/verkauf/beleg/{number}" in page and "Erstatten" not in text_of(page)
    assert "vor Ort eingenommen: 15,00 €" in text_of(page)


def test_it_is_nobodys_task(staff: FlaskClient, number: str) -> None:
    for page in ("/auftraege/", "/geld/"):
        assert number not in staff.get(page).text


def test_the_report_tells_it_apart(app: Flask, number: str) -> None:
    reader = signed_in(app, "report")
    words = text_of(reader.get("/berichte/").text)
    assert "Nach Wegen" in words and "vor Ort verkauft 2 0,50 15,00 €" in words
    table = reader.get(f"/berichte/verkauf.csv?von={today():%Y-%m}&bis={today():%Y-%m}")
    assert "Verkauf vor Ort" in table.data.decode("utf-8-sig")
