import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from shop.db import db
from shop.origin.models import Batch
from tests.make.origin import make_batch, make_green_lot
from tests.make.people import make_person, sign_in, signed_in

HERE = "/lager/chargen/26-001"
TYPED = {"roaster": "Demo-Rösterei", "best_before": "2098-01-10", "lab_note": "Feuchte 10,8 %"}


@pytest.fixture
def staff(app: Flask) -> FlaskClient:
    return signed_in(app, "staff")


def seen(page: str) -> str:
    return page.split('name="seen"')[1].split('value="')[1].split('"')[0]


def kept(app: Flask) -> Batch:
    with app.app_context():
        return db.session.scalars(select(Batch).where(Batch.code == "26-001")).one()


def block(staff: FlaskClient, because: str, blocked_as: str) -> str:
    typed = {"because": because, "blocked_as": blocked_as}
    return staff.post(f"{HERE}/sperren", data=typed, follow_redirects=True).text


def unblock(staff: FlaskClient, code: str, reason: str) -> str:
    address = f"/lager/chargen/{code}/freigeben"
    typed = {"seen": seen(staff.get(address).text), "reason": reason}
    return staff.post(address, data=typed, follow_redirects=True).text


def steps(page: str) -> str:
    table = page.split("Der Weg jedes Kilogramms")[1].split("</table>")[0]
    return table.replace("\xa0", " ")


def test_the_page_shows_what_became_of_each_kilogram(app: Flask, staff: FlaskClient) -> None:
    lot = make_green_lot(app, code="G-25-01")
    make_batch(app, {lot: 50_000}, code="26-001", packed_grams=31_500, written_off_grams=250)
    page = staff.get(HERE).text
    shown = steps(page)
    for grams, share in [
        ("50 kg", "100 %"),
        ("8 kg", "16 %"),
        ("42 kg", "84 %"),
        ("31,5 kg", "75 %"),
        ("250 g", "0,6 %"),
        ("10,25 kg", "24,4 %"),
    ]:
        assert grams in shown and share in shown
    assert "/lager/rohkaffee/G-25-01" in page and "0,46\xa0€" in page
    for address in ("abfuellen", "preis", "etiketten", "rueckruf"):
        assert f'href="{HERE}/{address}"' in page
    assert 'href="/charge/26-001"' in page


def test_a_code_is_found_in_small_letters_too(app: Flask, staff: FlaskClient) -> None:
    make_batch(app, code="26-A")
    assert staff.get("/lager/chargen/26-a").status_code == 200
    assert staff.get("/lager/chargen/26-b").status_code == 404


def test_a_laboratory_note_comes_later_and_its_author_is_known(
    app: Flask, staff: FlaskClient
) -> None:
    make_batch(app, code="26-001")
    page = staff.post(
        HERE, data=TYPED | {"seen": seen(staff.get(HERE).text)}, follow_redirects=True
    ).text
    assert kept(app).lab_note == "Feuchte 10,8 %"
    story = page.split("Wer hat wann was geändert")[1]
    assert "Labornotiz: " in story and "Testperson 007" in story


@pytest.mark.parametrize(
    ("packed", "given", "told"),
    [
        (250, {"best_before": "2098-02-01"}, "Der Tag steht auf den Tüten und bleibt."),
        (0, {"best_before": "2025-01-10"}, "muss nach dem Röstdatum liegen"),
        (0, {"best_before": ""}, "wie lange er haltbar ist"),
        (0, {"roaster": ""}, "wer geröstet hat"),
    ],
)
def test_what_cannot_be_is_told_and_changes_nothing(
    app: Flask, staff: FlaskClient, packed: int, given: dict[str, str], told: str
) -> None:
    make_batch(app, code="26-001", packed_grams=packed)
    answer = staff.post(HERE, data=TYPED | given | {"seen": "0"})
    assert answer.status_code == 422 and told in answer.text and "Feuchte 10,8 %" in answer.text
    assert kept(app).lab_note == ""


def test_of_two_who_edit_at_once_the_second_is_told_and_loses_nothing(
    app: Flask, staff: FlaskClient
) -> None:
    make_batch(app, code="26-001")
    make_person(app, "zwei@laden.example")
    second = app.test_client()
    sign_in(second, "zwei@laden.example")
    opened = seen(second.get(HERE).text)
    staff.post(HERE, data=TYPED | {"seen": opened})
    late = second.post(HERE, data=TYPED | {"lab_note": "Sieb 17", "seen": opened})
    assert late.status_code == 409 and "Inzwischen hat jemand" in late.text
    assert "Sieb 17" in late.text and kept(app).lab_note == "Feuchte 10,8 %"


def test_a_batch_is_blocked_with_a_reason_customers_read(app: Flask, staff: FlaskClient) -> None:
    make_batch(app, code="26-001")
    assert "liest dort" in staff.get(f"{HERE}/sperren").text
    page = block(staff, "Glas gefunden", "precaution")
    assert "Gesperrt: Charge 26-001." in page and ". Glas gefunden Bitte" in page
    assert f'href="{HERE}/abfuellen"' not in page
    again = block(staff, "Labor", "precaution")
    assert "war schon gesperrt" in again and kept(app).blocked_because == "Glas gefunden"
    assert "auch gesperrt, weil: Labor" in again.split("Wer hat wann was geändert")[1]

    free = unblock(staff, "26-001", "Sieb und Labor ohne Befund")
    assert "wird wieder verkauft" in free and kept(app).blocked_at is None
    told = free.split("Wer hat wann was geändert")[1]
    assert "Glas gefunden" in told and "Sieb und Labor ohne Befund" in told


def test_a_batch_is_unblocked_for_a_reason_by_whoever_knows_every_other(
    app: Flask, staff: FlaskClient
) -> None:
    make_batch(app, code="26-001")
    block(staff, "Etikett falsch", "precaution")
    form = staff.get(f"{HERE}/freigeben").text
    assert staff.post(f"{HERE}/freigeben", data={"seen": seen(form)}).status_code == 422
    block(staff, "Glassplitter", "precaution")
    typed = {"seen": seen(form), "reason": "neu etikettiert"}
    late = staff.post(f"{HERE}/freigeben", data=typed)
    assert late.status_code == 409 and "Glassplitter" in late.text
    assert kept(app).blocked_because == "Etikett falsch"


@pytest.mark.parametrize("because", ["", "  ", "x" * 301, "a\u202eb", "Der Bio-Nachweis fehlt"])
def test_a_block_needs_a_readable_reason(app: Flask, staff: FlaskClient, because: str) -> None:
    make_batch(app, code="26-001")
    typed = {"because": because, "blocked_as": "precaution"}
    assert staff.post(f"{HERE}/sperren", data=typed).status_code == 422
    assert kept(app).blocked_at is None


def test_before_the_button_stands_what_customers_will_read(app: Flask, staff: FlaskClient) -> None:
    make_batch(app, code="26-001")
    form = staff.get(f"{HERE}/sperren").text.split("<button")[-2]
    precaution, recall = form.split('value="precaution"')[1].split('value="recall"')
    assert "Charge 26-001 ist vorsorglich gesperrt" in precaution
    assert "erstatten" not in precaution and "erstatten den Kaufpreis" in recall


@pytest.mark.parametrize("blocked_as", ["", "recalled"])
def test_whether_money_is_paid_back_is_nobodys_guess(
    app: Flask, staff: FlaskClient, blocked_as: str
) -> None:
    make_batch(app, code="26-001")
    typed = {"because": "Glas", "blocked_as": blocked_as}
    answer = staff.post(f"{HERE}/sperren", data=typed)
    assert answer.status_code == 422 and "field-error" in answer.text
    assert kept(app).blocked_at is None


def test_a_precaution_is_made_a_recall(app: Flask, staff: FlaskClient) -> None:
    make_batch(app, code="26-001")
    page = block(staff, "Das Labor prüft noch.", "precaution")
    assert "Zum Rückruf machen" in page and "erstatten" not in page
    page = block(staff, "Glas", "recall")
    assert "erstatten den Kaufpreis" in page and "Zum Rückruf machen" not in page
    assert "gesperrt als" in page and kept(app).blocked_as == "recall"


def test_a_set_is_not_unblocked_before_what_is_in_it(app: Flask, staff: FlaskClient) -> None:
    part = make_batch(app, code="26-001")
    typed = {"code": "26-002", "maker": "Wir", "made_on": "2026-01-20"}
    rows = {"row_0_of": str(part), "row_0_kg": "5"}
    staff.post("/lager/chargen/neu/zusammenstellung", data=typed | rows)
    assert "26-002" in staff.get(f"{HERE}/sperren").text
    page = block(staff, "Glas", "recall")
    assert "Gesperrt: Chargen 26-001, 26-002." in page
    refused = unblock(staff, "26-002", "nichts gefunden")
    assert "Bitte geben Sie zuerst sie frei" in refused and "Gesperrt seit" in refused


def test_coffee_is_written_off_once_with_its_reason(app: Flask, staff: FlaskClient) -> None:
    make_batch(app, code="26-001")
    opened = seen(staff.get(f"{HERE}/abschreiben").text)
    given = {"kilograms": "0,25", "reason": "Probe für das Labor", "seen": opened}
    page = staff.post(f"{HERE}/abschreiben", data=given, follow_redirects=True).text
    assert "0,25 kg abgeschrieben." in page and "Probe für das Labor" in page
    again = staff.post(f"{HERE}/abschreiben", data=given)
    assert again.status_code == 409 and "Inzwischen hat jemand" in again.text
    assert kept(app).written_off_grams == 250


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"kilograms": "42,001"}, "nur noch 42 kg"),
        ({"kilograms": "0"}, "Zahl von 0,001 bis"),
        ({"kilograms": "-1"}, "die Zahl wie 0,25"),
        ({"kilograms": ""}, "Bitte geben Sie das Gewicht ein."),
        ({"reason": " "}, "Bitte geben Sie einen Grund an."),
    ],
)
def test_what_cannot_be_written_off_is_told(
    app: Flask, staff: FlaskClient, given: dict[str, str], told: str
) -> None:
    make_batch(app, code="26-001")
    typed = {"kilograms": "1", "reason": "verschüttet", "seen": "0"} | given
    answer = staff.post(f"{HERE}/abschreiben", data=typed)
    assert answer.status_code == 422 and told in answer.text
    assert kept(app).written_off_grams == 0


def test_a_roast_written_down_wrongly_is_taken_back(app: Flask, staff: FlaskClient) -> None:
    make_batch(app, code="26-001")
    assert f'href="{HERE}/zuruecknehmen"' in staff.get(HERE).text
    assert "50\xa0kg Rohkaffee zählen wieder" in staff.get(f"{HERE}/zuruecknehmen").text
    page = staff.post(f"{HERE}/zuruecknehmen", follow_redirects=True)
    assert page.request.path == "/lager/chargen"
    assert "Charge 26-001 ist zurückgenommen." in page.text
    assert staff.get(HERE).status_code == 404 and staff.get("/charge/26-001").status_code == 404


def test_a_batch_in_bags_is_not_taken_back(app: Flask, staff: FlaskClient) -> None:
    make_batch(app, code="26-001", packed_grams=250)
    assert "zuruecknehmen" not in staff.get(HERE).text
    page = staff.post(f"{HERE}/zuruecknehmen", follow_redirects=True).text
    assert "lässt sie sich nicht mehr" in page and kept(app).packed_grams == 250
