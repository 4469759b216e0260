"""Withdrawals for a test, declared as a visitor without scripts does it."""

import re
from html import unescape

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from shop.db import db
from shop.returns.models import Withdrawal
from tests.make.catalogue import make_product
from tests.make.mails import Mail, queued_mails
from tests.make.orders import MadeOrder, make_order
from tests.make.sales import sell

DECLARED = {
    "name": "Testperson 001",
    "contract": "SK-2026-00042",
    "email": "testperson@example.org",
    "goods": "",
}


def step_one(client: FlaskClient, **changes: str) -> TestResponse:
    """The page with the button „Widerruf bestätigen“."""
    return client.post("/widerruf", data=DECLARED | changes)


def hidden(page: TestResponse) -> dict[str, str]:
    """What the button would send."""
    pairs = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page.text)
    return {name: unescape(value) for name, value in pairs}


def step_two(client: FlaskClient, page: TestResponse) -> TestResponse:
    """The button pressed."""
    return client.post("/widerruf/bestaetigen", data=hidden(page))


def withdraw_online(client: FlaskClient, **changes: str) -> TestResponse:
    """Both steps; the page that says that it was received."""
    answer = step_two(client, step_one(client, **changes))
    assert answer.status_code == 303, answer.text
    return client.get(answer.location)


def paid_order(app: Flask) -> MadeOrder:
    """One bag, shipped to Testperson 001."""
    order = make_order(app, {make_product(app).variant.id: 1})
    with app.app_context():
        sell(order.id)
        db.session.commit()
    return order


def stored_withdrawals(app: Flask) -> list[Withdrawal]:
    """What is kept, oldest first."""
    with app.app_context():
        found = list(db.session.scalars(select(Withdrawal).order_by(Withdrawal.id)))
        db.session.expunge_all()
    return found


def acknowledgements(app: Flask) -> list[Mail]:
    """The mails queued for it, oldest first."""
    return [m for m in queued_mails(app) if m.dedupe_key.startswith("withdrawal-received:")]
