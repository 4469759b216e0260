"""Staff see the mails that did not leave, and have them tried again."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from shop.clock import now
from shop.db import db
from shop.mail.models import OutboxMail
from shop.mail.queue import queue
from shop.mail.send_due import send_due
from tests.make.people import signed_in
from tests.make.smtp import TRY_LATER, ReceivingServer, running_smtp_server

LIST = "/auftraege/mails"
NOTHING = "Alle Mails sind hinausgegangen oder gerade unterwegs."


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


@pytest.fixture
def failed(app: Flask, server: ReceivingServer) -> int:
    """The id of a mail that was refused once."""
    with app.app_context():
        queue(
            dedupe_key="news:1",
            recipient="testperson@example.org",
            subject="Bestellung SK-2026-00042 ist unterwegs",
            text="Geheimes",
            html="<p>Geheimes</p>",
        )
        db.session.commit()
        server.answer_next(TRY_LATER)
        send_due({})
        return db.session.scalars(select(OutboxMail.id)).one()


def send(app: Flask) -> int:
    with app.app_context():
        return send_due({})


def press(client: FlaskClient, mail_id: int) -> str:
    return client.post(f"{LIST}/{mail_id}", follow_redirects=True).text


def test_a_mail_that_waits_for_its_first_try_is_no_failure(app: Flask, staff: FlaskClient) -> None:
    with app.app_context():
        queue(dedupe_key="n", recipient="a@example.org", subject="Neu", text="", html="")
        db.session.commit()
    assert NOTHING in staff.get(LIST).text


def test_a_failed_mail_is_listed_without_its_recipient_or_its_words(
    staff: FlaskClient, failed: int
) -> None:
    page = staff.get(LIST).text
    assert "Bestellung SK-2026-00042 ist unterwegs" in page and "SMTP" in page
    assert "@example.org" in page
    assert "testperson" not in page and "Geheimes" not in page


def test_it_can_be_tried_again_at_once(
    app: Flask, staff: FlaskClient, failed: int, server: ReceivingServer
) -> None:
    assert send(app) == 0
    assert "geht in den nächsten Sekunden noch einmal hinaus" in press(staff, failed)
    assert send(app) == 1
    assert len(server.received) == 1
    assert NOTHING in staff.get(LIST).text
    assert "schon unterwegs" in press(staff, failed)
    assert send(app) == 0


def test_a_mail_just_being_sent_is_not_sent_a_second_time(
    app: Flask, staff: FlaskClient, failed: int, server: ReceivingServer
) -> None:
    with app.app_context():
        due = update(OutboxMail).values(next_try_at=now() - timedelta(seconds=1))
        db.session.execute(due)
        db.session.commit()
        answers: list[str] = []
        server.before_answer = lambda: answers.append(press(staff, failed))
        assert (send_due({}), send_due({})) == (1, 0)
    assert len(answers) == 1 and "schon unterwegs" in answers[0]
    assert len(server.received) == 1


def test_the_navigation_counts_them_where_orders_are_worked_through(
    staff: FlaskClient, failed: int
) -> None:
    assert f'<a href="{LIST}">Mails (1)</a>' in staff.get("/auftraege/").text
    press(staff, failed)
    assert "Mails (1)" in staff.get(LIST).text


@pytest.mark.parametrize("mail_id", ["0", "9" * 9, "9" * 40, "-1", "x", "%00"])
def test_a_mail_that_does_not_exist_breaks_nothing(staff: FlaskClient, mail_id: str) -> None:
    answer = staff.post(f"{LIST}/{mail_id}")
    assert answer.status_code in (303, 404)


@pytest.mark.parametrize(("role", "status"), [("staff", 200), ("admin", 200), ("report", 403)])
def test_only_staff_see_them(app: Flask, role: str, status: int) -> None:
    assert signed_in(app, role).get(LIST).status_code == status
