"""A present: asked for at the checkout, seen before ordering, told in the mail."""

from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from shop.checkout.rules import Answers
from shop.db import db
from shop.orders.models import Order
from tests.cart.test_pages import put, text_of
from tests.checkout.test_forms import BILLING, SHIPPING
from tests.checkout.test_pages import hidden, order
from tests.make.catalogue import MadeProduct, make_product
from tests.make.mails import queued_mails
from tests.make.orders import ANSWERS, make_order
from tests.make.sales import sell

GREETING = "Alles Gute, Testperson 002!\n<b>Deine</b> Testperson 001"
GIFT = SHIPPING | {"is_gift": "y", "greeting": GREETING}


@pytest.fixture
def coffee(app: Flask) -> MadeProduct:
    return make_product(app, "Hausmischung")


def test_nobody_else_meets_a_further_field(client: FlaskClient, coffee: MadeProduct) -> None:
    put(client, coffee.variant.id)
    before, _, gift = client.get("/kasse").text.partition('<details class="opens" id="geschenk"')
    assert gift.lstrip(">\n ").startswith("<summary>")
    assert 'name="is_gift"' in gift and "checked" not in gift.partition("</details>")[0]
    assert 'name="greeting"' not in before


def test_a_gift_is_seen_before_it_is_ordered_and_kept(
    app: Flask, client: FlaskClient, coffee: MadeProduct
) -> None:
    put(client, coffee.variant.id)
    assert client.post("/kasse", data=GIFT).location == "/kasse/pruefen"
    page = client.get("/kasse/pruefen").text
    assert "Der Packzettel nennt keine Preise." in page
    assert "Alles Gute, Testperson 002!<br>&lt;b&gt;Deine" in page
    again = client.get("/kasse").text
    assert 'id="geschenk" open' in again and "Alles Gute, Testperson 002!\n&lt;b&gt;" in again
    assert order(client, hidden(page)).status_code == 303
    with app.app_context():
        kept = db.session.execute(select(Order.is_gift, Order.greeting, Order.token)).one()
    assert kept[:2] == (True, GREETING)
    words = text_of(client.get(f"/bestellung/{kept.token}").text)
    assert "Geschenk Der Packzettel nennt keine Preise. Ihr Gruß darauf: Alles Gute" in words


def test_a_changed_greeting_is_shown_again_before_it_binds(
    client: FlaskClient, coffee: MadeProduct
) -> None:
    put(client, coffee.variant.id)
    client.post("/kasse", data=GIFT)
    seen = hidden(client.get("/kasse/pruefen").text)
    client.post("/kasse", data=GIFT | {"greeting": "Doch anders"})
    answer = order(client, seen)
    assert answer.status_code == 409 and "Doch anders" in answer.text


def test_a_greeting_too_long_is_kept_and_its_part_of_the_form_open(
    client: FlaskClient, coffee: MadeProduct
) -> None:
    put(client, coffee.variant.id)
    answer = client.post("/kasse", data=SHIPPING | {"greeting": "Gruß " * 80})
    assert answer.status_code == 422 and 'id="geschenk" open' in answer.text
    assert 'href="#greeting"' in answer.text and 'id="greeting-error"' in answer.text
    assert "Gruß Gruß" in answer.text.partition("<textarea")[2]


def test_the_mail_tells_of_the_gift_and_greets_whoever_pays(
    app: Flask, coffee: MadeProduct
) -> None:
    answers = Answers.from_json(
        ANSWERS.to_json() | BILLING | {"name": "Testperson 002", "is_gift": True}
    )
    answers = replace(answers, greeting=GREETING)
    made = make_order(app, {coffee.variant.id: 1}, answers)
    with app.app_context():
        sell(made.id)
        db.session.commit()
    confirmed = queued_mails(app)[-1]
    assert "Guten Tag Demo-Büro," in confirmed.text
    assert f"Ihr Gruß darauf:\n{GREETING}\n" in confirmed.text
    assert "Alles Gute, Testperson 002!<br>&lt;b&gt;Deine" in confirmed.html
    assert "Testperson 002" in confirmed.text


def test_an_order_for_oneself_says_nothing_of_gifts(
    app: Flask, client: FlaskClient, coffee: MadeProduct
) -> None:
    made = make_order(app, {coffee.variant.id: 1})
    assert "Geschenk" not in client.get(f"/bestellung/{made.token}").text
    assert "Guten Tag Testperson 001," in queued_mails(app)[-1].text
    assert "Packzettel" not in queued_mails(app)[-1].text
