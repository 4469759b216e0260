"""News is queued with what it reports and written by the worker: once, and one by one."""

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from shop.clock import now, stopped_at
from shop.db import db
from shop.mail.models import OutboxMail
from shop.mail.queue_news import queue_news
from shop.mail.send_due import send_due
from shop.mail.words import Words, Writer
from tests.make.people import signed_in
from tests.make.smtp import ReceivingServer, running_smtp_server

SOON = timedelta(seconds=31)


@pytest.fixture
def server(app: Flask) -> Iterator[ReceivingServer]:
    with running_smtp_server() as running:
        app.extensions["settings"] = replace(
            app.extensions["settings"], smtp_host=running.host, smtp_port=running.port
        )
        yield running


@pytest.fixture
def staff(app: Flask) -> FlaskClient:
    return signed_in(app, "staff")


def write(about: int, detail: int | None) -> Words:
    return Words(f"Nr. {about}, {detail}", f"<p>Nr. {about}, {detail}</p>")


def stumble(about: int, detail: int | None) -> Words:
    raise LookupError("what it is about is gone")


def die(about: int, detail: int | None) -> Words:
    raise KeyboardInterrupt


WRITERS: Mapping[str, Writer] = {"arrived": write, "broken": stumble, "fatal": die}


def announce(app: Flask, news: str, about: int, detail: int | None = None) -> None:
    with app.app_context():
        queue_news(news, about, detail, recipient="testperson@example.org", subject=f"{news}!")
        db.session.commit()


def send(app: Flask, writers: Mapping[str, Writer] = WRITERS) -> int:
    with app.app_context():
        return send_due(writers)


def texts(server: ReceivingServer) -> list[str]:
    bodies = [mail.get_body(("plain",)) for mail in server.received]
    return [body.get_content().strip() for body in bodies if body]


def test_the_same_news_is_told_once_and_news_with_another_detail_apart(
    app: Flask, server: ReceivingServer
) -> None:
    for detail in (None, None, 1, 2, 2):
        announce(app, "arrived", 42, detail)
    assert send(app) == 3
    assert texts(server) == ["Nr. 42, None", "Nr. 42, 1", "Nr. 42, 2"]


def test_nothing_is_written_while_it_is_queued(app: Flask) -> None:
    announce(app, "fatal", 42)
    with app.app_context():
        kept = db.session.scalars(select(OutboxMail)).one()
        assert (kept.subject, kept.text, kept.html) == ("fatal!", None, None)


def test_several_workers_write_and_send_each_once(app: Flask, server: ReceivingServer) -> None:
    for number in range(12):
        announce(app, "arrived", number)
    with ThreadPoolExecutor(3) as workers:
        assert sum(workers.map(send, [app] * 3)) == 12
    assert sorted(texts(server)) == sorted(f"Nr. {number}, None" for number in range(12))


def test_what_is_written_stays_as_it_was_written(app: Flask, server: ReceivingServer) -> None:
    announce(app, "arrived", 42)
    server.refuse_connections()
    assert send(app) == 0
    server.accept_connections()
    with stopped_at(now() + SOON):
        assert send(app, {"arrived": die}) == 1
    assert texts(server) == ["Nr. 42, None"]


@pytest.mark.parametrize("news", ["broken", "of nobody"])
def test_one_that_cannot_be_written_holds_up_none_behind_it_and_the_staff_see_it(
    app: Flask, server: ReceivingServer, staff: FlaskClient, news: str
) -> None:
    announce(app, news, 41)
    announce(app, "arrived", 42)
    assert send(app) == 1
    assert texts(server) == ["Nr. 42, None"]
    page = staff.get("/auftraege/mails").text
    assert f"{news}!" in page and "Error" in page
    with stopped_at(now() + SOON):
        assert send(app, {news: write}) == 1
    assert texts(server)[1:] == ["Nr. 41, None"]


def test_a_worker_that_dies_while_writing_is_replaced(app: Flask, server: ReceivingServer) -> None:
    announce(app, "fatal", 41)
    announce(app, "arrived", 42)
    with pytest.raises(KeyboardInterrupt):
        send(app)
    assert send(app) == 1
    with stopped_at(now() + timedelta(minutes=5, seconds=1)):
        assert send(app, {"fatal": write}) == 1
    assert texts(server) == ["Nr. 42, None", "Nr. 41, None"]


def test_what_was_rolled_back_is_not_told(app: Flask, server: ReceivingServer) -> None:
    with app.app_context():
        queue_news("arrived", 42, recipient="testperson@example.org", subject="Nie")
        db.session.rollback()
    assert send(app) == 0
