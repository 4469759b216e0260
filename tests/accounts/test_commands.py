from flask import Flask

from tests.make.people import hash_cheaply, sign_in


def run(app: Flask, *words: str, typed: str = "") -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=["person", *words], input=typed)
    return result.exit_code, result.output


def test_a_generated_password_signs_in(app: Flask) -> None:
    hash_cheaply(app)
    status, said = run(
        app, "add", "neu@laden.example", "--name", "Neu", "--role", "staff", "--generate"
    )
    assert status == 0
    client = app.test_client()
    sign_in(client, "neu@laden.example", said.strip().rpartition(" ")[2])
    assert client.get("/konto/").location == "/heute"


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
