"""An account after the order, with one field: only for whoever has the mailbox and the password."""

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from shop.clock import now, stopped_at
from shop.worker import tidy_up
from tests.cart.test_pages import text_of
from tests.make.catalogue import MadeProduct, make_product
from tests.make.customers import (
    ask_for_account,
    confirmation,
    customer_of,
    make_customer,
    person_with,
)
from tests.make.mails import queued_mails
from tests.make.orders import ANSWERS, MadeOrder, make_order
from tests.make.people import PASSWORD, hash_cheaply, make_person

MAILBOX = "Test.Person@example.org"


@pytest.fixture
def coffee(app: Flask) -> MadeProduct:
    return make_product(app, "Hausmischung")


@pytest.fixture
def order(app: Flask, coffee: MadeProduct) -> MadeOrder:
    return make_order(app, {coffee.variant.id: 2}, replace(ANSWERS, email=MAILBOX))


def confirm(client: FlaskClient, path: str, password: str = PASSWORD) -> int:
    return client.post(path, data={"password": password}).status_code


def test_the_page_of_an_order_offers_an_account_with_one_field(
    client: FlaskClient, order: MadeOrder
) -> None:
    html = client.get(f"/bestellung/{order.token}").text
    form = html.partition(f'action="/bestellung/{order.token}/konto"')[2].partition("</form>")[0]
    assert form.count("<input") - form.count("readonly") == 1
    assert 'autocomplete="new-password"' in form


def test_an_account_begins_when_the_mailbox_and_the_password_meet(
    app: Flask, client: FlaskClient, coffee: MadeProduct, order: MadeOrder
) -> None:
    earlier = make_order(app, {coffee.variant.id: 1}, replace(ANSWERS, email=MAILBOX.lower()))
    other = make_order(app, {coffee.variant.id: 1})
    ask_for_account(client, order)
    assert person_with(app, MAILBOX.lower()) is None
    path = confirmation(app)
    assert "noch einmal" not in text_of(client.get(path).text)
    assert confirm(client, path) == 303
    page = text_of(client.get("/konto/bestellungen").text)
    assert order.number in page
    assert earlier.number in page
    assert other.number not in page
    assert customer_of(app, other) is None
    assert "Musterweg 1" in client.get("/konto/adressen").text


def test_a_wrong_password_and_a_used_link_make_no_account(
    app: Flask, client: FlaskClient, order: MadeOrder
) -> None:
    ask_for_account(client, order)
    path = confirmation(app)
    assert confirm(client, path, "etwas anderes als gewählt") == 422
    assert person_with(app, MAILBOX.lower()) is None
    assert confirm(client, path) == 303
    assert confirm(app.test_client(), path) == 404
    assert confirm(client, "/konto/bestaetigen/" + "x" * 32) == 404


def test_who_types_a_strangers_address_gains_nothing(
    app: Flask, client: FlaskClient, order: MadeOrder
) -> None:
    ask_for_account(client, order, "das Passwort des Angreifers")
    sign_in = {"email": MAILBOX, "password": "das Passwort des Angreifers"}
    assert "stimmen nicht" in client.post("/konto/anmelden", data=sign_in).text
    ask_for_account(app.test_client(), order)
    assert confirm(client, confirmation(app), "das Passwort des Angreifers") == 422
    assert confirm(client, confirmation(app)) == 303


def test_after_a_day_the_link_and_the_password_are_forgotten(
    app: Flask, client: FlaskClient, order: MadeOrder
) -> None:
    ask_for_account(client, order)
    path = confirmation(app)
    with stopped_at(now() + timedelta(days=1, minutes=1)):
        assert client.get(path).status_code == 404
        assert confirm(client, path) == 404
        with app.app_context():
            tidy_up()
    assert client.get(path).status_code == 404


def test_nobody_learns_whether_a_mailbox_has_an_account(
    app: Flask, client: FlaskClient, coffee: MadeProduct, order: MadeOrder
) -> None:
    make_person(app, "hat-schon@example.org", ["customer"])
    known = make_order(app, {coffee.variant.id: 1}, replace(ANSWERS, email="Hat-schon@example.org"))
    pages = []
    for one, address in ((order, MAILBOX), (known, "Hat-schon@example.org")):
        hash_cheaply(app)
        ask_for_account(client, one)
        answers = [
            client.get(f"/bestellung/{one.token}/konto?hinweis=gesendet").text,
            client.get(f"/bestellung/{one.token}").text.partition('id="konto"')[2],
        ]
        pages.append(
            [
                text.replace(one.token, "").replace(one.number, "").replace(address, "")
                for text in answers
            ]
        )
    assert pages[0] == pages[1]
    subjects = [mail.subject for mail in queued_mails(app)][-2:]
    assert subjects == ["Bitte bestätigen Sie Ihr Konto", "Sie haben schon ein Konto bei uns"]


def test_a_mailbox_is_not_flooded(app: Flask, client: FlaskClient, order: MadeOrder) -> None:
    for _ in range(6):
        ask_for_account(client, order)
    asked = [mail for mail in queued_mails(app) if "bestätigen" in mail.subject]
    assert len(asked) == 3


def test_a_weak_password_is_refused_where_it_was_typed(
    client: FlaskClient, order: MadeOrder
) -> None:
    for weak in ("", "kurz", "passwort123456", "Test.Person@example.org"):
        answer = client.post(f"/bestellung/{order.token}/konto", data={"password": weak})
        assert answer.status_code == 422
        assert 'id="password-error"' in answer.text
        assert weak == "" or f'value="{weak}"' not in answer.text.partition("<form")[2].replace(
            'type="email" value', ""
        )


def test_a_guests_later_order_is_taken_by_whoever_has_its_address_and_its_mailbox(
    app: Flask, coffee: MadeProduct
) -> None:
    customer = make_customer(app, MAILBOX.lower())
    later = make_order(app, {coffee.variant.id: 1}, replace(ANSWERS, email=MAILBOX))
    others = make_order(app, {coffee.variant.id: 1})
    assert later.number not in customer.client.get("/konto/bestellungen").text
    assert "Zu meinem Konto nehmen" in customer.client.get(f"/bestellung/{later.token}").text
    assert "Zu meinem Konto nehmen" not in customer.client.get(f"/bestellung/{others.token}").text
    for one in (later, others):
        customer.client.post(f"/bestellung/{one.token}/uebernehmen")
    assert customer_of(app, later) == customer.id
    assert customer_of(app, others) is None
    stranger = make_customer(app, "jemand@example.org")
    stranger.client.post(f"/bestellung/{later.token}/uebernehmen")
    assert customer_of(app, later) == customer.id
