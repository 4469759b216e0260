from flask import Flask
from sqlalchemy import select

from shop.accounts.factors import factors_of
from shop.audit.models import Change
from shop.db import db
from tests.make.people import hash_cheaply, make_person, sign_in


def run(app: Flask, *words: str, typed: str = "") -> tuple[int, str]:
    """`add` is the one that is called often; the others stand below `person`."""
    command = ["add-person", *words[1:]] if words[0] == "add" else ["person", *words]
    result = app.test_cli_runner().invoke(args=command, input=typed)
    return result.exit_code, result.output


def test_a_generated_password_signs_in(app: Flask) -> None:
    hash_cheaply(app)
    status, said = run(
        app, "add", "neu@laden.example", "--name", "Neu", "--role", "staff", "--generate"
    )
    assert status == 0
    client = app.test_client()
    data = {"email": "neu@laden.example", "password": said.strip().rpartition(" ")[2]}
    answer = client.post("/konto/anmelden", data=data)
    assert answer.location == "/konto/zweiter-faktor/einrichten"


def test_a_password_is_asked_twice_and_not_shown(app: Flask) -> None:
    hash_cheaply(app)
    typed = "vier Worte ohne Zusammenhang\n" * 2
    status, said = run(
        app, "add", "neu@laden.example", "--name", "Neu", "--role", "report", typed=typed
    )
    assert status == 0 and "vier Worte" not in said


def test_weak_passwords_and_bad_addresses_are_refused_in_words(app: Flask) -> None:
    for weak in ("kurz", "stadtkaffee2026", "passwortpasswort", "neu@laden.example"):
        status, said = run(
            app, "add", "neu@laden.example", "--name", "N", "--role", "staff", typed=f"{weak}\n" * 2
        )
        assert status == 1 and "mindestens 12 Zeichen" in said
    status, said = run(app, "add", "kein-at", "--name", "N", "--role", "staff", "--generate")
    assert status == 1 and "Traceback" not in said


def test_two_people_cannot_share_an_address(app: Flask) -> None:
    hash_cheaply(app)
    words = ("--name", "N", "--role", "staff", "--generate")
    assert run(app, "add", "neu@laden.example", *words)[0] == 0
    assert run(app, "add", "NEU@laden.example", *words)[0] == 1


def test_roles_are_shown_and_replaced(app: Flask) -> None:
    hash_cheaply(app)
    run(app, "add", "neu@laden.example", "--name", "N", "--role", "staff", "--generate")
    assert run(app, "roles", "neu@laden.example")[1].strip() == "staff"
    assert run(app, "roles", "neu@laden.example", "--role", "report")[1].strip() == "report"


def test_somebody_who_left_no_longer_signs_in(app: Flask) -> None:
    hash_cheaply(app)
    said = run(app, "add", "neu@laden.example", "--name", "N", "--role", "staff", "--generate")[1]
    assert run(app, "disable", "neu@laden.example")[0] == 0
    client = app.test_client()
    sign_in(client, "neu@laden.example", said.strip().rpartition(" ")[2])
    assert client.get("/konto/").location == "/konto/anmelden"
    assert run(app, "disable", "niemand@laden.example")[0] == 1


def test_the_last_admin_stays_one(app: Flask) -> None:
    hash_cheaply(app)
    for name in ("eins", "zwei"):
        mail = f"{name}@laden.example"
        run(app, "add", mail, "--name", "N", "--role", "admin", "--generate")
    assert run(app, "roles", "eins@laden.example", "--role", "staff")[0] == 0
    status, said = run(app, "disable", "zwei@laden.example")
    assert status == 1 and "Jemand muss die Verwaltung behalten" in said
    assert run(app, "roles", "zwei@laden.example", "--role", "staff")[0] == 1


def test_a_lost_second_factor_is_reset_with_a_reason_that_is_kept(app: Flask) -> None:
    person_id = make_person(app, "chefin@laden.example", ["admin"])
    words = ("reset-second-factor", "chefin@laden.example", "--reason", "Telefon im Fluss")
    assert run(app, *words)[0] == 0
    with app.app_context():
        assert factors_of(person_id).count == 0
        changes = db.session.scalars(select(Change).where(Change.record == "person")).all()
        assert "Telefon im Fluss" in changes[-1].what
