import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from shop.audit.models import Change
from shop.db import db
from shop.origin.models import Cooperative, FactSource
from tests.make.origin import make_cooperative, make_green_lot
from tests.make.people import make_person, sign_in, signed_in

NEW = "/lager/genossenschaften/neu"
TYPED = {
    "name": "Cooperativa Demo Valle Claro",
    "province": "jaen",
    "place": "Jaén",
    "source_place": "Auskunft der Genossenschaft",
    "on_place": "1.3.2025",
    "members": "380",
    "source_members": "Jahresbericht",
    "on_members": "2025-01-31",
    "url_members": "https://example.org/bericht",
}


@pytest.fixture
def staff(app: Flask) -> FlaskClient:
    return signed_in(app, "staff")


def seen(page: str) -> str:
    return page.split('name="seen"')[1].split('value="')[1].split('"')[0]


def nothing_is_kept(app: Flask) -> bool:
    with app.app_context():
        return db.session.scalar(select(Cooperative.id)) is None and not db.session.scalar(
            select(Change.id)
        )


def test_a_cooperative_is_written_down_and_its_page_shows_what_was_typed(
    app: Flask, staff: FlaskClient
) -> None:
    page = staff.post(NEW, data=TYPED, follow_redirects=True)
    assert page.request.path == "/lager/genossenschaften/cooperativa-demo-valle-claro"
    assert "Gespeichert." in page.text and 'value="01.03.2025"' in page.text
    assert "Wer hat wann was geändert" in page.text and "Testperson 007" in page.text
    assert "380" in staff.get("/lager/genossenschaften").text
    with app.app_context():
        assert db.session.scalars(select(FactSource.fact).order_by(FactSource.fact)).all() == [
            "members",
            "place",
        ]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"name": " "}, "Bitte geben Sie den Namen ein."),
        ({"province": ""}, "Bitte wählen Sie die Provinz."),
        ({"source_members": ""}, "woher diese Angabe stammt"),
        ({"on_members": ""}, "von wann die Quelle ist"),
        ({"on_members": "31.2.2025"}, "das Datum wie 31.1.2026"),
        ({"on_members": "2099-01-01"}, "liegt in der Zukunft"),
        ({"founded": "2009"}, "woher diese Angabe stammt"),
        ({"founded": "2099", "source_founded": "x", "on_founded": "2025-01-01"}, "in der Zukunft"),
        ({"members": "viele"}, "Zahl von 1 bis 999999"),
        ({"members": ""}, "Zu dieser Quelle fehlt die Angabe."),
        ({"altitude_from": "1700"}, "beide Höhen"),
        ({"altitude_from": "1700", "altitude_to": "1600"}, "kleiner als die erste"),
        ({"url_members": "javascript:alert(1)"}, "die mit https:// beginnt"),
        ({"website": "example"}, "die mit https:// beginnt"),
        ({"description": "Anbau ganz ökologisch."}, "„ökologisch“ darf hier nicht stehen"),
        ({"description": "Alle sind Fairtrade."}, "„Fairtrade“ braucht einen Nachweis"),
        ({"description": "x" * 2001}, "höchstens 2000 Zeichen"),
    ],
)
def test_what_is_missing_is_told_at_the_field_and_what_was_typed_stays(
    app: Flask, staff: FlaskClient, given: dict[str, str], told: str
) -> None:
    answer = staff.post(NEW, data=TYPED | given)
    assert answer.status_code == 422
    assert told in answer.text and "Bitte prüfen Sie Ihre Angaben" in answer.text
    assert 'value="Jaén"' in answer.text
    assert nothing_is_kept(app)


def test_a_name_that_is_taken_is_told(app: Flask, staff: FlaskClient) -> None:
    make_cooperative(app, "cooperativa demo valle claro")
    answer = staff.post(NEW, data=TYPED)
    assert answer.status_code == 422 and "mit diesem Namen gibt es schon" in answer.text


def test_of_two_who_edit_at_once_the_second_is_told_and_loses_nothing(
    app: Flask, staff: FlaskClient
) -> None:
    staff.post(NEW, data=TYPED)
    make_person(app, "zwei@laden.example")
    second = app.test_client()
    sign_in(second, "zwei@laden.example")
    address = "/lager/genossenschaften/cooperativa-demo-valle-claro"
    opened = seen(second.get(address).text)
    assert staff.post(address, data=TYPED | {"members": "412", "seen": opened}).status_code == 303

    late = second.post(address, data=TYPED | {"place": "Cutervo", "seen": opened})
    assert late.status_code == 409
    assert "Inzwischen hat jemand diesen Eintrag geändert" in late.text
    assert "Mitglieder:" in late.text and "412" in late.text
    assert 'value="Cutervo"' in late.text
    with app.app_context():
        assert db.session.scalars(select(Cooperative.place)).one() == "Jaén"

    again = TYPED | {"members": "412", "place": "Cutervo", "seen": seen(late.text)}
    assert second.post(address, data=again).status_code == 303
    with app.app_context():
        assert db.session.scalars(select(Cooperative.place)).one() == "Cutervo"


def test_the_history_says_from_what_to_what_newest_first(app: Flask, staff: FlaskClient) -> None:
    staff.post(NEW, data=TYPED)
    address = "/lager/genossenschaften/cooperativa-demo-valle-claro"
    staff.post(address, data=TYPED | {"province": "cutervo", "seen": seen(staff.get(address).text)})
    story = staff.get(address).text.split("Wer hat wann was geändert")[1]
    assert story.index("Provinz:") < story.index("angelegt")
    assert "Jaén</span>" in story.split("angelegt")[0] and "Cutervo" in story.split("angelegt")[0]


def test_its_page_leads_to_its_green_coffee(app: Flask, staff: FlaskClient) -> None:
    coop = make_cooperative(app)
    make_green_lot(app, {coop: 10_000}, code="G-25-01")
    with app.app_context():
        slug = db.session.get_one(Cooperative, coop).slug
    assert "/lager/rohkaffee/G-25-01" in staff.get(f"/lager/genossenschaften/{slug}").text


def test_an_unknown_one_is_not_found(staff: FlaskClient) -> None:
    assert staff.get("/lager/genossenschaften/gibt-es-nicht").status_code == 404
    assert staff.post("/lager/genossenschaften/gibt-es-nicht", data=TYPED).status_code == 404
