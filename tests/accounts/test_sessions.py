"""Sessions somebody can see and end, how long they last, and proofs that grow old."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from shop.accounts.device_words import device_words
from shop.accounts.forget_old_sessions import forget_old_sessions
from shop.accounts.models import Person, SignInSession
from shop.accounts.rules import LIFETIMES, SessionKind
from shop.clock import now, stopped_at
from shop.db import db
from tests.make.people import PASSWORD, make_person, sign_in, signed_in

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0"
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1"
)


def is_in(client: FlaskClient) -> bool:
    return client.get("/konto/sicherheit").status_code == 200


def browser(app: Flask, said: str, email: str = "lager@laden.example") -> FlaskClient:
    client = app.test_client()
    client.environ_base["HTTP_USER_AGENT"] = said
    sign_in(client, email)
    return client


def test_somebody_sees_where_they_are_signed_in_and_ends_one(app: Flask) -> None:
    make_person(app)
    make_person(app, "andere@laden.example")
    here, there = browser(app, FIREFOX), browser(app, IPHONE)
    other = browser(app, IPHONE, "andere@laden.example")
    page = here.get("/konto/sitzungen").text
    assert "Firefox auf Windows" in page and "Safari auf iPhone" in page
    assert page.count("diese hier") == 1 and page.count('name="sitzung"') == 1
    reference = page.split('name="sitzung" value="')[1].split('"')[0]
    assert other.post("/konto/sitzungen/beenden", data={"sitzung": reference}).status_code == 303
    assert is_in(there)
    here.post("/konto/sitzungen/beenden", data={"sitzung": reference})
    assert is_in(here) and not is_in(there) and is_in(other)


def test_all_others_are_ended_at_once(app: Flask) -> None:
    make_person(app)
    here, others = browser(app, FIREFOX), [browser(app, IPHONE) for _ in range(3)]
    here.post("/konto/sitzungen/andere-beenden")
    assert is_in(here) and not any(is_in(other) for other in others)


def test_a_new_password_ends_all_other_sessions_and_renames_this_one(app: Flask) -> None:
    make_person(app)
    here, there = browser(app, FIREFOX), browser(app, IPHONE)
    before = here.get_cookie("stadtkaffee_sitzung")
    here.post("/konto/passwort", data={"password": "ganz andere Wörter stehen hier"})
    after = here.get_cookie("stadtkaffee_sitzung")
    assert is_in(here) and not is_in(there)
    assert before and after and before.value != after.value


def _session_of(client: FlaskClient) -> str:
    cookie = client.get_cookie("stadtkaffee_sitzung")
    assert cookie
    return cookie.value


def test_each_step_of_signing_in_gives_the_session_a_new_name(app: Flask) -> None:
    make_person(app)
    client, names = app.test_client(), set()
    data = {"email": "lager@laden.example", "password": PASSWORD}
    client.post("/konto/anmelden", data=data)
    names.add(_session_of(client))
    sign_in(client)
    names.add(_session_of(client))
    assert len(names) == 2
    with app.app_context():
        assert [row.kind for row in db.session.scalars(select(SignInSession))] == ["work"]


@pytest.mark.parametrize(
    ("role", "idle", "longest"),
    [
        ("staff", timedelta(minutes=30), timedelta(hours=12)),
        ("report", timedelta(minutes=30), timedelta(hours=12)),
        ("admin", timedelta(minutes=30), timedelta(hours=12)),
        ("customer", timedelta(days=14), timedelta(days=90)),
    ],
)
def test_a_session_ends_by_itself_to_the_second(
    app: Flask, role: str, idle: timedelta, longest: timedelta
) -> None:
    start, second = now().replace(microsecond=0), timedelta(seconds=1)
    with stopped_at(start):
        client = signed_in(app, role)
    with stopped_at(start + idle - second):
        assert is_in(client)
    with stopped_at(start + idle - second + idle):
        assert not is_in(client)
    with stopped_at(start):
        busy = app.test_client()
        sign_in(busy, f"{role}@laden.example")
    moment = start
    while moment + idle / 2 < start + longest - second:
        moment += idle / 2
        with stopped_at(moment):
            assert is_in(busy)
    with stopped_at(start + longest - second):
        assert is_in(busy)
    with stopped_at(start + longest):
        assert not is_in(busy)


def test_who_is_half_in_has_ten_minutes(app: Flask) -> None:
    make_person(app)
    client, start = app.test_client(), now()
    with stopped_at(start):
        data = {"email": "lager@laden.example", "password": PASSWORD}
        client.post("/konto/anmelden", data=data)
        assert client.get("/konto/zweiter-faktor").status_code == 200
    with stopped_at(start + timedelta(minutes=10)):
        assert client.get("/konto/zweiter-faktor").status_code == 302


def test_sessions_that_ended_by_themselves_are_forgotten(app: Flask) -> None:
    signed_in(app, "staff")
    signed_in(app, "customer")
    with app.app_context(), stopped_at(now() + timedelta(days=1)):
        forget_old_sessions()
        assert [row.kind for row in db.session.scalars(select(SignInSession))] == ["customer"]


@pytest.mark.parametrize(
    "path", ["/konto/passwort", "/konto/mail-adresse", "/verwaltung/personen/neu"]
)
def test_what_matters_wants_a_proof_from_the_last_quarter_of_an_hour(app: Flask, path: str) -> None:
    start = now()
    with stopped_at(start):
        client = signed_in(app, "admin")
    with stopped_at(start + timedelta(minutes=14, seconds=59)):
        assert client.get(path).status_code == 200
    with stopped_at(start + timedelta(minutes=15)):
        assert client.get(path).location.startswith("/konto/nachweis?next=")
        assert client.post(path, data={"email": "x@y.example"}).location.startswith(
            "/konto/nachweis?"
        )
        wrong = client.post("/konto/nachweis", data={"password": "falsch", "next": path})
        assert wrong.status_code == 422 and "nicht Ihr Passwort" in wrong.text
        right = client.post("/konto/nachweis", data={"password": PASSWORD, "next": path})
        assert right.location == path
        assert client.get(path).status_code == 200


def test_a_proof_leads_to_no_foreign_place(app: Flask) -> None:
    client = signed_in(app)
    for place in ("https://evil.example", "//evil.example", "/\\evil.example", ""):
        answer = client.post("/konto/nachweis", data={"password": PASSWORD, "next": place})
        assert answer.location == "/konto/sicherheit"


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (FIREFOX, "Firefox auf Windows"),
        (IPHONE, "Safari auf iPhone"),
        ("Mozilla/5.0 (Linux; Android 16) Chrome/142.0 Mobile Safari/537.36", "Chrome auf Android"),
        ("curl/8.5", "Browser"),
        ("", "Browser"),
        ("Firefox Windows " * 500, "Firefox auf Windows"),
    ],
)
def test_a_device_is_named_in_words_and_nothing_more_is_kept(said: str, words: str) -> None:
    assert device_words(said) == words


def test_every_kind_of_session_has_a_lifetime() -> None:
    assert set(LIFETIMES) == set(SessionKind)


def test_a_disabled_persons_sessions_are_gone(app: Flask) -> None:
    client = signed_in(app)
    with app.app_context():
        db.session.scalars(select(Person)).one().active = False
        db.session.commit()
    assert not is_in(client)
