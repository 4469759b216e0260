from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from shop.clock import today
from shop.db import db
from shop.origin.block_batch import block_batch
from shop.origin.models import Batch, GreenLot
from tests.make.origin import make_batch, make_green_lot
from tests.make.people import signed_in

ROAST = "/lager/chargen/neu"
SET = "/lager/chargen/neu/zusammenstellung"
TYPED = {
    "code": "26-012",
    "roaster": "Demo-Rösterei",
    "made_on": "2026-01-12",
    "best_before": "2098-01-12",
    "made_grams": "50,4",
    "project_micro_per_kg": "0,76",
    "row_0_kg": "60",
}


@pytest.fixture
def staff(app: Flask) -> FlaskClient:
    return signed_in(app, "staff")


def batches(app: Flask) -> list[Batch]:
    with app.app_context():
        return list(db.session.scalars(select(Batch).order_by(Batch.id)))


def used(app: Flask) -> int:
    with app.app_context():
        return sum(db.session.scalars(select(GreenLot.used_grams)))


def test_a_roast_of_two_lots_is_written_down(app: Flask, staff: FlaskClient) -> None:
    one, other = make_green_lot(app, code="G-25-01"), make_green_lot(app, code="G-25-02")
    offered = staff.get(ROAST).text
    assert f'value="{today().year % 100}-001"' in offered and "G-25-01 (noch 1000" in offered
    typed = TYPED | {"row_0_of": str(one), "row_1_of": str(other), "row_1_kg": "3,333"}
    page = staff.post(ROAST, data=typed, follow_redirects=True)
    assert page.request.path == "/lager/chargen/26-012"
    assert "Charge 26-012 ist eingetragen." in page.text
    (batch,) = batches(app)
    assert (batch.green_grams, batch.made_grams) == (63_333, 50_400)
    assert batch.project_micro_per_kg == 760_000 and used(app) == 63_333


def test_the_next_form_knows_number_roaster_and_contribution(
    app: Flask, staff: FlaskClient
) -> None:
    year = today().year % 100
    make_batch(app, code=f"{year}-011", roaster="Rösterei am See", project_micro_per_kg=760_000)
    page = staff.get(ROAST).text
    assert f'value="{year}-012"' in page
    assert 'value="Rösterei am See"' in page and 'value="0,76"' in page


@pytest.mark.parametrize(
    ("lot", "given", "told"),
    [
        ({}, {"code": "26 012"}, "2 bis 20 Zeichen"),
        ({}, {"code": "Neu"}, "2 bis 20 Zeichen"),
        ({}, {"roaster": ""}, "wer geröstet hat"),
        ({}, {"made_on": ""}, "Bitte geben Sie den Tag ein."),
        ({}, {"made_on": "2097-01-01"}, "liegt in der Zukunft"),
        ({}, {"best_before": "2026-01-12"}, "muss nach dem Röstdatum liegen"),
        ({}, {"best_before": "2026-01-11"}, "muss nach dem Röstdatum liegen"),
        ({}, {"made_grams": "60,001"}, "mehr, als Rohkaffee hineinging"),
        ({}, {"made_grams": "50.4"}, "die Zahl wie 50,4"),
        ({}, {"row_0_kg": ""}, "Bitte geben Sie das Gewicht ein."),
        ({}, {"row_0_kg": "0"}, "Zahl von 0,001 bis 20000"),
        ({}, {"row_0_of": ""}, "woher dieser Kaffee ist"),
        ({}, {"row_0_of": "77"}, "Auswahl"),
        ({}, {"row_0_of": "", "row_0_kg": ""}, "woraus diese Charge ist"),
        ({}, {"row_1_of": "lot", "row_1_kg": "1"}, "steht schon in einer Zeile darüber"),
        ({"grams": 59_999}, {}, "Von dieser Partie sind nur noch 59,999 kg da."),
        ({"usd_per_eur_e4": None}, {}, "kein Wechselkurs eingetragen"),
        ({"arrived_on": date(2026, 1, 13)}, {}, "noch nicht angekommen"),
        ({"contracted_on": date(2026, 1, 13)}, {}, "noch nicht gekauft"),
        ({"harvested_until": date(2026, 1, 13)}, {}, "noch nicht geerntet"),
    ],
)
def test_what_cannot_be_is_told_at_the_field_and_uses_nothing(
    app: Flask, staff: FlaskClient, lot: dict[str, Any], given: dict[str, str], told: str
) -> None:
    green = str(make_green_lot(app, **lot))
    typed = TYPED | {"lab_note": "Sieb 17", "row_0_of": green} | given
    answer = staff.post(
        ROAST, data={name: green if value == "lot" else value for name, value in typed.items()}
    )
    assert answer.status_code == 422
    assert told in answer.text and "Sieb 17" in answer.text
    assert batches(app) == [] and used(app) == 0


@pytest.mark.parametrize(("made", "loss"), [("59,7", "0,5"), ("44,9", "25,17")])
def test_a_loss_nobody_expects_is_asked_about(
    app: Flask, staff: FlaskClient, made: str, loss: str
) -> None:
    assert "loss_is_right" not in staff.get(ROAST).text
    typed = TYPED | {"row_0_of": str(make_green_lot(app)), "made_grams": made}
    asked = staff.post(ROAST, data=typed)
    assert asked.status_code == 422 and batches(app) == []
    assert f"{loss} % Röstverlust" in asked.text.replace("\xa0", " ")
    assert 'name="loss_is_right"' in asked.text and f'value="{made}"' in asked.text
    assert staff.post(ROAST, data=typed | {"loss_is_right": "y"}).status_code == 303
    assert len(batches(app)) == 1


def test_a_button_pressed_twice_roasts_once(app: Flask, staff: FlaskClient) -> None:
    typed = TYPED | {"row_0_of": str(make_green_lot(app))}
    assert staff.post(ROAST, data=typed).status_code == 303
    again = staff.post(ROAST, data=typed)
    assert again.status_code == 422 and "mit dieser Nummer gibt es schon" in again.text
    assert used(app) == 60_000


def test_more_rows_come_without_losing_what_was_typed(app: Flask, staff: FlaskClient) -> None:
    typed = TYPED | {"row_0_of": str(make_green_lot(app)), "rows": "3", "mehr": "1"}
    more = staff.post(ROAST, data=typed)
    assert more.status_code == 200 and "row_4_of" in more.text and 'value="60"' in more.text
    assert batches(app) == []


def test_batches_are_put_together(app: Flask, staff: FlaskClient) -> None:
    one = make_batch(app, code="26-001", best_before=date(2098, 3, 1))
    other = make_batch(app, code="26-002", best_before=date(2098, 1, 15))
    typed = {"code": "26-003", "maker": "Stadtkaffee", "made_on": "2026-01-20"}
    typed |= {"row_0_of": str(one), "row_0_kg": "5", "row_1_of": str(other), "row_1_kg": "2,5"}
    page = staff.post(SET, data=typed, follow_redirects=True)
    assert page.request.path == "/lager/chargen/26-003"
    assert "Zusammengestellt aus" in page.text and "15.\xa0Januar 2098" in page.text
    part = staff.get("/lager/chargen/26-001").text
    assert "Steckt in" in part and "in Zusammenstellungen" in part


def test_a_set_offers_and_takes_only_what_is_there_and_may_be_sold(
    app: Flask, staff: FlaskClient
) -> None:
    good = make_batch(app, code="26-001")
    blocked, empty = make_batch(app, code="26-002"), make_batch(app, code="26-003")
    make_batch(app, code="26-004", packed_grams=42_000)
    with app.app_context():
        block_batch(blocked, "Labor", None)
        db.session.commit()
    page = staff.get(SET).text
    assert "26-001 (noch" in page and "26-002" not in page and "26-004" not in page

    typed = {"code": "26-009", "maker": "Wir", "made_on": "2026-01-20"}
    row = {"row_0_of": str(good), "row_0_kg": "1", "row_1_kg": "42,001"}
    for part, told in ((blocked, "Diese Charge ist gesperrt."), (empty, "nur noch 42 kg da")):
        answer = staff.post(SET, data=typed | row | {"row_1_of": str(part)})
        assert answer.status_code == 422 and told in answer.text
    assert [batch.packed_grams for batch in batches(app)] == [0, 0, 0, 42_000]
