from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from shop.clock import today
from shop.db import db
from shop.origin.proof_models import Claim, ClaimEvidence, ClaimLot
from tests.make.origin import make_batch, make_cooperative, make_green_lot
from tests.make.people import signed_in
from tests.make.proofs import make_certificate, make_claim, make_scheme


@pytest.fixture
def staff(app: Flask) -> FlaskClient:
    return signed_in(app, "staff")


@pytest.fixture
def lot(app: Flask) -> int:
    return make_green_lot(app, code="G-1")


def typed(certificate_id: int, lot: int, **changes: Any) -> dict[str, Any]:
    return {
        "kind": "organic",
        "text": "Bio-Kaffee",
        "specification": "aus ökologischem Anbau",
        "origin_line": "Landwirtschaft Peru",
        "certificates": [str(certificate_id)],
        "green_lots": [str(lot)],
    } | changes


def page_of(staff: FlaskClient, claim_id: int) -> str:
    return staff.get(f"/lager/aussagen/{claim_id}").text


def test_a_claim_is_saved_with_its_evidence_and_lots(
    app: Flask, staff: FlaskClient, lot: int
) -> None:
    certificate = make_certificate(app, make_scheme(app), number="DEMO-5")
    sent = typed(certificate, lot)
    page = staff.post("/lager/aussagen/neu", data=sent, follow_redirects=True).text
    assert "Die Aussage ist gespeichert." in page
    assert "G-1" in page and "DE-ÖKO-006" in page
    assert "Testperson 007" in page and "DEMO-5" in page


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"certificates": []}, "Ohne Nachweis keine Aussage"),
        ({"certificates": ["99"]}, "99"),
        ({"green_lots": []}, "für welchen Rohkaffee die Aussage gilt"),
        ({"origin_line": ""}, "woher die Zutaten kommen"),
        ({"kind": "fair"}, "gehören in eine Aussage über ökologischen Landbau"),
        ({"kind": ""}, "Bitte wählen Sie, worum es geht."),
        ({"text": ""}, "Bitte schreiben Sie, was die Kundschaft lesen soll."),
        ({"specification": " "}, "es steht immer daneben"),
        ({"text": "Klimaneutraler Bio-Kaffee"}, "darf im Laden nirgends stehen"),
        ({"text": "x" * 121}, "höchstens 120 Zeichen"),
        ({"text": "Naturland-zertifiziert"}, "„naturland“ darf nur nennen"),
        ({"specification": "nach Fairtrade-Standard"}, "„fairtrade“ darf nur nennen"),
    ],
)
def test_what_cannot_be_claimed_is_told_at_the_field_and_nothing_is_saved(
    app: Flask, staff: FlaskClient, lot: int, changes: dict[str, Any], sentence: str
) -> None:
    sent = typed(make_certificate(app, make_scheme(app)), lot, **changes)
    answer = staff.post("/lager/aussagen/neu", data=sent)
    assert answer.status_code == 422
    assert sentence in answer.text
    for name in ("text", "specification"):
        assert f'value="{sent[name].strip()}"' in answer.text
    with app.app_context():
        for table in (Claim, ClaimEvidence, ClaimLot):
            assert db.session.scalar(select(func.count()).select_from(table)) == 0


def test_evidence_must_be_of_what_is_claimed(app: Flask, staff: FlaskClient, lot: int) -> None:
    fair = make_certificate(app, make_scheme(app, "fair"))
    answer = staff.post("/lager/aussagen/neu", data=typed(fair, lot))
    assert answer.status_code == 422 and "bescheinigt, worum es geht" in answer.text


def test_a_button_pressed_twice_saves_one(app: Flask, staff: FlaskClient, lot: int) -> None:
    sent = typed(make_certificate(app, make_scheme(app)), lot)
    staff.post("/lager/aussagen/neu", data=sent)
    assert "gibt es für diesen Rohkaffee schon" in staff.post("/lager/aussagen/neu", data=sent).text


def test_the_page_says_from_when_to_when_it_is_shown(
    app: Flask, staff: FlaskClient, lot: int
) -> None:
    scheme = make_scheme(app, "fair")
    old = make_certificate(app, scheme, valid_until=today() + timedelta(days=5))
    claim = make_claim(app, [lot], "fair", certificate_ids=[old])
    page = page_of(staff, claim)
    assert "wird gezeigt" in page and "kann sie gezeigt werden" in page


def test_the_page_says_exactly_why_a_claim_is_not_shown(
    app: Flask, staff: FlaskClient, lot: int
) -> None:
    bare = make_scheme(app, permitted_because="")
    old = make_certificate(app, bare, valid_until=today() - timedelta(days=1))
    page = page_of(staff, make_claim(app, [lot], certificate_ids=[old]))
    assert "wird nicht gezeigt" in page
    assert "nicht vermerkt, warum das Zeichen gezeigt werden darf" in page
    assert "für Demo-Rösterei gilt heute nicht: gültig vom" in page
    assert "Der Laden selbst hat kein gültiges Bio-Zertifikat" in page
    assert "mit dem Code der Kontrollstelle" in page


def test_the_page_says_which_batch_lacks_what(app: Flask, staff: FlaskClient, lot: int) -> None:
    other = make_green_lot(app, code="G-2")
    make_batch(app, {lot: 1000}, code="GANZ")
    make_batch(app, {lot: 1000, other: 500}, code="HALB")
    make_batch(app, {lot: 1000}, code="FREMD", roaster="Rösterei Unbekannt")
    page = page_of(staff, make_claim(app, [lot]))
    rows = {row.split("<")[0]: row for row in page.split('<th scope="row">')[1:]}
    assert "nein: enthält auch G-2" in rows["HALB"]
    assert "Kein gültiges Bio-Zertifikat dieser Rösterei („Rösterei Unbekannt“)" in rows["FREMD"]
    assert "ja" in rows["GANZ"] and "nein" not in rows["GANZ"]


def test_the_page_names_the_cooperative_that_has_no_certificate(
    app: Flask, staff: FlaskClient
) -> None:
    north, south = make_cooperative(app, "Norte"), make_cooperative(app, "Sur")
    alone, shared = make_green_lot(app, {north: 10_000}), make_green_lot(app, {north: 1, south: 9})
    make_batch(app, {alone: 1000}, code="ALLEIN")
    make_batch(app, {shared: 1000}, code="GEMISCHT")
    paper: dict[str, Any] = {
        "holder_kind": "cooperative",
        "holder": "Norte",
        "cooperative_id": north,
    }
    of_north = make_certificate(app, make_scheme(app, "fair"), control_body_code="", **paper)
    page = page_of(staff, make_claim(app, [alone, shared], "fair", certificate_ids=[of_north]))
    rows = {row.split("<")[0]: row for row in page.split('<th scope="row">')[1:]}
    assert "wird gezeigt" in page
    assert "Für Sur ist kein solches Zertifikat hinterlegt." in rows["GEMISCHT"]
    assert "ja" in rows["ALLEIN"] and "nein" not in rows["ALLEIN"]


def test_a_claim_can_be_extended_to_another_lot(app: Flask, staff: FlaskClient, lot: int) -> None:
    claim, other = make_claim(app, [lot]), make_green_lot(app, code="G-2")
    refused = staff.post(f"/lager/aussagen/{claim}/ausdehnen", data={})
    assert refused.status_code == 422 and "Bitte wählen Sie Rohkaffee" in refused.text
    page = staff.post(
        f"/lager/aussagen/{claim}/ausdehnen",
        data={"green_lots": [str(other)]},
        follow_redirects=True,
    ).text
    assert "Die Aussage ist ausgedehnt." in page and "G-1, G-2" in page


def test_a_withdrawn_claim_stays_readable_and_can_do_nothing_any_more(
    app: Flask, staff: FlaskClient, lot: int
) -> None:
    claim, other = make_claim(app, [lot]), make_green_lot(app)
    page = staff.post(f"/lager/aussagen/{claim}/zurueckziehen", follow_redirects=True).text
    assert "zurückgezogen" in page and "Ausdehnen" not in page
    sent = {"green_lots": [str(other)]}
    assert staff.post(f"/lager/aussagen/{claim}/ausdehnen", data=sent).status_code == 404


def test_what_is_not_there_is_not_found(staff: FlaskClient) -> None:
    assert staff.get("/lager/aussagen/99").status_code == 404
    assert staff.post("/lager/aussagen/99/zurueckziehen").status_code == 404
    assert staff.post("/lager/aussagen/99/ausdehnen", data={"green_lots": []}).status_code == 404


def test_the_list_shows_all_and_what_is_shown_today(
    app: Flask, staff: FlaskClient, lot: int
) -> None:
    make_claim(app, [lot])
    make_claim(
        app, [lot], "fair", certificate_ids=[make_certificate(app, make_scheme(app, "fair"))]
    )
    page = staff.get("/lager/aussagen").text
    assert "Bio-Kaffee" in page and "Demo-Fair-zertifiziert" in page and "längstens bis" in page
