"""A customer's own pages: the orders page by page, and two who press the same button."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert, select, update

from shop.clock import now, stopped_at
from shop.customers.erase_what_ended import erase_what_ended
from shop.customers.queries import PER_PAGE, orders_of
from shop.db import db
from shop.mail.models import OutboxMail
from shop.orders.models import Order
from shop.orders.notify import notify
from shop.orders.rules import State
from shop.payment.models import Attempt
from tests.cart.test_pages import text_of
from tests.make.catalogue import MadeProduct, make_product
from tests.make.customers import (
    Customer,
    ask_for_account,
    confirmation,
    make_customer,
    order_of,
    person_with,
)
from tests.make.orders import ANSWERS, make_order
from tests.make.people import PASSWORD, signed_in
from tests.make.queries import queries_of


@pytest.fixture
def coffee(app: Flask) -> MadeProduct:
    return make_product(app, "Hausmischung")


@pytest.fixture
def customer(app: Flask) -> Customer:
    return make_customer(app)


def copy_order(app: Flask, order_id: int, times: int) -> None:
    """Orders like this one, in bulk."""
    with app.app_context():
        row = dict(db.session.execute(select(Order.__table__)).mappings().one())
        del row["id"]
        rows = [
            row | {"number": f"SK-X-{n}", "token": f"{n:032d}", "draft_key": f"{n:032d}"}
            for n in range(times)
        ]
        db.session.execute(insert(Order), rows)
        db.session.commit()


def test_the_list_leads_through_all_orders_once(
    app: Flask, customer: Customer, coffee: MadeProduct
) -> None:
    order = order_of(app, customer, {coffee.variant.id: 1})
    copy_order(app, order.id, PER_PAGE + 4)
    with app.app_context():
        first, more = orders_of(customer.id)
        second, end = orders_of(customer.id, more)
        with queries_of(app) as queries:
            orders_of(customer.id)
    assert len(queries) == 2
    assert end is None
    numbers = [one.number for one in (*first, *second)]
    assert len(numbers) == len(set(numbers)) == PER_PAGE + 5
    page = customer.client.get("/konto/bestellungen")
    assert f"/konto/bestellungen?nach={more}" in page.text
    last = customer.client.get(f"/konto/bestellungen?nach={more}").text
    assert order.number in last
    assert "Ältere" not in text_of(last)
    assert "Das waren alle." in customer.client.get("/konto/bestellungen?nach=0").text
    assert customer.client.get("/konto/bestellungen?nach=x' or 1").status_code == 200


def test_a_row_says_what_was_ordered_and_how_it_stands(
    app: Flask, customer: Customer, coffee: MadeProduct
) -> None:
    order_of(app, customer, {coffee.variant.id: 2})
    words = text_of(customer.client.get("/konto/bestellungen").text)
    assert "noch nicht bezahlt · 19,90" in words
    assert "2 × Hausmischung, 250 g, ganze Bohne" in words


def test_a_name_is_corrected_and_orders_keep_theirs(
    app: Flask, customer: Customer, coffee: MadeProduct
) -> None:
    order = order_of(app, customer, {coffee.variant.id: 1})
    assert customer.client.post("/konto/daten", data={"name": ""}).status_code == 422
    assert customer.client.post("/konto/daten", data={"name": "Neu Benannt"}).status_code == 303
    assert 'value="Neu Benannt"' in customer.client.get("/konto/daten").text
    with app.app_context():
        assert db.session.get_one(Order, order.id).name == "Testperson 001"


def test_colleagues_have_no_customers_pages(app: Flask) -> None:
    admin = signed_in(app, "admin")
    for path in ("uebersicht", "bestellungen", "adressen", "daten", "daten/daten.json"):
        assert admin.get(f"/konto/{path}").status_code == 403


def test_of_two_who_follow_one_link_at_once_one_is_let_in(
    app: Flask, client: FlaskClient, coffee: MadeProduct
) -> None:
    order = make_order(app, {coffee.variant.id: 1}, replace(ANSWERS, email="beide@example.org"))
    ask_for_account(client, order)
    path = confirmation(app)
    clients = [app.test_client() for _ in range(2)]
    with ThreadPoolExecutor(2) as both:
        found = both.map(
            lambda one: one.post(path, data={"password": PASSWORD}).status_code, clients
        )
    assert sorted(found) == [303, 404]
    assert person_with(app, "beide@example.org")


def test_news_of_an_order_that_names_nobody_is_noted_and_not_sent(
    app: Flask, coffee: MadeProduct
) -> None:
    with stopped_at(now() - timedelta(days=91)):
        order = make_order(app, {coffee.variant.id: 1})
    with app.app_context():
        db.session.execute(update(Order).values(state=State.EXPIRED))
        db.session.execute(update(Attempt).values(state="expired"))
        db.session.commit()
    with app.app_context():
        erase_what_ended()
        assert db.session.get_one(Order, order.id).name == ""
        notify(order.id, "cancelled")
        db.session.commit()
        mails = db.session.scalars(select(OutboxMail)).all()
        assert [mail.recipient for mail in mails] == ["", ""]
        assert all(mail.sent_at for mail in mails)
