import csv
import io

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from shop.db import db
from tests.cart.test_pages import text_of
from tests.make.catalogue import MUG, MadeVariant, make_product
from tests.make.orders import make_order
from tests.make.origin import make_batch
from tests.make.people import signed_in
from tests.make.sales import sell
from tests.make.stock import level_of
from tests.make.stock_file import stock_csv, stockroom

UPLOAD = "/lager/dateien/einlesen"


@pytest.fixture
def staff(app: Flask) -> FlaskClient:
    return signed_in(app, "staff")


@pytest.fixture
def bag(app: Flask) -> MadeVariant:
    batch_id = make_batch(app, code="26-118")
    shelf = {"shelf": {batch_id: 10}, "sku": "D-JAEN"}
    return make_product(app, "=Filter Jaén", variants=[shelf]).variant


@pytest.fixture
def mug(app: Flask) -> MadeVariant:
    return make_product(app, "Becher", kind="goods", variants=[MUG | {"sku": "D-MUG"}]).variant


def send(client: FlaskClient, content: bytes, name: str = "zaehlung.csv") -> TestResponse:
    """As bytes, because the test's own way would leave a file of its own open."""
    part = '--x\r\nContent-Disposition: form-data; name="reason"\r\n\r\nZählung\r\n'
    part += f'--x\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    body = part.encode() + content + b"\r\n--x--\r\n"
    return client.post(UPLOAD, data=body, content_type="multipart/form-data; boundary=x")


def rows(client: FlaskClient) -> list[dict[str, str]]:
    file = client.get("/lager/dateien/bestand.csv")
    assert file.data.startswith(b"\xef\xbb\xbf") and file.mimetype == "text/csv"
    return list(csv.DictReader(io.StringIO(file.data.decode("utf-8-sig")), delimiter=";"))


def written(found: list[dict[str, str]]) -> bytes:
    """As a spreadsheet saves it again."""
    out = io.StringIO()
    writer = csv.DictWriter(out, list(found[0]), delimiter=";")
    writer.writeheader()
    writer.writerows(found)
    return out.getvalue().encode("utf-8-sig")


def test_out_changed_in_a_spreadsheet_shown_applied_and_taken_back(
    app: Flask, staff: FlaskClient, bag: MadeVariant, mug: MadeVariant
) -> None:
    order = make_order(app, {bag.id: 3})
    with app.app_context():
        sell(order.id)
        db.session.commit()
    found = rows(staff)
    assert [(row["Artikelnummer"], row["Bestand bisher"]) for row in found] == [
        ("D-JAEN", "10"),
        ("D-MUG", "10"),
    ]
    assert found[0]["Unverkauft"] == "7" and found[0]["Verkauft, nicht gepackt"] == "3"
    assert found[0]["Produkt"].startswith("'=")
    found[0]["Bestand neu"] = "9"
    page = staff.get(send(staff, written(found)).location)
    assert "10 → 9" in text_of(page.text) and "−1" in text_of(page.text)
    assert level_of(app, bag.id) == (7, 0)
    done = staff.post("/lager/dateien/1/anwenden", follow_redirects=True).text
    assert "Angewendet: Der Bestand ist geändert." in done and "Testperson 007" in done
    assert level_of(app, bag.id) == (6, 0)
    again = staff.post("/lager/dateien/1/anwenden", follow_redirects=True).text
    assert "schon getan" in again and level_of(app, bag.id) == (6, 0)
    staff.post("/lager/dateien/1/zuruecknehmen")
    assert level_of(app, bag.id) == (7, 0)
    assert "zurückgenommen" in staff.get("/lager/dateien/").text


def test_what_moved_since_is_shown_before_it_is_applied(
    app: Flask, staff: FlaskClient, bag: MadeVariant
) -> None:
    content = stock_csv(f"{stockroom(app)};D-JAEN;26-118;12;11;")
    page = text_of(staff.get(send(staff, content).location).text)
    assert "Bei einer Zeile liegt jetzt anderes im Regal" in page and "geändert" in page


def test_a_wrong_file_is_told_line_by_line(
    app: Flask, staff: FlaskClient, bag: MadeVariant
) -> None:
    place = stockroom(app)
    answer = send(staff, stock_csv(f"{place};D-JAEN;26-118;10;-1;", f"{place};<b>;;1;2;"))
    page = answer.text
    assert answer.status_code == 422
    assert "„Bestand neu“ ist negativ: -1." in page
    assert "Die Artikelnummer „&lt;b&gt;“ gibt es nicht." in page
    assert staff.get("/lager/dateien/1").status_code == 404


def test_lines_orders_wait_for_are_named_before_and_when_applying(
    app: Flask, staff: FlaskClient, bag: MadeVariant
) -> None:
    address = send(staff, stock_csv(f"{stockroom(app)};D-JAEN;26-118;10;2;")).location
    make_order(app, {bag.id: 5})
    page = staff.get(address).text
    assert "Das betrifft Zeile 2." in text_of(page) and "anwenden</button>" not in page
    answer = staff.post(address + "/anwenden")
    assert answer.status_code == 409 and "Es wurde nichts gebucht" in answer.text
    assert level_of(app, bag.id) == (10, 5)


def test_a_file_sent_again_leads_to_what_was_done(
    app: Flask, staff: FlaskClient, bag: MadeVariant
) -> None:
    content = stock_csv(f"{stockroom(app)};D-JAEN;26-118;10;8;")
    staff.post(send(staff, content).location + "/anwenden")
    answer = send(staff, content)
    assert answer.location == "/lager/dateien/1"
    assert "Genau diese Datei ist schon angewendet" in staff.get(answer.location).text


def test_a_form_without_a_file_says_so(staff: FlaskClient) -> None:
    answer = staff.post(UPLOAD, data={"reason": "x"})
    assert answer.status_code == 422 and "Bitte wählen Sie eine Datei." in answer.text
    answer = staff.post(UPLOAD, data={})
    assert "Bitte geben Sie einen Grund an." in answer.text


def test_only_this_address_takes_large_files(staff: FlaskClient) -> None:
    assert "oder es ist riesig" in send(staff, b"x" * 5_000_000).text
    assert "größer als 20 MB" in send(staff, b"x" * 20_500_000).text
    kind = "multipart/form-data; boundary=x"
    assert staff.post(UPLOAD, data=b"x" * 22_000_000, content_type=kind).status_code == 413
    other = staff.post("/lager/inventur/beginnen", data={"ort": "x" * 5_000_000})
    assert other.status_code == 413


def test_a_name_that_is_a_path_or_a_script_is_only_a_name(
    app: Flask, staff: FlaskClient, bag: MadeVariant
) -> None:
    content = stock_csv(f"{stockroom(app)};D-JAEN;26-118;10;8;")
    page = staff.get(send(staff, content, "../../<script>x.csv").location).text
    assert "<h1><bdi>&lt;script&gt;x.csv</bdi></h1>" in page


def test_movements_of_some_days_as_a_file(app: Flask, staff: FlaskClient, bag: MadeVariant) -> None:
    days = {"von": "1.1.2000", "bis": "2.1.2000"}
    empty = staff.get("/lager/dateien/bewegungen.csv", query_string=days)
    assert empty.text.count("\r\n") == 1
    page = staff.get("/lager/dateien/").text
    von = page.split('name="von"')[1].split('value="')[1].split('"')[0]
    bis = page.split('name="bis"')[1].split('value="')[1].split('"')[0]
    days = {"von": von, "bis": bis}
    file = staff.get("/lager/dateien/bewegungen.csv", query_string=days)
    assert '"abgefüllt";10;0' in file.text


@pytest.mark.parametrize(
    "days",
    [{"von": "x", "bis": "1.1.2026"}, {}, {"von": "2.1.2026", "bis": "1.1.2026"}],
)
def test_a_wrong_period_is_answered_in_words(staff: FlaskClient, days: dict[str, str]) -> None:
    answer = staff.get("/lager/dateien/bewegungen.csv", query_string=days)
    assert answer.status_code == 422 and "Bitte prüfen Sie Ihre Angaben" in answer.text
