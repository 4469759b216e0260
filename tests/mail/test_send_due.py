"""Mail leaves through an outbox: not lost, not doubled, never in the customer's way."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from shop.clock import now, stopped_at
from shop.db import db
from shop.mail.models import OutboxMail
from shop.mail.queue import queue
from shop.mail.send_due import send_due
from tests.make.smtp import NEVER, TRY_LATER, ReceivingServer, running_smtp_server


@pytest.fixture
def server(app: Flask) -> Iterator[ReceivingServer]:
    with running_smtp_server() as running:
        app.extensions["settings"] = replace(
            app.extensions["settings"], smtp_host=running.host, smtp_port=running.port
        )
        yield running


def write(app: Flask, key: str = "news:1", **changes: str) -> None:
    mail = {
        "dedupe_key": key,
        "recipient": "testperson@example.org",
        "subject": "Grüße aus Köpenick",
        "text": "Guten Tag, schöner Kaffee: 7,50 €\n",
        "html": "<p>Guten Tag, schöner Kaffee: 7,50 €</p>",
    } | changes
    with app.app_context():
        queue(**mail)
        db.session.commit()


def send(app: Flask) -> int:
    with app.app_context():
        return send_due({})


def last_error(app: Flask) -> str:
    with app.app_context():
        return db.session.scalars(select(OutboxMail.last_error)).one()


def test_a_mail_leaves_once_as_text_and_html(app: Flask, server: ReceivingServer) -> None:
    write(app)
    write(app)
    assert (send(app), send(app)) == (1, 0)
    (mail,) = server.received
    assert mail["Subject"] == "Grüße aus Köpenick"
    assert mail["To"] == "testperson@example.org"
    assert mail["From"] == "Demo-Stadtkaffee <laden@stadtkaffee.example>"
    assert mail["Auto-Submitted"] == "auto-generated"
    text, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert text and "7,50 €" in text.get_content()
    assert html and "<p>Guten Tag" in html.get_content()


def test_several_workers_send_each_mail_once(app: Flask, server: ReceivingServer) -> None:
    for number in range(12):
        write(app, f"news:{number}", subject=f"Nr. {number}")
    with ThreadPoolExecutor(3) as workers:
        assert sum(workers.map(send, [app] * 3)) == 12
    assert sorted(str(mail["Subject"]) for mail in server.received) == sorted(
        f"Nr. {number}" for number in range(12)
    )


@pytest.mark.parametrize("reply", [TRY_LATER, NEVER])
def test_a_refused_mail_is_tried_again_later_under_the_same_id(
    app: Flask, server: ReceivingServer, reply: str
) -> None:
    write(app)
    server.answer_next(reply)
    assert (send(app), send(app)) == (0, 0)
    assert "SMTP" in last_error(app)
    assert "testperson" not in last_error(app)
    with stopped_at(now() + timedelta(seconds=31)):
        assert send(app) == 1
    assert len(server.received) == 1
    with app.app_context():
        kept = db.session.scalars(select(OutboxMail)).one()
        assert (kept.tries, kept.last_error) == (2, "")
        assert server.received[0]["Message-ID"] == kept.message_id


def test_a_server_that_is_down_holds_no_one_up(app: Flask, server: ReceivingServer) -> None:
    write(app)
    server.refuse_connections()
    assert send(app) == 0
    server.accept_connections()
    with stopped_at(now() + timedelta(seconds=31)):
        assert send(app) == 1


def test_a_worker_that_died_while_sending_is_replaced_after_five_minutes(
    app: Flask, server: ReceivingServer
) -> None:
    write(app)
    with app.app_context():
        db.session.execute(
            db.text("update outbox set tries = 1, next_try_at = :then"),
            {"then": now().replace(tzinfo=None) + timedelta(minutes=5)}
            if db.engine.dialect.name == "sqlite"
            else {"then": now() + timedelta(minutes=5)},
        )
        db.session.commit()
    assert send(app) == 0
    with stopped_at(now() + timedelta(minutes=5, seconds=1)):
        assert send(app) == 1


def test_line_breaks_in_a_subject_cannot_forge_headers(app: Flask, server: ReceivingServer) -> None:
    write(app, subject="Hallo\r\nBcc: alle@example.org")
    assert send(app) == 0
    assert server.received == []
