"""What becomes of a declaration: kept, acknowledged, found again, never a source of secrets."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import DatabaseError

from shop.clock import stopped_at
from shop.db import db
from shop.orders.models import OrderEvent
from shop.returns.models import Withdrawal
from shop.web.filters import datetime_de
from tests.make.mails import queued_mails
from tests.make.orders import ANSWERS, MadeOrder, state_of
from tests.make.withdrawals import (
    acknowledgements,
    paid_order,
    step_one,
    step_two,
    stored_withdrawals,
    withdraw_online,
)

MOMENT = datetime(2026, 11, 22, 22, 30, 5, tzinfo=UTC)


def history(app: Flask, order: MadeOrder) -> list[tuple[str, str, str]]:
    with app.app_context():
        rows = db.session.execute(
            select(OrderEvent.from_state, OrderEvent.to_state, OrderEvent.note)
            .where(OrderEvent.order_id == order.id)
            .order_by(OrderEvent.id)
        )
        return [(row[0], row[1], row[2]) for row in rows]


def test_an_order_that_is_named_rightly_is_found_and_keeps_its_state(
    app: Flask, client: FlaskClient
) -> None:
    order = paid_order(app)
    spelt = f"Bestellung {order.number.lower().replace('-', ' ')}, bitte"
    withdraw_online(client, contract=spelt, email=ANSWERS.email.upper())
    (row,) = stored_withdrawals(app)
    assert row.order_id == order.id
    assert row.contract == spelt
    assert state_of(app, order) == "paid"
    assert history(app, order)[-1] == ("paid", "paid", "withdrawal_received")


def test_a_history_says_it_once_however_often_it_is_declared(
    app: Flask, client: FlaskClient
) -> None:
    order = paid_order(app)
    withdraw_online(client, contract=order.number)
    withdraw_online(client, contract=order.number)
    assert [row.order_id for row in stored_withdrawals(app)] == [order.id, order.id]
    assert [note for _, _, note in history(app, order)].count("withdrawal_received") == 1


def test_the_number_alone_or_the_address_alone_touches_no_order(
    app: Flask, client: FlaskClient
) -> None:
    order = paid_order(app)
    before = history(app, order)
    withdraw_online(client, contract=order.number, email="fremde@example.org")
    withdraw_online(client, contract="SK-2026-99999", email=ANSWERS.email)
    assert [row.order_id for row in stored_withdrawals(app)] == [None, None]
    assert history(app, order) == before


def test_nobody_learns_whether_an_order_exists(app: Flask, client: FlaskClient) -> None:
    order = paid_order(app)
    seen = []
    for number in (order.number, "SK-2026-99999"):
        with stopped_at(MOMENT):
            first = step_one(client, contract=number)
            second = step_two(client, first)
            page = client.get(second.location)
        row, mail = stored_withdrawals(app)[-1], acknowledgements(app)[-1]
        answers = [first.text, second.text, page.text, mail.subject, mail.text, mail.html]
        secrets = (number, row.number, row.token, row.key)
        for secret in secrets:
            answers = [answer.replace(secret, "…") for answer in answers]
        seen.append([first.status_code, second.status_code, page.status_code, *answers])
    assert seen[0] == seen[1]


def test_a_declaration_is_never_changed(app: Flask, client: FlaskClient) -> None:
    withdraw_online(client)
    for change in (update(Withdrawal).values(name="Andere"), delete(Withdrawal)):
        with app.app_context(), pytest.raises(DatabaseError, match="append-only"):
            db.session.execute(change)
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Withdrawal)) == 1


def test_the_receipt_is_mailed_at_once_with_all_that_was_said_and_when(
    app: Flask, client: FlaskClient
) -> None:
    with stopped_at(MOMENT):
        withdraw_online(client, goods="eine Tasse", contract="Kaffee vom 3. November")
    (row,), (mail,) = stored_withdrawals(app), acknowledgements(app)
    assert mail.recipient == "testperson@example.org"
    assert mail.queued_at == row.received_at
    for part in (mail.text, mail.html):
        for words in ("Testperson 001", "Kaffee vom 3. November", "eine Tasse", row.email):
            assert words in part
        assert datetime_de(row.received_at) in part
        assert row.number in part


def test_pressing_many_times_at_the_same_moment_declares_once(app: Flask) -> None:
    page = step_one(app.test_client())
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda _: step_two(app.test_client(), page), range(6)))
    assert {answer.status_code for answer in answers} == {303}
    assert len({answer.location for answer in answers}) == 1
    assert len(stored_withdrawals(app)) == len(acknowledgements(app)) == 1


def test_what_was_typed_is_shown_as_text(app: Flask, client: FlaskClient) -> None:
    page = withdraw_online(client, name="<script>alert(1)</script>", goods="<img src=x>")
    (mail,) = acknowledgements(app)
    for text in (page.text, mail.html):
        assert "<script>alert" not in text
        assert "<img src=x>" not in text
    assert "<script>alert(1)<" in mail.text.replace("\u200b", "")


def test_mails_about_an_order_lead_there(app: Flask) -> None:
    order = paid_order(app)
    (confirmed,) = [m for m in queued_mails(app) if m.dedupe_key.startswith("order-confirmed")]
    for part in (confirmed.text, confirmed.html):
        assert f"http://localhost/widerruf?bestellung={order.number}" in part
        assert "Vertrag widerrufen" in part
