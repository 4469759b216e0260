"""Who works here: invited, given roles, shut out, and always an admin left."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from shop.accounts.factors import factors_of
from shop.accounts.models import Person
from shop.accounts.rules import LastAdmin, RoleName
from shop.accounts.set_roles import set_roles
from shop.accounts.write_letter import WRITERS
from shop.audit.models import Change
from shop.db import db
from shop.mail.models import OutboxMail
from tests.make.people import PASSWORD, make_person, sign_in, signed_in

PEOPLE = "/verwaltung/personen"


@pytest.fixture
def admin(app: Flask) -> FlaskClient:
    return signed_in(app, "admin")


def noted(app: Flask) -> list[str]:
    with app.app_context():
        return list(db.session.scalars(select(Change.what).where(Change.record == "person")))


def roles_of(app: Flask, person_id: int) -> set[str]:
    with app.app_context():
        return {role.name for role in db.session.get_one(Person, person_id).roles}


def test_a_colleague_is_invited_and_sets_the_password_by_the_mail(
    app: Flask, admin: FlaskClient
) -> None:
    form = {"name": "Neu Hier", "email": "neu@laden.example", "roles": ["staff", "report"]}
    where = admin.post(f"{PEOPLE}/neu", data=form).location
    assert "Neu Hier" in admin.get(where).text
    with app.app_context():
        mail = db.session.scalars(
            select(OutboxMail).where(OutboxMail.news == "person-invitation")
        ).one()
        assert mail.recipient == "neu@laden.example" and mail.about
        letter = WRITERS[mail.news](mail.about, None).text
    assert "Lager und Bestellungen, Berichte." in letter
    assert "Wenn Sie hier nicht arbeiten werden" in letter
    link = letter.split("/konto/link/")[1].split()[0]
    client = app.test_client()
    client.get(f"/konto/link/{link}")
    client.post("/konto/passwort-neu", data={"password": PASSWORD})
    data = {"email": "neu@laden.example", "password": PASSWORD}
    answer = client.post("/konto/anmelden", data=data)
    assert answer.location == "/konto/zweiter-faktor/einrichten"
    assert '"report, staff"' in noted(app)[0]


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({}, "Bitte geben Sie einen Namen ein."),
        ({"name": "N", "email": "kein-at", "roles": "staff"}, "keine vollständige Adresse"),
        ({"name": "N", "email": "admin@laden.example", "roles": "staff"}, "jemand hat sie schon"),
        ({"name": "N", "email": "n@laden.example"}, "mindestens eine Aufgabe"),
        ({"name": "N", "email": "n@laden.example", "roles": "customer"}, "Fehler"),
        ({"name": "N", "email": "n@laden.example", "roles": "king"}, "Fehler"),
    ],
)
def test_a_bad_invitation_is_refused_in_words_and_keeps_what_was_typed(
    app: Flask, admin: FlaskClient, form: dict[str, str], said: str
) -> None:
    page = admin.post(f"{PEOPLE}/neu", data=form)
    assert page.status_code == 422 and said in page.text
    assert form.get("email", "") in page.text
    with app.app_context():
        assert len(db.session.scalars(select(Person)).all()) == 1


def test_new_roles_end_the_sessions_and_are_noted(app: Flask, admin: FlaskClient) -> None:
    person_id = make_person(app)
    theirs = app.test_client()
    sign_in(theirs)
    admin.post(f"{PEOPLE}/{person_id}/aufgaben", data={"roles": "report"})
    assert roles_of(app, person_id) == {"report"}
    assert theirs.get("/lager/").location.startswith("/konto/anmelden")
    assert noted(app) == ['{"roles": ["staff", "report"]}']


def test_a_customer_who_begins_to_work_here_stays_a_customer(
    app: Flask, admin: FlaskClient
) -> None:
    person_id = make_person(app, "kundin@laden.example", ["customer"])
    admin.post(f"{PEOPLE}/{person_id}/aufgaben", data={"roles": "staff"})
    assert roles_of(app, person_id) == {"staff", "customer"}


def test_nobody_takes_the_admin_role_from_themselves_or_shuts_themselves_out(
    app: Flask, admin: FlaskClient
) -> None:
    make_person(app, "zweite@laden.example", ["admin"])
    with app.app_context():
        me = db.session.scalars(
            select(Person.id).where(Person.email == "admin@laden.example")
        ).one()
    page = admin.post(f"{PEOPLE}/{me}/aufgaben", data={"roles": "staff"})
    assert page.status_code == 409 and "niemand selbst nehmen" in page.text
    page = admin.post(f"{PEOPLE}/{me}/sperren")
    assert page.status_code == 409 and "kann niemand sperren" in page.text
    assert roles_of(app, me) == {"admin"}
    assert admin.get(PEOPLE).status_code == 200


def test_of_two_admins_who_depose_each_other_at_once_one_is_told(app: Flask) -> None:
    ids = [make_person(app, f"{name}@laden.example", ["admin"]) for name in ("eins", "zwei")]

    def depose(person_id: int) -> bool:
        with app.app_context():
            try:
                set_roles(db.session.get_one(Person, person_id), [RoleName.STAFF])
            except LastAdmin:
                return False
            db.session.commit()
            return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(depose, ids)) == [False, True]
    assert sorted(min(roles_of(app, one)) for one in ids) == ["admin", "staff"]


def test_somebody_is_shut_out_at_once_and_let_in_again(app: Flask, admin: FlaskClient) -> None:
    person_id = make_person(app)
    theirs = app.test_client()
    sign_in(theirs)
    admin.post(f"{PEOPLE}/{person_id}/sperren")
    assert theirs.get("/lager/").status_code == 302
    assert "gesperrt" in admin.get(PEOPLE).text
    sign_in(theirs)
    assert theirs.get("/lager/").status_code == 302
    admin.post(f"{PEOPLE}/{person_id}/freigeben")
    sign_in(theirs)
    assert theirs.get("/lager/").status_code == 200
    assert noted(app) == ['{"active": ["ja", "nein"]}', '{"active": ["nein", "ja"]}']


def test_a_lost_second_factor_is_reset_with_a_reason_and_the_person_is_told(
    app: Flask, admin: FlaskClient
) -> None:
    person_id = make_person(app)
    theirs = app.test_client()
    sign_in(theirs)
    where = f"{PEOPLE}/{person_id}/zweiter-faktor"
    page = admin.post(where, data={"reason": " "})
    assert page.status_code == 422 and "Bitte geben Sie einen Grund an." in page.text
    admin.post(where, data={"reason": "Telefon gestohlen, am Tresen gesprochen"})
    assert theirs.get("/lager/").status_code == 302
    with app.app_context():
        assert factors_of(person_id).count == 0
        assert db.session.scalars(select(OutboxMail.recipient)).all() == ["lager@laden.example"]
    assert "Telefon gestohlen, am Tresen gesprochen" in noted(app)[0]
    assert "Telefon gestohlen" in admin.get(f"{PEOPLE}/{person_id}").text


def test_an_admin_signs_somebody_out_everywhere(app: Flask, admin: FlaskClient) -> None:
    person_id = make_person(app)
    theirs = app.test_client()
    sign_in(theirs)
    admin.post(f"{PEOPLE}/{person_id}/sitzungen-beenden")
    assert theirs.get("/lager/").status_code == 302


def test_customers_are_found_by_their_whole_address_only(app: Flask, admin: FlaskClient) -> None:
    person_id = make_person(app, "kundin@laden.example", ["customer"])
    assert "kundin" not in admin.get(PEOPLE).text
    for part in ("kundin", "laden.example", "%", "kundin@laden.exampl"):
        page = admin.get(PEOPLE, query_string={"mail": part})
        assert page.status_code == 200 and "kein Konto" in page.text
    found = admin.get(PEOPLE, query_string={"mail": "Kundin@laden.example"})
    assert found.location == f"{PEOPLE}/{person_id}"


def test_what_is_noted_names_nobody(app: Flask, admin: FlaskClient) -> None:
    form = {"name": "Neu Hier", "email": "neu@laden.example", "roles": "staff"}
    admin.post(f"{PEOPLE}/neu", data=form)
    person_id = make_person(app, "kundin@laden.example", ["customer"])
    admin.post(f"{PEOPLE}/{person_id}/sperren")
    assert not any("Neu Hier" in what or "@" in what for what in noted(app))


def test_somebody_who_is_not_there_is_not_found(admin: FlaskClient) -> None:
    assert admin.get(f"{PEOPLE}/999").status_code == 404
    assert admin.post(f"{PEOPLE}/999/sperren").status_code == 404


def test_who_has_a_second_factor_is_not_invited_again(app: Flask, admin: FlaskClient) -> None:
    with app.app_context():
        me = db.session.scalars(select(Person.id)).one()
        assert factors_of(me).count
    page = admin.get(f"{PEOPLE}/{me}").text
    assert "Einladung noch einmal schicken" not in page and "auf 1 Gerät," in page
    form = {"name": "Neu Hier", "email": "neu@laden.example", "roles": ["staff"]}
    where = admin.post(f"{PEOPLE}/neu", data=form).location
    assert "Einladung noch einmal schicken" in admin.get(where).text


def test_nobody_resets_the_second_factor_of_their_own(app: Flask) -> None:
    """Whoever found an open browser and the password would set up their own."""
    client = signed_in(app, "admin")
    with app.app_context():
        me = db.session.scalars(select(Person.id)).one()
    answer = client.post(f"{PEOPLE}/{me}/zweiter-faktor", data={"reason": "Telefon verloren"})
    assert answer.status_code == 409
    with app.app_context():
        assert factors_of(me).count == 1
