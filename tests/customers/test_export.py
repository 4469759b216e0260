"""The export has everything that is stored about somebody, and nothing of anybody else."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import ForeignKey, Table, inspect, select

from shop.accounts.models import Person
from shop.clock import now, stopped_at
from shop.customers.export_scope import EXPORTED, LEFT_OUT
from shop.customers.export_words import WORDS
from shop.customers.models import Erasure
from shop.db import Base, db
from shop.orders.models import Order
from shop.payment.models import Attempt
from shop.returns.rules import Declaration
from shop.returns.withdraw import withdraw
from tests.make.customers import make_customer
from tests.make.orders import ANSWERS, make_order
from tests.make.people import PASSWORD
from tests.make.personal import CANARY, MAILBOX, Known, make_known_customer
from tests.make.sales import sell

#: Tables of goods, places and texts, which lead to nobody.
_ROOTS = {"people", "orders"}
#: What leads to one of these leads to an order.
_BELOW = {"order_lines", "refunds", "parcels", "payment_attempts", "counter_sales"}
#: Tables that name people by themselves.
_BY_MAILBOX = {
    *("outbox", "checkout_drafts", "account_links", "sign_in_sessions", "withdrawals"),
    *("sign_in_tries", "withdrawal_mails"),
}


def leads_to_somebody(table: Table) -> bool:
    """By foreign keys to an order or to somebody who is a customer; not who of the staff did it."""
    if table.name in _ROOTS | _BY_MAILBOX:
        return True
    return any(
        _is_of_a_customer(key) or key.column.table.name in _BELOW for key in table.foreign_keys
    )


def _is_of_a_customer(key: ForeignKey) -> bool:
    if key.column.table.name == "orders":
        return True
    # A column that may be empty says who of the staff did something.
    return key.column.table.name == "people" and not key.parent.nullable


def values_of(found: object) -> Iterator[str]:
    if isinstance(found, dict):
        for one in found.values():
            yield from values_of(one)
    elif isinstance(found, list):
        for one in found:
            yield from values_of(one)
    else:
        yield str(found)


@pytest.fixture
def known(app: Flask) -> Known:
    return make_known_customer(app, shipped=True)


def test_every_table_that_leads_to_somebody_is_exported_or_has_its_reason() -> None:
    tables = {table.name for table in Base.metadata.sorted_tables if leads_to_somebody(table)}
    assert tables - set(EXPORTED) - set(LEFT_OUT) == set()
    assert set(EXPORTED) & set(LEFT_OUT) == set()
    assert all(LEFT_OUT.values())


def test_what_the_export_leaves_out_exists() -> None:
    for name, columns in EXPORTED.items():
        own = set(Base.metadata.tables[name].columns.keys())
        keys = {"id", "key", "order_id", "line_id", "refund_id", "attempt_id", "person_id"}
        assert columns - keys <= own, name
        assert own - columns, name


def test_everything_exported_has_a_german_name() -> None:
    for name, left_out in EXPORTED.items():
        columns = set(Base.metadata.tables[name].columns.keys()) - left_out
        assert columns - set(WORDS) == set(), name
        assert name in WORDS


def test_every_canary_that_is_stored_is_in_the_export(app: Flask, known: Known) -> None:
    answer = known.customer.client.get("/konto/daten/daten.json")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Cache-Control"] == "no-store"
    exported = set(values_of(json.loads(answer.text)))
    together = "\n".join(exported)
    with app.app_context():
        for name in inspect(db.engine).get_table_names():
            if name in LEFT_OUT or name == "alembic_version":
                continue
            for row in db.session.execute(select(Base.metadata.tables[name])).mappings():
                for column, value in row.items():
                    if CANARY in str(value) and column not in EXPORTED.get(name, ()):
                        texts = values_of(value) if isinstance(value, dict) else [str(value)]
                        for text in texts:
                            assert CANARY not in text or text in together, (name, column)


def test_no_secret_and_nobody_of_the_staff_is_in_the_export(app: Flask, known: Known) -> None:
    text = known.customer.client.get("/konto/daten/daten.json").text
    assert "GEHEIM" not in text
    assert "packerin" not in text
    assert "Testperson 007" not in json.dumps(json.loads(text)["orders"])
    with app.app_context():
        secrets = [
            *db.session.scalars(select(Order.draft_key)),
            *db.session.scalars(select(Attempt.idempotency_key)),
            *db.session.scalars(select(Person.password)),
            *db.session.scalars(select(Person.fs_uniquifier)),
        ]
    assert all(secret not in text for secret in secrets)


def test_nothing_of_anybody_else_is_in_the_export(app: Flask, known: Known) -> None:
    stranger = make_customer(app, "jemand@example.org")
    assert CANARY not in stranger.client.get("/konto/daten/daten.json").text
    other = make_order(app, {known.variant_id: 1})
    assert other.number not in known.customer.client.get("/konto/daten/daten.json").text


def test_what_a_stranger_orders_later_with_the_mailbox_is_not_theirs(
    app: Flask, known: Known
) -> None:
    """Mailboxes change hands, and people mistype theirs."""
    with stopped_at(now() + timedelta(days=1)):
        typed = replace(ANSWERS, email=MAILBOX.upper(), name="Fremde Person", street="Fremdweg 9")
        later = make_order(app, {known.variant_id: 1}, typed)
        with app.app_context():
            sell(later.id)
            withdraw("f" * 32, Declaration("Fremde Person", later.number, MAILBOX, ""))
            db.session.commit()
    text = known.customer.client.get("/konto/daten/daten.json").text
    for theirs in ("Fremd", later.number, later.token):
        assert theirs not in text, theirs
    assert CANARY in text and known.order.number in text
    gone = known.customer.client.post("/konto/daten/loeschen", data={"password": PASSWORD})
    assert gone.status_code == 200
    with app.app_context():
        wanted = db.session.scalars(select(Erasure.order_id)).all()
    assert known.order.id in wanted and later.id not in wanted


def test_the_readable_page_says_the_same_in_german(known: Known) -> None:
    page = known.customer.client.get("/konto/daten/lesen").text
    for words in ("Bestellungen", "Adressen", f"{CANARY} Notiz", f"{CANARY} Allee 3"):
        assert words in page
    assert "saved_addresses" not in page


def run(app: Flask, *arguments: str) -> Result:
    return app.test_cli_runner().invoke(args=["customer", *arguments])


def test_the_operator_answers_a_guest(app: Flask, known: Known) -> None:
    found = json.loads(run(app, "export", MAILBOX.upper()).output)
    assert found["orders"][0]["number"] == known.order.number
    nobody = json.loads(run(app, "export", "niemand@example.org").output)
    assert nobody["orders"] == nobody["outbox"] == []
    assert "people" not in nobody


def test_all_of_ones_data_is_shown_to_whoever_has_just_proved_who_they_are(known: Known) -> None:
    """A session of a customer lasts for weeks, and a telephone lies about."""
    with stopped_at(now() + timedelta(hours=1)):
        for path in ("/konto/daten/daten.json", "/konto/daten/lesen"):
            answer = known.customer.client.get(path)
            assert answer.status_code == 302
            assert "/konto/nachweis" in answer.location
