"""Links in mails: forgotten passwords, new addresses; once, for one account, for a short time."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from shop.accounts.answer_recoveries import answer_recoveries
from shop.accounts.end_sessions import end_sessions
from shop.accounts.forget_old_links import forget_old_links
from shop.accounts.link_rules import VALID, Purpose
from shop.accounts.links import word_of
from shop.accounts.models import AccountLink, Person
from shop.accounts.passwords import is_right
from shop.accounts.send_link import send_link
from shop.accounts.set_password import set_password
from shop.accounts.write_letter import WRITERS
from shop.clock import now, stopped_at
from shop.db import db
from shop.mail.models import OutboxMail
from shop.mail.send_due import send_due
from tests.make.people import PASSWORD, make_person, sign_in, signed_in

NEW = "ganz andere Wörter stehen hier"
OWNER = "lager@laden.example"


def ask(app: Flask, email: str = OWNER, place: str = "192.0.2.1") -> tuple[int, str, str]:
    answer = app.test_client().post(
        "/konto/passwort-vergessen",
        data={"email": email},
        environ_overrides={"REMOTE_ADDR": place},
    )
    return answer.status_code, answer.location, answer.text


def work(app: Flask) -> None:
    with app.app_context():
        answer_recoveries()


def link_of(app: Flask, purpose: str = "recovery") -> str:
    """The path in the newest mail of that kind, as the worker writes it."""
    with app.app_context():
        mail = db.session.scalars(
            select(OutboxMail)
            .where(OutboxMail.news == f"person-{purpose}")
            .order_by(OutboxMail.id.desc())
        ).first()
        assert mail is not None and mail.about is not None
        words = WRITERS[mail.news](mail.about, None)
        return "/konto/link/" + words.text.split("/konto/link/")[1].split()[0]


def mails(app: Flask) -> list[tuple[str, str]]:
    with app.app_context():
        rows = db.session.execute(select(OutboxMail.recipient, OutboxMail.subject))
        return [(row.recipient, row.subject) for row in rows]


def recovered(app: Flask) -> FlaskClient:
    """A browser in which the link of the newest mail was opened."""
    client = app.test_client()
    answer = client.get(link_of(app))
    assert answer.location == "/konto/passwort-neu"
    return client


def test_a_forgotten_password_is_replaced_and_the_second_factor_stays(app: Flask) -> None:
    make_person(app)
    inside = app.test_client()
    sign_in(inside)
    ask(app)
    work(app)
    client = recovered(app)
    assert "-" not in client.get("/konto/passwort-neu").request.path.rpartition("/")[2][14:]
    answer = client.post("/konto/passwort-neu", data={"password": NEW})
    assert answer.location == "/konto/anmelden"
    assert inside.get("/konto/sicherheit").status_code == 302
    again = app.test_client().post("/konto/anmelden", data={"email": OWNER, "password": NEW})
    assert again.location == "/konto/zweiter-faktor"
    assert (OWNER, "Änderung an Ihrem Konto") in mails(app)


def test_a_link_opens_once_and_only_for_half_an_hour(app: Flask) -> None:
    make_person(app)
    ask(app)
    work(app)
    link, first, second = link_of(app), recovered(app), recovered(app)
    assert first.post("/konto/passwort-neu", data={"password": NEW}).status_code == 303
    assert second.post("/konto/passwort-neu", data={"password": NEW}).status_code == 410
    assert app.test_client().get(link).status_code == 410
    ask(app)
    work(app)
    with stopped_at(now() + VALID[Purpose.RECOVERY] + timedelta(seconds=5)):
        assert app.test_client().get(link_of(app)).status_code == 410


def test_a_weak_password_is_refused_and_the_link_goes_on(app: Flask) -> None:
    make_person(app)
    ask(app)
    work(app)
    client = recovered(app)
    page = client.post("/konto/passwort-neu", data={"password": "stadtkaffee2026"})
    assert page.status_code == 422 and "leicht zu erraten" in page.text
    assert client.post("/konto/passwort-neu", data={"password": NEW}).status_code == 303


def test_nobody_learns_whether_an_address_has_an_account(app: Flask) -> None:
    make_person(app)
    answers = {ask(app, email) for email in (OWNER, "niemand@laden.example")}
    assert len(answers) == 1
    with app.app_context():
        rows = db.session.scalars(select(AccountLink)).all()
        assert [row.person_id for row in rows] == [None, None]
    work(app)
    assert [recipient for recipient, _subject in mails(app)] == [OWNER]


def test_a_stranger_cannot_fill_a_mailbox_and_hears_nothing_of_it(app: Flask) -> None:
    make_person(app)
    answers = {ask(app, place=f"198.51.100.{number}") for number in range(12)}
    assert len(answers) == 1
    work(app)
    assert len(mails(app)) == 5


@pytest.mark.parametrize("purpose", list(Purpose))
@pytest.mark.parametrize("asked", list(Purpose))
def test_a_link_for_one_thing_opens_nothing_else(
    app: Flask, purpose: Purpose, asked: Purpose
) -> None:
    person_id = make_person(app)
    with app.app_context():
        word = word_of(send_link(purpose, person_id, OWNER))
        db.session.commit()
    status = app.test_client().get(f"/konto/link/{asked}/{word}").status_code
    assert status == (302 if asked == purpose else 410)


def test_a_word_made_up_or_of_another_account_opens_nothing(app: Flask) -> None:
    first, second = make_person(app), make_person(app, "andere@laden.example")
    with app.app_context():
        one = word_of(send_link(Purpose.RECOVERY, first, OWNER))
        other = send_link(Purpose.RECOVERY, second, "andere@laden.example")
        swapped = f"{other.id}-{one.partition('-')[2]}"
        nonce = f"{other.id}-{other.nonce}"
        db.session.commit()
    for word in (swapped, nonce, "1-", "-", "x", "9" * 30, "1-é", "1-" + "0" * 64):
        assert app.test_client().get(f"/konto/link/recovery/{word}").status_code == 410
    assert app.test_client().get(f"/konto/link/unsinn/{one}").status_code == 410


def test_a_link_dies_with_the_address_it_was_sent_to(app: Flask) -> None:
    person_id = make_person(app)
    ask(app)
    work(app)
    with app.app_context():
        db.session.get_one(Person, person_id).email = "neu@laden.example"
        db.session.commit()
    assert app.test_client().get(link_of(app)).status_code == 410


def test_a_new_address_counts_once_confirmed_there_and_the_old_one_is_told(app: Flask) -> None:
    client = signed_in(app)
    client.post("/konto/mail-adresse", data={"email": "Neu@Laden.example"})
    with app.app_context():
        assert db.session.scalars(select(Person.email)).one() == "staff@laden.example"
    other = app.test_client()
    assert other.get(link_of(app, "email")).location == "/konto/mail-adresse-neu"
    assert other.post("/konto/mail-adresse-neu").location == "/konto/anmelden"
    with app.app_context():
        assert db.session.scalars(select(Person.email)).one() == "neu@laden.example"
    assert ("staff@laden.example", "Änderung an Ihrem Konto") in mails(app)
    assert client.get("/konto/sicherheit").status_code == 302


@pytest.mark.parametrize("way", ["password", "others", "admin"])
def test_a_new_address_somebody_else_asked_for_dies_when_they_are_thrown_out(
    app: Flask, way: str
) -> None:
    """Who knew the password asked for it; the owner hears of it at once and ends it."""
    thief = signed_in(app)
    thief.post("/konto/mail-adresse", data={"email": "dieb@laden.example"})
    assert ("staff@laden.example", "Änderung an Ihrem Konto") in mails(app)
    path = link_of(app, "email")
    with app.app_context():
        owner = db.session.scalars(select(Person)).one()
        if way == "password":
            set_password(owner, NEW)
        else:
            end_sessions(owner.id, but="mine" if way == "others" else None)
        db.session.commit()
    assert app.test_client().get(path).status_code == 410


def test_changing_to_somebody_elses_address_says_and_does_nothing(app: Flask) -> None:
    make_person(app, "andere@laden.example")
    client = signed_in(app)
    answers = {
        client.post("/konto/mail-adresse", data={"email": email}).location
        for email in ("andere@laden.example", "frei@laden.example")
    }
    assert len(answers) == 1
    with app.app_context():
        first = db.session.scalars(select(AccountLink).order_by(AccountLink.id)).first()
        assert first is not None
        path = f"/konto/link/email/{word_of(first)}"
    client.get(path)
    assert client.post("/konto/mail-adresse-neu").status_code == 410


def test_what_sent_mails_said_of_links_is_not_kept(app: Flask) -> None:
    person_id = make_person(app)
    with app.app_context():
        send_link(Purpose.RECOVERY, person_id, OWNER)
        db.session.commit()
        send_due(WRITERS)
        mail = db.session.scalars(select(OutboxMail)).one()
        assert mail.text and "/konto/link/" in mail.text
        mail.sent_at = now()
        db.session.commit()
        forget_old_links()
        db.session.commit()
        assert db.session.scalars(select(OutboxMail.text)).one() is None
        assert is_right(PASSWORD, db.session.scalars(select(Person.password)).one())
