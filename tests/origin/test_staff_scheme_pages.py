import io
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from shop.db import db
from shop.origin.proof_models import Scheme
from tests.make.people import signed_in
from tests.make.photos import make_photo
from tests.make.proofs import make_pdf, make_scheme


@pytest.fixture
def staff(app: Flask) -> FlaskClient:
    return signed_in(app, "staff")


def typed(mark: bytes = b"", **changes: Any) -> dict[str, Any]:
    file = {"mark": (io.BytesIO(mark), "zeichen.png")} if mark else {}
    return (
        file
        | {
            "name": "Demo-Fair",
            "kind": "fair",
            "criteria_url": "https://demo-fair.example/regeln",
            "permitted_because": "Zertifizierungssystem, Auskunft vom 3. Mai",
        }
        | changes
    )


def seen(staff: FlaskClient, scheme_id: int) -> str:
    """What the form of a page says it has seen."""
    page = staff.get(f"/lager/zeichen/{scheme_id}").text
    return page.split('name="seen"')[1].split('value="')[1].split('"')[0]


def schemes(app: Flask) -> list[Scheme]:
    with app.app_context():
        return list(db.session.scalars(select(Scheme)))


def test_a_scheme_is_saved_with_its_mark(app: Flask, staff: FlaskClient) -> None:
    mark = make_photo(40, 40, "PNG")
    sent = typed(mark)
    page = staff.post("/lager/zeichen/neu", data=sent, follow_redirects=True).text
    assert "„Demo-Fair“ ist gespeichert." in page and "Testperson 007" in page
    [found] = schemes(app)
    assert staff.get(f"/lager/zeichen/{found.id}/datei").data == mark
    assert "Demo-Fair" in staff.get("/lager/zeichen").text


def test_a_change_keeps_the_mark_and_is_noted(app: Flask, staff: FlaskClient) -> None:
    scheme = make_scheme(app, "fair", name="Demo-Fair")
    before = schemes(app)[0].mark_sha256
    sent = typed(permitted_because="Neue Auskunft", seen=seen(staff, scheme))
    page = staff.post(f"/lager/zeichen/{scheme}", data=sent, follow_redirects=True).text
    assert "Neue Auskunft" in page
    assert "Öffentliches Zeichen" in page.partition("Wer hat wann")[2]
    assert schemes(app)[0].mark_sha256 == before


def test_of_two_people_who_change_one_at_once_the_second_is_asked_to_look(
    app: Flask, staff: FlaskClient
) -> None:
    scheme = make_scheme(app, "fair", name="Demo-Fair")
    opened = seen(staff, scheme)
    first = typed(permitted_because="Vom Ersten", seen=opened)
    assert staff.post(f"/lager/zeichen/{scheme}", data=first).status_code == 303
    second = typed(permitted_because="Vom Zweiten", seen=opened)
    answer = staff.post(f"/lager/zeichen/{scheme}", data=second)
    assert answer.status_code == 409
    assert "Vom Ersten" in answer.text and "Vom Zweiten</textarea>" in answer.text
    assert schemes(app)[0].permitted_because == "Vom Ersten"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": ""}, "Bitte geben Sie den Namen des Zeichens an."),
        ({"name": "Klimaneutral-Siegel"}, "darf im Laden nirgends stehen"),
        ({"kind": "x"}, "Auswahl"),
        ({"criteria_url": ""}, "wo jeder die Kriterien lesen kann"),
        ({"criteria_url": "javascript:alert(1)"}, "die mit https:// beginnt"),
        ({"permitted_because": "  "}, "warum es gezeigt werden darf und wer das sagt"),
        ({"mark": make_pdf()}, "Ein Zeichen muss ein Bild sein"),
        ({"mark": b"<svg/>"}, "Skripte"),
    ],
)
def test_what_cannot_be_right_is_told_at_the_field_and_nothing_is_saved(
    app: Flask, staff: FlaskClient, changes: dict[str, Any], sentence: str
) -> None:
    answer = staff.post("/lager/zeichen/neu", data=typed(**changes))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert schemes(app) == []


def test_two_schemes_cannot_have_one_name(app: Flask, staff: FlaskClient) -> None:
    make_scheme(app, "fair", name="Demo-Fair")
    answer = staff.post("/lager/zeichen/neu", data=typed())
    assert answer.status_code == 422 and "gibt es schon" in answer.text


def test_what_is_not_there_is_not_found(app: Flask, staff: FlaskClient) -> None:
    assert staff.get("/lager/zeichen/99").status_code == 404
    assert staff.post("/lager/zeichen/99", data=typed()).status_code == 404
    without = make_scheme(app, mark=b"")
    assert staff.get(f"/lager/zeichen/{without}/datei").status_code == 404
