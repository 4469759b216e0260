import io
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from shop.clock import today
from shop.db import db
from shop.origin.proof_models import Certificate
from tests.make.origin import make_cooperative, make_green_lot
from tests.make.people import signed_in
from tests.make.photos import make_photo
from tests.make.proofs import make_certificate, make_claim, make_pdf, make_scheme


@pytest.fixture
def staff(app: Flask) -> FlaskClient:
    return signed_in(app, "staff")


def typed(scheme: int, file: bytes | None = None, **changes: Any) -> dict[str, Any]:
    given: dict[str, Any] = {
        "scheme_id": str(scheme),
        "holder_kind": "roaster",
        "holder": "Demo-Rösterei",
        "cooperative_id": "0",
        "number": "DEMO-77",
        "certifier": "Demo-Kontrollstelle",
        "control_body_code": "de-öko-006",
        "valid_from": "1.1.2026",
        "valid_until": "31.12.2027",
        "scope": "Röstkaffee",
        "verify_url": "https://kontrolle.example/77",
    }
    name = changes.pop("file_name", "zertifikat.pdf")
    sent = make_pdf() if file is None else file
    return given | changes | {"file": (io.BytesIO(sent), name)}


def send(staff: FlaskClient, sent: dict[str, Any]) -> TestResponse:
    # Encoded here: the client would leave a large body in a file that nobody closes.
    kind, body = encode_multipart(sent | {"file": FileStorage(*sent["file"])})
    return staff.post(
        "/lager/nachweise/neu", data=body, content_type=f"multipart/form-data; boundary={kind}"
    )


def count(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(Certificate)) or 0


def test_a_certificate_is_kept_with_its_file_and_who_checked_it(
    app: Flask, staff: FlaskClient
) -> None:
    file = make_pdf()
    sent = typed(make_scheme(app), file)
    page = staff.post("/lager/nachweise/neu", data=sent, follow_redirects=True)
    assert "Das Zertifikat ist gespeichert." in page.text
    assert "DE-ÖKO-006" in page.text and "Testperson 007" in page.text
    with app.app_context():
        found = db.session.scalars(select(Certificate)).one()
        answer = staff.get(f"/lager/nachweise/{found.id}/datei")
    assert answer.data == file
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"


def test_that_of_a_cooperative_bears_her_name_without_typing_it(
    app: Flask, staff: FlaskClient
) -> None:
    growers = make_cooperative(app, "Cooperativa Demo Alto Chinchipe")
    sent = typed(
        make_scheme(app, "fair"),
        holder_kind="cooperative",
        holder="",
        cooperative_id=str(growers),
        control_body_code="",
    )
    page = staff.post("/lager/nachweise/neu", data=sent, follow_redirects=True)
    assert "Cooperativa Demo Alto Chinchipe" in page.text
    with app.app_context():
        assert db.session.scalars(select(Certificate)).one().cooperative_id == growers


_PNG = make_photo(20, 20, "PNG")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"valid_until": "31.12.2025"}, "Das Ende liegt vor dem Anfang."),
        ({"valid_until": "31.2.2027"}, "Bitte schreiben Sie das Datum"),
        ({"number": " "}, "Bitte geben Sie die Nummer an."),
        ({"number": "klimaneutral-1"}, "„klimaneutral“ darf im Laden nirgends stehen"),
        ({"scope": "nachhaltiger Kaffee"}, "„nachhaltiger“ darf im Laden nirgends stehen"),
        ({"holder": "Grüne Rösterei"}, "„Grüne“ darf im Laden nirgends stehen"),
        ({"holder": ""}, "Bitte geben Sie den Namen an"),
        ({"holder_kind": "cooperative"}, "Bitte wählen Sie die Genossenschaft."),
        ({"holder_kind": ""}, "Bitte wählen Sie, für wen es ausgestellt ist."),
        ({"scheme_id": "0"}, "Bitte wählen Sie das Zeichen."),
        ({"control_body_code": ""}, "Bitte geben Sie den Code der Kontrollstelle an"),
        ({"control_body_code": "006"}, "Bitte geben Sie den Code der Kontrollstelle an"),
        ({"verify_url": "javascript:alert(1)"}, "die mit https:// beginnt"),
        ({"file": b""}, "Die Datei ist leer."),
        ({"file": b"Hallo"}, "Das ist weder PDF noch"),
        ({"file": b"%PDF-1.7 abgeschnitten"}, "Die Datei ist beschädigt"),
        ({"file": _PNG[:-30], "file_name": "a.png"}, "Die Datei ist beschädigt"),
        ({"file": b"<svg><script>alert(1)</script></svg>", "file_name": "a.svg"}, "Skripte"),
        (
            {"file": make_pdf()[:-6] + b" " * 12_000_000 + b"%%EOF"},
            "12,1 MB, möglich sind höchstens 10 MB",
        ),
        ({"file_name": ""}, "Bitte wählen Sie die Datei des Zertifikats aus."),
    ],
)
def test_what_cannot_be_right_is_told_at_the_field_and_nothing_is_saved(
    app: Flask, staff: FlaskClient, changes: dict[str, Any], sentence: str
) -> None:
    answer = send(staff, typed(make_scheme(app), **changes))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert 'value="Demo-Kontrollstelle"' in answer.text
    assert count(app) == 0


def test_of_a_refused_form_the_file_must_be_chosen_again_and_the_page_says_so(
    app: Flask, staff: FlaskClient
) -> None:
    answer = staff.post("/lager/nachweise/neu", data=typed(make_scheme(app), number=""))
    assert "Bitte wählen Sie die Datei noch einmal aus" in answer.text


def test_text_under_the_name_of_the_file_is_no_file(app: Flask, staff: FlaskClient) -> None:
    answer = staff.post("/lager/nachweise/neu", data=typed(make_scheme(app)) | {"file": "%PDF-"})
    assert answer.status_code == 422
    assert "Bitte wählen Sie die Datei des Zertifikats aus." in answer.text


def test_a_file_of_far_more_than_ten_megabytes_is_not_even_read(
    app: Flask, staff: FlaskClient
) -> None:
    assert send(staff, typed(make_scheme(app), b"%" * 25_000_001)).status_code == 413


def test_a_file_is_judged_by_its_content_not_by_its_name(app: Flask, staff: FlaskClient) -> None:
    sent = typed(make_scheme(app), file_name="../../zerti fikat äöß.png")
    assert staff.post("/lager/nachweise/neu", data=sent).status_code == 303
    with app.app_context():
        found = db.session.scalars(select(Certificate)).one()
    answer = staff.get(f"/lager/nachweise/{found.id}/datei")
    assert answer.mimetype == "application/pdf"
    told = answer.headers["Content-Disposition"]
    assert told.startswith("inline; filename=") and told.endswith(".pdf")
    assert "/" not in told and "\n" not in told


def test_a_button_pressed_twice_saves_one(app: Flask, staff: FlaskClient) -> None:
    scheme, file = make_scheme(app), make_pdf()
    staff.post("/lager/nachweise/neu", data=typed(scheme, file))
    page = staff.post("/lager/nachweise/neu", data=typed(scheme, file), follow_redirects=True)
    assert "war schon gespeichert" in page.text
    assert count(app) == 1


def test_renewing_carries_the_ticked_claims_on(app: Flask, staff: FlaskClient) -> None:
    scheme, lot = make_scheme(app, "fair"), make_green_lot(app)
    old = make_certificate(app, scheme, valid_until=today() - timedelta(days=1))
    kept = make_claim(app, [lot], "fair", certificate_ids=[old], text="Bleibt")
    left = make_claim(app, [lot], "fair", certificate_ids=[old], text="Bleibt nicht")
    page = staff.get(f"/lager/nachweise/{old}/erneuern").text
    assert page.count(" checked") == 2 and 'value="Demo-Kontrollstelle"' in page
    sent = typed(scheme, claims=[str(kept)], valid_from=f"{today()}")
    answer = staff.post(f"/lager/nachweise/{old}/erneuern", data=sent, follow_redirects=True)
    assert "Bleibt" in answer.text and "Bleibt nicht" not in answer.text
    assert "wird gezeigt" in staff.get(f"/lager/aussagen/{kept}").text
    assert "wird nicht gezeigt" in staff.get(f"/lager/aussagen/{left}").text


def test_a_refused_renewal_keeps_what_was_typed_and_ticked(app: Flask, staff: FlaskClient) -> None:
    scheme, lot = make_scheme(app, "fair"), make_green_lot(app)
    old = make_certificate(app, scheme)
    claims = [
        make_claim(app, [lot], "fair", certificate_ids=[old], text=text) for text in ("A", "B")
    ]
    sent = typed(scheme, b"", claims=[str(claims[1])], number="NEU-9")
    answer = staff.post(f"/lager/nachweise/{old}/erneuern", data=sent)
    assert answer.status_code == 422
    assert 'value="NEU-9"' in answer.text and answer.text.count(" checked") == 1
    assert count(app) == 1


def test_revoking_needs_a_reason_and_is_told_on_the_page(app: Flask, staff: FlaskClient) -> None:
    certificate = make_certificate(app, make_scheme(app))
    refused = staff.post(f"/lager/nachweise/{certificate}/widerrufen", data={"because": ""})
    assert refused.status_code == 422 and "warum es nicht mehr gilt" in refused.text
    page = staff.post(
        f"/lager/nachweise/{certificate}/widerrufen",
        data={"because": "von der Kontrollstelle entzogen"},
        follow_redirects=True,
    ).text
    assert "widerrufen" in page and "von der Kontrollstelle entzogen" in page


def test_the_list_tells_what_ends_soon_and_what_disappears_with_it(
    app: Flask, staff: FlaskClient
) -> None:
    scheme, lot = make_scheme(app, "fair"), make_green_lot(app)
    soon = make_certificate(app, scheme, valid_until=today() + timedelta(days=12))
    make_claim(app, [lot], "fair", certificate_ids=[soon], text="Endet bald")
    page = staff.get("/lager/nachweise").text
    assert "noch 12 Tage" in page and "Endet bald" in page


def test_what_is_not_there_is_not_found(app: Flask, staff: FlaskClient) -> None:
    for path in ("", "/datei", "/erneuern"):
        assert staff.get(f"/lager/nachweise/99{path}").status_code == 404
    assert staff.post("/lager/nachweise/99/erneuern", data=typed(1)).status_code == 404
    assert staff.post("/lager/nachweise/99/widerrufen", data={"because": "weg"}).status_code == 404


def test_nobody_else_sees_them(app: Flask, client: FlaskClient) -> None:
    certificate = make_certificate(app, make_scheme(app))
    for path in ("", "/neu", f"/{certificate}", f"/{certificate}/datei"):
        assert client.get(f"/lager/nachweise{path}").status_code == 302


def test_what_to_say_of_the_holder_stands_below_the_choice_that_asks_for_it(
    staff: FlaskClient,
) -> None:
    page = staff.get("/lager/nachweise/neu").text
    places = [
        page.index(sign)
        for sign in (
            'value="importer"',
            'name="holder"',
            'value="cooperative"',
            'name="cooperative_id"',
        )
    ]
    assert places == sorted(places)
    for id in ("holder", "cooperative_id", "control_body_code"):
        assert "optional" not in page.partition(f'<label for="{id}">')[2].partition("</label>")[0]
