"""The work nobody waits for is done, and one failure does not stop it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, insert, select

from shop.accounts.models import SignInSession
from shop.checkout.models import Draft
from shop.clock import now, stopped_at
from shop.db import db
from shop.mail.models import OutboxMail
from shop.worker import _guarded, run_once, tidy_up
from tests.make.catalogue import make_product
from tests.make.orders import make_order
from tests.make.smtp import running_smtp_server


def count(app: Flask, table: type[Draft] | type[SignInSession] | type[OutboxMail]) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(table)) or 0


def test_what_was_typed_and_not_ordered_is_forgotten_after_a_day(app: Flask) -> None:
    with app.app_context():
        db.session.execute(insert(Draft).values(key="k", answers={}, changed_at=now()))
        row = {"id_hash": "h", "content": {}, "started_at": now(), "seen_at": now()}
        db.session.execute(insert(SignInSession).values(**row))
        db.session.commit()
        tidy_up()
        assert (count(app, Draft), count(app, SignInSession)) == (1, 1)
        with stopped_at(now() + timedelta(days=1, seconds=1)):
            tidy_up()
    assert (count(app, Draft), count(app, SignInSession)) == (0, 0)


def test_one_round_writes_and_sends_what_waits(app: Flask) -> None:
    order = make_order(app, {make_product(app).variant.id: 1})
    with running_smtp_server() as server:
        app.extensions["settings"] = replace(app.extensions["settings"], smtp_port=server.port)
        with app.app_context():
            run_once()
        (receipt,) = server.received
    body = receipt.get_body(("plain",))
    assert body and f"/bestellung/{order.token}" in body.get_content()


def test_a_job_that_fails_is_noted_and_tried_again(
    app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    def broken() -> None:
        db.session.execute(db.text("select * from nowhere"))

    _guarded(app, broken)
    _guarded(app, tidy_up)
    assert [record.getMessage() for record in caplog.records] == ["job broken failed"]
