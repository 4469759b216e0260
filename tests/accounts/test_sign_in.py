from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, func, select

from shop.accounts.disable_person import disable_person
from shop.accounts.models import Person, SignInSession
from shop.accounts.sessions import hash_of
from shop.clock import now, stopped_at
from shop.db import db
from tests.make.people import PASSWORD, make_person, next_code, sign_in

COOKIE = "stadtkaffee_sitzung"


def is_in(client: FlaskClient) -> bool:
    return "anmelden" not in client.get("/konto/").location


def sessions(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(SignInSession)) or 0


@pytest.fixture
def statements(app: Flask) -> Iterator[list[str]]:
    said: list[str] = []
    with app.app_context():
        engine = db.engine

    def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        said.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield said
    event.remove(engine, "before_cursor_execute", note)


def test_staff_land_on_today_and_report_readers_on_the_reports(app: Flask) -> None:
    for role, page in {
        "staff": "/heute",
        "report": "/berichte/",
        "admin": "/heute",
    }.items():
        make_person(app, f"{role}@laden.example", [role])
        client = app.test_client()
        sign_in(client, f"{role}@laden.example")
        assert client.get("/konto/").location == page


def test_the_address_is_recognised_in_any_case(app: Flask, client: FlaskClient) -> None:
    make_person(app, "Lager@Laden.example")
    sign_in(client, " LAGER@laden.EXAMPLE")
    assert is_in(client)


def test_after_signing_in_one_is_where_one_wanted_to_go(app: Flask, client: FlaskClient) -> None:
    make_person(app)
    data = {"email": "lager@laden.example", "password": PASSWORD, "next": "/lager/?q=Ja%C3%A9n"}
    client.post("/konto/anmelden", data=data)
    answer = client.post("/konto/zweiter-faktor", data={"code": next_code(app)})
    assert answer.location == "/lager/?q=Ja%C3%A9n"


@pytest.mark.parametrize(
    "place",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "///evil.example",
        "\t//evil.example",
        "javascript:alert(1)",
        " https://evil.example",
        "%2F%2Fevil.example",
    ],
)
def test_nobody_is_sent_to_a_foreign_place(app: Flask, client: FlaskClient, place: str) -> None:
    make_person(app)
    data = {"email": "lager@laden.example", "password": PASSWORD, "next": place}
    answer = client.post("/konto/anmelden", data=data)
    location = answer.headers.get("Location")
    assert location is None or location.startswith(("/%5C", "%25"))
    if location is None:
        assert "führt nicht in den Laden" in answer.text
        assert not is_in(client)


def test_a_wrong_password_and_an_unknown_account_get_the_same_answer(
    app: Flask, client: FlaskClient
) -> None:
    make_person(app)
    make_person(app, "weg@laden.example")
    with app.app_context():
        disable_person(
            db.session.scalars(select(Person).where(Person.email == "weg@laden.example")).one()
        )
        db.session.commit()
    answers = set()
    for email in ("lager@laden.example", "weg@laden.example", "niemand@laden.example"):
        password = PASSWORD if email.startswith("weg") else "falsch"
        page = client.post("/konto/anmelden", data={"email": email, "password": password})
        assert "E-Mail-Adresse oder Passwort stimmen nicht" in page.text
        answers.add((page.status_code, page.text.replace(email, "")))
    assert len(answers) == 1


def test_empty_and_endless_entries_are_answered_in_words(client: FlaskClient) -> None:
    page = client.post("/konto/anmelden", data={"email": "", "password": ""})
    assert "Bitte geben Sie Ihre E-Mail-Adresse ein." in page.text
    assert "Bitte geben Sie Ihr Passwort ein." in page.text
    page = client.post("/konto/anmelden", data={"email": "a" * 300, "password": "x" * 100_000})
    assert "Bitte höchstens 254 Zeichen." in page.text
    assert "Bitte höchstens 200 Zeichen." in page.text


def test_a_cookie_saved_before_signing_out_is_dead(app: Flask, client: FlaskClient) -> None:
    make_person(app)
    sign_in(client)
    saved = client.get_cookie(COOKIE)
    assert saved is not None
    assert is_in(client)
    client.post("/konto/abmelden")
    assert sessions(app) == 0
    client.set_cookie(COOKIE, saved.value)
    assert not is_in(client)


def test_signing_out_takes_a_button_not_a_link(app: Flask, client: FlaskClient) -> None:
    make_person(app)
    sign_in(client)
    assert client.get("/konto/abmelden").status_code == 405
    assert is_in(client)
    foreign = client.post("/konto/abmelden", headers={"Sec-Fetch-Site": "cross-site"})
    assert foreign.status_code == 403
    assert is_in(client)


def test_signing_in_gives_the_session_a_new_name(app: Flask, client: FlaskClient) -> None:
    make_person(app)
    with app.app_context():
        content = {"planted": "by somebody who waits for the sign-in"}
        planted = SignInSession(
            id_hash=hash_of("planted"),
            content=content,
            kind="visit",
            device="",
            started_at=now(),
            seen_at=now(),
        )
        db.session.add(planted)
        db.session.commit()
    client.set_cookie(COOKIE, "planted")
    sign_in(client)
    cookie = client.get_cookie(COOKIE)
    assert cookie is not None and cookie.value != "planted"
    assert is_in(client)
    client.set_cookie(COOKIE, "planted")
    assert not is_in(client)
    assert sessions(app) == 1


def test_only_the_hash_of_the_cookie_is_kept(app: Flask, client: FlaskClient) -> None:
    make_person(app)
    sign_in(client)
    cookie = client.get_cookie(COOKIE)
    assert cookie is not None and cookie.http_only and cookie.same_site == "Lax"
    with app.app_context():
        kept = db.session.scalars(select(SignInSession)).one()
        assert cookie.value not in (kept.id_hash, str(kept.content))


def test_half_an_hour_without_a_click_signs_out(app: Flask, client: FlaskClient) -> None:
    make_person(app)
    start = now()
    with stopped_at(start):
        sign_in(client)
    with stopped_at(start + timedelta(minutes=29, seconds=59)):
        assert is_in(client)
    with stopped_at(start + timedelta(minutes=59, seconds=58)):
        assert is_in(client)
    with stopped_at(start + timedelta(minutes=90)):
        assert not is_in(client)


def test_after_twelve_hours_one_signs_in_again_however_busy(
    app: Flask, client: FlaskClient
) -> None:
    make_person(app)
    start = now()
    with stopped_at(start):
        sign_in(client)
    for quarter in range(1, 48):
        with stopped_at(start + timedelta(minutes=15 * quarter)):
            assert is_in(client)
    with stopped_at(start + timedelta(hours=12)):
        assert not is_in(client)


def test_the_last_click_is_written_at_most_once_a_minute(
    app: Flask, client: FlaskClient, statements: list[str]
) -> None:
    make_person(app)
    start = now()
    with stopped_at(start):
        sign_in(client)
    for seconds, written in {30: 0, 60: 1, 90: 0, 121: 1}.items():
        statements.clear()
        with stopped_at(start + timedelta(seconds=seconds)):
            client.get("/konto/")
        assert sum(s.startswith("UPDATE sign_in_sessions") for s in statements) == written


def test_somebody_who_left_is_out_at_the_next_click(app: Flask, client: FlaskClient) -> None:
    make_person(app)
    sign_in(client)
    with app.app_context():
        disable_person(db.session.scalars(select(Person)).one())
        db.session.commit()
    assert not is_in(client)
    sign_in(client)
    assert not is_in(client)


def test_the_public_gets_no_cookie_and_costs_no_query(
    client: FlaskClient, statements: list[str]
) -> None:
    for path in ("/impressum", "/healthz", "/konto/anmelden", "/gibt-es-nicht"):
        statements.clear()
        assert "Set-Cookie" not in client.get(path).headers
        assert statements == []


def test_nothing_but_the_session_cookie_signs_in(app: Flask, client: FlaskClient) -> None:
    make_person(app)
    with app.test_request_context():
        token = str(db.session.scalars(select(Person)).one().get_auth_token())
    client.set_cookie(COOKIE, "of no session")
    headers = {"Authentication-Token": token, "Authorization": f"Bearer {token}"}
    page = client.get(f"/konto/?auth_token={token}", headers=headers)
    assert page.location == "/konto/anmelden"


def test_a_program_that_signs_in_is_given_no_token(app: Flask, client: FlaskClient) -> None:
    make_person(app)
    data = {"email": "lager@laden.example", "password": PASSWORD}
    answer = client.post("/konto/anmelden?include_auth_token", json=data)
    assert "token" not in answer.text
