"""Deleting an account: what goes at once, what stays and why, and that the books hold."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import inspect, select, update

from shop.accounts.models import SignInSession
from shop.clock import now, stopped_at
from shop.customers.erase_what_ended import erase_what_ended
from shop.db import Base, db
from shop.fulfilment.fulfil import pack, ship
from shop.mail.models import OutboxMail
from shop.orders.models import Order
from shop.orders.rules import State
from shop.payment.models import Attempt
from shop.returns.models import Withdrawal
from shop.returns.rules import Declaration
from shop.returns.withdraw import withdraw
from shop.worker import tidy_up
from tests.cart.test_pages import text_of
from tests.make.books import broken_laws
from tests.make.catalogue import make_product
from tests.make.customers import Customer, customer_of, make_customer, order_of, person_with
from tests.make.mails import queued_mails
from tests.make.orders import ANSWERS, make_order
from tests.make.people import PASSWORD, make_person, sign_in
from tests.make.personal import CANARY, MAILBOX, Known, make_known_customer


@pytest.fixture
def known(app: Flask) -> Known:
    return make_known_customer(app)


def finish(app: Flask, order_id: int) -> None:
    with app.app_context():
        pack(order_id, None)
        ship(order_id, None, "00340434161094042557")
        db.session.commit()


def delete(client: FlaskClient, password: str = PASSWORD) -> int:
    return client.post("/konto/daten/loeschen", data={"password": password}).status_code


def work(app: Flask) -> None:
    with app.app_context():
        erase_what_ended()


def where(app: Flask, words: str) -> set[str]:
    """„table.column“ of everything in the database that has these words in it."""
    found = set()
    with app.app_context():
        for name in inspect(db.engine).get_table_names():
            if name == "alembic_version":
                continue
            for row in db.session.execute(select(Base.metadata.tables[name])).mappings():
                found |= {f"{name}.{key}" for key, value in row.items() if words in str(value)}
    return found


def test_the_page_says_what_goes_and_what_stays_until_when(app: Flask, known: Known) -> None:
    words = text_of(known.customer.client.get("/konto/daten/loeschen").text)
    assert "Bleibt, bis es erledigt ist" in words
    assert known.order.number in words
    finish(app, known.order.id)
    words = text_of(known.customer.client.get("/konto/daten/loeschen").text)
    assert "§ 147 AO" in words
    assert f"31. Dezember {now().year + 8}" in words


def test_the_password_is_asked_for_once_more(app: Flask, known: Known) -> None:
    assert delete(known.customer.client, "") == 422
    assert delete(known.customer.client, "das ist ein falsches Passwort") == 422
    assert person_with(app, MAILBOX) == known.customer.id
    for _ in range(9):
        delete(known.customer.client, "das ist ein falsches Passwort")
    assert delete(known.customer.client) == 422


def test_every_session_ends_with_the_account(app: Flask) -> None:
    customer = make_customer(app, MAILBOX)
    second = app.test_client()
    sign_in(second, MAILBOX)
    assert second.get("/konto/uebersicht").status_code == 200
    assert delete(customer.client) == 200
    for client in (customer.client, second):
        assert client.get("/konto/uebersicht").status_code == 302
    typed = {"email": MAILBOX, "password": PASSWORD}
    assert "stimmen nicht" in text_of(second.post("/konto/anmelden", data=typed).text)


def test_the_browser_keeps_nothing_of_the_account(app: Flask) -> None:
    customer = make_customer(app, MAILBOX)
    answer = customer.client.post("/konto/daten/loeschen", data={"password": PASSWORD})
    assert answer.status_code == 200
    told = answer.headers.getlist("Set-Cookie")
    assert told and all("Max-Age=0" in one for one in told)
    for name, path in [("sitzung", "/"), ("kasse", "/"), ("geraet", "/konto/")]:
        assert customer.client.get_cookie(f"stadtkaffee_{name}", path=path) is None
    with app.app_context():
        assert db.session.scalars(select(SignInSession)).all() == []


def test_no_address_waits_in_a_link_or_its_mail(app: Flask) -> None:
    customer = make_customer(app, MAILBOX)
    customer.client.post("/konto/mail-adresse", data={"email": f"neu-{MAILBOX}"})
    app.test_client().post("/konto/passwort-vergessen", data={"email": MAILBOX})
    assert {"account_links.email", "outbox.recipient"} <= where(app, CANARY)
    assert delete(customer.client) == 200
    assert where(app, f"neu-{CANARY}") == set()
    # The last mail says that it is done; where it cannot be delivered it waits no longer either.
    assert where(app, CANARY) == {"outbox.recipient"}
    with stopped_at(now() + timedelta(days=31)):
        work(app)
    assert where(app, CANARY) == set()


def test_a_colleague_is_told_why_their_account_stays(app: Flask) -> None:
    make_person(app, MAILBOX, ["staff", "customer"])
    client = app.test_client()
    sign_in(client, MAILBOX)
    answer = client.post("/konto/daten/loeschen", data={"password": PASSWORD})
    assert answer.status_code == 409 and "Sie arbeiten hier" in answer.text
    assert client.get("/konto/uebersicht").status_code == 200


def test_the_account_is_gone_at_once(app: Flask, known: Known) -> None:
    assert delete(known.customer.client) == 200
    assert person_with(app, MAILBOX) is None
    gone = ("saved_addresses", "account_requests", "checkout_drafts", "sign_in_sessions", "people")
    assert not {place for place in where(app, CANARY) if place.startswith(gone)}
    assert not where(app, "GEHEIM")


def test_an_open_order_is_carried_out_and_then_forgotten(app: Flask, known: Known) -> None:
    delete(known.customer.client)
    assert {"orders.name", "orders.email", "orders.greeting"} <= where(app, CANARY)
    finish(app, known.order.id)
    work(app)
    left = where(app, CANARY)
    assert {"orders.name", "orders.email", "orders.street", "orders.billing_name"} <= left
    assert not left & {"orders.greeting", "order_notes.text", "order_words.word"}
    with stopped_at(now() + timedelta(days=31)):
        work(app)
    left = where(app, CANARY)
    assert not left & {"orders.email", "payment_attempts.parameters", "orders.greeting"}
    assert {"orders.name", "orders.billing_name"} <= left
    with app.app_context():
        assert broken_laws() == {}


def test_a_last_mail_says_so_and_is_emptied_once_it_left(app: Flask, known: Known) -> None:
    delete(known.customer.client)
    last = queued_mails(app)[-1]
    assert (last.recipient, last.subject) == (MAILBOX, "Ihr Konto ist gelöscht")
    assert not {mail for mail in queued_mails(app) if f"{CANARY} Nachricht" in mail.text}
    with app.app_context():
        tidy_up()
        db.session.execute(update(OutboxMail).values(sent_at=now()))
        db.session.commit()
    assert queued_mails(app)[-1].recipient == MAILBOX
    with app.app_context():
        tidy_up()
    assert queued_mails(app)[-1].recipient == ""


def test_what_was_never_paid_is_gone_at_once(app: Flask) -> None:
    coffee = make_product(app, "Hausmischung")
    customer = make_customer(app, MAILBOX)
    order = order_of(app, customer, {coffee.variant.id: 1})
    with app.app_context():
        db.session.execute(update(Order).values(state=State.CANCELLED))
        db.session.execute(update(Attempt).values(state="expired"))
        db.session.commit()
    delete(customer.client)
    with app.app_context():
        row = db.session.get_one(Order, order.id)
        assert (row.name, row.email, row.street, row.customer_id) == ("", "", "", None)
    left = where(app, CANARY)
    assert left == {"outbox.recipient"}


def test_vouchers_end_with_the_eighth_year_and_the_books_hold(app: Flask) -> None:
    with stopped_at(datetime(2016, 5, 1, tzinfo=UTC)):
        known = make_known_customer(app)
        finish(app, known.order.id)
    for day, stays in (
        (datetime(2024, 12, 31, 12, tzinfo=UTC), True),
        (datetime(2025, 1, 1, 12, tzinfo=UTC), False),
    ):
        with stopped_at(day):
            work(app)
        left = where(app, CANARY)
        assert ("orders.name" in left) is stays
        assert "orders.email" not in left
        assert (customer_of(app, known.order) is not None) is stays
        # Declarations and letters ended two years before.
        assert not {place for place in left if place.startswith(("withdrawals", "outbox"))}
    assert not {place for place in where(app, CANARY) if place.startswith(("orders", "parcels"))}
    with app.app_context():
        assert broken_laws() == {}
        assert db.session.get_one(Order, known.order.id).total_cents == known.order.total_cents


def test_nobody_changes_a_declaration_before_six_years_are_over(app: Flask, known: Known) -> None:
    with app.app_context(), pytest.raises(Exception, match="append-only"):
        db.session.execute(update(Withdrawal).values(name="", contract="", goods="", email=""))
    old = make_old_declaration(app)
    for wrong in ({"name": "anders"}, {"name": "", "contract": "", "goods": ""}):
        with app.app_context(), pytest.raises(Exception, match="append-only"):
            db.session.execute(update(Withdrawal).where(Withdrawal.id == old).values(**wrong))
    work(app)
    with app.app_context():
        assert db.session.get_one(Withdrawal, old).name == ""


def make_old_declaration(app: Flask) -> int:
    with stopped_at(datetime(2016, 5, 1, tzinfo=UTC)), app.app_context():
        declared = withdraw("o" * 32, Declaration("Alt", "SK-2016-00001", "alt@example.org", ""))
        db.session.commit()
        return declared.id


def test_a_guest_is_forgotten_by_the_operator(app: Flask) -> None:
    coffee = make_product(app, "Hausmischung")
    order = make_order(app, {coffee.variant.id: 1}, replace(ANSWERS, email=MAILBOX.upper()))
    with app.app_context():
        db.session.execute(update(Order).values(state=State.EXPIRED))
        db.session.execute(update(Attempt).values(state="expired"))
        db.session.commit()
    result = app.test_cli_runner().invoke(args=["customer", "erase", MAILBOX, "--yes"])
    assert "1 Bestellungen" in result.output
    with app.app_context():
        assert db.session.get_one(Order, order.id).name == ""


def test_who_works_here_is_not_forgotten_by_mistake(app: Flask) -> None:
    person = make_person(app, "lager@laden.example")
    arguments = ["customer", "erase", "lager@laden.example", "--yes"]
    result = app.test_cli_runner().invoke(args=arguments)
    assert result.exit_code == 1
    assert "hier arbeitet" in result.output
    assert person_with(app, "lager@laden.example") == person


def test_a_customer_who_comes_back_begins_anew(app: Flask, known: Known) -> None:
    delete(known.customer.client)
    again: Customer = make_customer(app, MAILBOX)
    assert again.id != known.customer.id
    assert known.order.number not in again.client.get("/konto/bestellungen").text


def test_the_page_of_a_forgotten_order_names_nobody(app: Flask, client: FlaskClient) -> None:
    """Its address is in every old mail, and what is kept for the books is for them alone."""
    known = make_known_customer(app, shipped=True)
    path = f"/bestellung/{known.order.token}"
    before = client.get(path).text
    tracking = re.findall(r"\b0034\d{16}\b", before)
    assert CANARY in before and tracking
    assert delete(known.customer.client) in (200, 303)
    with stopped_at(now() + timedelta(days=60)):
        work(app)
        page = client.get(path)
        again = client.post(f"{path}/nochmal", follow_redirects=True)
        account = client.get(f"{path}/konto?hinweis=gesendet")
        asked = client.post(f"{path}/konto", data={"password": PASSWORD})
    assert page.status_code == again.status_code == 200
    assert account.status_code == asked.status_code == 404
    assert CANARY not in page.text + again.text
    assert tracking[0] not in page.text and f"{path}/konto" not in page.text
    assert "gelöscht oder gesperrt" in page.text
