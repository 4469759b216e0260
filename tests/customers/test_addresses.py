"""Addresses for the next order, and the checkout that begins with them."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from shop.accounts.address_models import SavedAddress
from shop.db import db
from shop.orders.models import Order
from tests.cart.test_pages import put, text_of
from tests.checkout.test_forms import SHIPPING
from tests.checkout.test_pages import hidden
from tests.make.catalogue import MadeProduct, make_product
from tests.make.customers import Customer, make_customer
from tests.make.people import sign_in

HOME = {
    "name": "Testperson 001",
    "street": "Musterweg 1",
    "postcode": "12555",
    "city": "Berlin",
}
OFFICE = HOME | {"name": "Demo-Büro", "street": "Probegasse 2"}
VIENNA = OFFICE | {"postcode": "1010", "city": "Wien", "country": "AT"}


@pytest.fixture
def coffee(app: Flask) -> MadeProduct:
    return make_product(app, "Hausmischung")


@pytest.fixture
def customer(app: Flask) -> Customer:
    return make_customer(app)


def kept(app: Flask) -> list[tuple[str, str, bool]]:
    with app.app_context():
        rows = db.session.execute(
            select(SavedAddress.kind, SavedAddress.street, SavedAddress.is_default).order_by(
                SavedAddress.id
            )
        )
        return [tuple(row) for row in rows]  # type: ignore[misc]  # three columns


def add(client: FlaskClient, address: dict[str, str], kind: str = "") -> int:
    return client.post(f"/konto/adressen/neu?art={kind}", data=address).status_code


def shown(html: str, field: str) -> str:
    found = re.search(rf'<input[^>]* name="{field}"[^>]*>', html)
    assert found
    value = re.search(r'value="([^"]*)"', found[0])
    assert value
    return value[1]


def test_the_first_of_a_kind_is_the_one_the_checkout_begins_with(
    app: Flask, customer: Customer
) -> None:
    assert add(customer.client, HOME) == 303
    assert add(customer.client, OFFICE) == 303
    assert add(customer.client, VIENNA, "rechnung") == 303
    assert kept(app) == [
        ("delivery", "Musterweg 1", True),
        ("delivery", "Probegasse 2", False),
        ("billing", "Probegasse 2", True),
    ]
    page = text_of(customer.client.get("/konto/adressen").text)
    assert "Österreich" in page
    assert page.count("Damit beginnt die Kasse.") == 2


def test_another_one_can_be_the_first_and_the_next_follows_when_it_goes(
    app: Flask, customer: Customer
) -> None:
    add(customer.client, HOME)
    add(customer.client, OFFICE | {"is_default": "y"})
    assert [default for _kind, _street, default in kept(app)] == [False, True]
    second = re.findall(
        r"/konto/adressen/(\d+)/loeschen", customer.client.get("/konto/adressen").text
    )
    assert customer.client.post(f"/konto/adressen/{second[0]}/loeschen").status_code == 303
    assert kept(app) == [("delivery", "Musterweg 1", True)]


def test_a_wrong_address_is_refused_at_the_field_and_stays_typed(customer: Customer) -> None:
    answer = customer.client.post("/konto/adressen/neu", data=HOME | {"postcode": "125"})
    assert answer.status_code == 422
    assert 'id="postcode-error"' in answer.text
    assert 'value="Musterweg 1"' in answer.text
    packstation = HOME | {"street": "Packstation 123"}
    assert "Postnummer" in customer.client.post("/konto/adressen/neu", data=packstation).text


def test_twenty_are_enough_also_for_two_at_once(app: Flask, customer: Customer) -> None:
    for number in range(19):
        assert add(customer.client, HOME | {"street": f"Musterweg {number + 1}"}) == 303
    add(customer.client, HOME)
    clients = [app.test_client() for _ in range(2)]
    for client in clients:
        sign_in(client, customer.email)
    streets = ("Probegasse 1", "Probegasse 2")
    with ThreadPoolExecutor(2) as both:
        found = both.map(lambda one, street: add(one, HOME | {"street": street}), clients, streets)
    assert sorted(found) == [303, 409]
    assert len(kept(app)) == 20


def test_the_checkout_begins_with_the_account(
    app: Flask, customer: Customer, coffee: MadeProduct
) -> None:
    add(customer.client, HOME)
    add(customer.client, OFFICE)
    add(customer.client, VIENNA, "rechnung")
    put(customer.client, coffee.variant.id)
    html = customer.client.get("/kasse").text
    assert "Als Gast bestellen" not in html
    assert shown(html, "email") == customer.email
    assert shown(html, "street") == "Musterweg 1"
    assert shown(html, "billing_city") == "Wien"
    office = re.findall(r'<option value="(\d+)">Demo-Büro, Probegasse 2, 12555', html)
    chosen = customer.client.get(f"/kasse?adresse={office[0]}").text
    assert shown(chosen, "street") == "Probegasse 2"
    assert shown(chosen, "billing_city") == "Wien"


def test_what_was_typed_is_kept_for_next_time_only_if_wanted(
    app: Flask, customer: Customer, coffee: MadeProduct
) -> None:
    put(customer.client, coffee.variant.id)
    assert " checked" not in customer.client.get("/kasse").text.partition('name="merken"')[2][:20]
    customer.client.post("/kasse", data=SHIPPING)
    assert kept(app) == []
    for _ in range(2):
        customer.client.post("/kasse", data=SHIPPING | {"merken": "ja"})
    assert kept(app) == [("delivery", SHIPPING["street"], True)]


def test_a_guest_keeps_nothing_and_sees_nobody(
    app: Flask, client: FlaskClient, customer: Customer, coffee: MadeProduct
) -> None:
    add(customer.client, HOME)
    put(client, coffee.variant.id)
    html = client.get("/kasse?adresse=1").text
    assert shown(html, "street") == ""
    assert 'name="merken"' not in html
    client.post("/kasse", data=SHIPPING | {"merken": "ja", "customer_id": str(customer.id)})
    client.post("/kasse/bestellen", data=hidden(client.get("/kasse/pruefen").text))
    with app.app_context():
        assert db.session.scalars(select(Order.customer_id)).all() == [None]
    assert len(kept(app)) == 1


def test_an_order_of_somebody_signed_in_is_in_their_account(
    app: Flask, customer: Customer, coffee: MadeProduct
) -> None:
    put(customer.client, coffee.variant.id)
    customer.client.post("/kasse", data=SHIPPING)
    seen = hidden(customer.client.get("/kasse/pruefen").text)
    customer.client.post("/kasse/bestellen", data=seen)
    assert "Hausmischung" in customer.client.get("/konto/bestellungen").text


def test_the_cart_survives_both_doors_and_the_typed_address_only_one(
    app: Flask, client: FlaskClient, customer: Customer, coffee: MadeProduct
) -> None:
    put(client, coffee.variant.id, 2)
    sign_in(client, customer.email)
    assert "Hausmischung" in client.get("/warenkorb").text
    client.post("/kasse", data=SHIPPING)
    assert client.get("/kasse/pruefen").status_code == 200
    client.post("/konto/abmelden")
    assert "Hausmischung" in client.get("/warenkorb").text
    assert client.get("/kasse/pruefen").location == "/kasse"
    assert shown(client.get("/kasse").text, "street") == ""
