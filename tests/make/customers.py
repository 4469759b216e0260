"""Customers with accounts, and the browsers they are signed in with."""

import re
from dataclasses import dataclass, replace

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from shop.accounts.models import Person
from shop.db import db
from shop.orders.models import Order
from tests.make.mails import queued_mails
from tests.make.orders import ANSWERS, MadeOrder, make_order
from tests.make.people import PASSWORD, hash_cheaply, make_person, sign_in


@dataclass(frozen=True)
class Customer:
    id: int
    email: str
    client: FlaskClient


def make_customer(app: Flask, email: str = "testperson-kundin@example.org") -> Customer:
    """With a confirmed account, and signed in."""
    person_id = make_person(app, email, ["customer"])
    client = app.test_client()
    sign_in(client, email)
    return Customer(person_id, email, client)


def order_of(app: Flask, customer: Customer, wanted: dict[int, int]) -> MadeOrder:
    """Placed with the customer's mailbox and in their account."""
    made = make_order(app, wanted, replace(ANSWERS, email=customer.email))
    with app.app_context():
        db.session.get_one(Order, made.id).customer_id = customer.id
        db.session.commit()
    return made


def ask_for_account(client: FlaskClient, order: MadeOrder, password: str = PASSWORD) -> None:
    hash_cheaply(client.application)
    data = {"password": password}
    answer = client.post(f"/bestellung/{order.token}/konto", data=data)
    assert answer.status_code == 303, answer.text


def confirmation(app: Flask) -> str:
    """Where the newest mail of the kind leads."""
    texts = [mail.text for mail in queued_mails(app) if "/konto/bestaetigen/" in mail.text]
    found = re.search(r"/konto/bestaetigen/[\w-]+", texts[-1])
    assert found
    return found[0]


def customer_of(app: Flask, order: MadeOrder) -> int | None:
    with app.app_context():
        return db.session.scalars(select(Order.customer_id).where(Order.id == order.id)).one()


def person_with(app: Flask, email: str) -> int | None:
    with app.app_context():
        return db.session.scalar(select(Person.id).where(Person.email == email))
