"""From the batch to a sheet of labels, and from a scanned label back to the batch."""

from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from shop.clock import stopped_at
from shop.db import db
from shop.origin.block_batch import block_batch
from tests.make.catalogue import make_product
from tests.make.people import sign_in, signed_in
from tests.make.proofs import make_claim
from tests.make.trace import MadeBatch, codes_on, make_packed, text_on

PATH = "/lager/chargen/26-118/etiketten"


@pytest.fixture
def staff(app: Flask) -> FlaskClient:
    return signed_in(app, "staff")


@pytest.fixture
def made(app: Flask) -> MadeBatch:
    return make_packed(app)


def ask(client: FlaskClient, made: MadeBatch, **given: str) -> TestResponse:
    wanted = {"variant": made.product.variant.sku, "sheet": "small", "count": "2", "first": "1"}
    return client.get(PATH, query_string=wanted | given)


@pytest.mark.parametrize("sheet", ["small", "large"])
def test_a_scanned_label_opens_the_page_of_its_batch(
    client: FlaskClient, staff: FlaskClient, made: MadeBatch, sheet: str
) -> None:
    answer = ask(staff, made, sheet=sheet, count="5", first="4")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    codes = [code for page in codes_on(answer.data) for code in page]
    assert len(codes) == 5
    for code in codes:
        page = client.get(urlsplit(code).path, follow_redirects=True)
        assert page.status_code == 200 and "<h1>Charge 26-118</h1>" in page.text


def test_a_bag_without_a_trade_item_number_leads_there_too(
    app: Flask, client: FlaskClient, staff: FlaskClient, made: MadeBatch
) -> None:
    other = make_product(app, "Espresso").variant
    answer = ask(staff, made, variant=other.sku)
    for code in codes_on(answer.data)[0]:
        page = client.get(urlsplit(code).path, follow_redirects=True)
        assert "<h1>Charge 26-118</h1>" in page.text


@pytest.mark.parametrize("sheet", ["small", "large"])
def test_no_label_says_a_word_whose_certificate_has_ended(
    app: Flask, staff: FlaskClient, made: MadeBatch, sheet: str
) -> None:
    make_claim(app, [made.green_lot_id])
    make_claim(app, [made.green_lot_id], "fair")
    assert "DE-ÖKO-006" in text_on(ask(staff, made, sheet=sheet).data)
    with stopped_at(datetime(2028, 1, 1, tzinfo=UTC)):
        # Whoever signed in before the year 2028 does so again.
        sign_in(staff, "staff@laden.example")
        text = text_on(ask(staff, made, sheet=sheet).data).lower()
    assert "hausmischung" in text
    for word in ("bio", "öko", "fair", "landwirtschaft"):
        assert word not in text


def test_what_was_packed_from_the_batch_is_offered_first(
    app: Flask, staff: FlaskClient, made: MadeBatch
) -> None:
    make_product(app, "Aaa zuerst im Laden", position=-1)
    make_product(app, "Becher", kind="goods", variants=[{"coffee_grams": 0, "grind": None}])
    page = staff.get(PATH).text
    assert page.index("Hausmischung, 250") < page.index("Aaa zuerst im Laden")
    assert "Becher" not in page


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"count": "0"}, "Zahl von 1 bis 600"),
        ({"count": "100000"}, "Zahl von 1 bis 600"),
        ({"count": "viele"}, "wie viele Etiketten Sie brauchen"),
        ({"count": ""}, "wie viele Etiketten Sie brauchen"),
        ({"first": "99"}, "Zahl von 1 bis 15"),
        ({"first": "9", "sheet": "large"}, "die Plätze 1 bis 8"),
        ({"first": "-1"}, "Zahl von 1 bis 15"),
        ({"sheet": "A0"}, "wählen Sie einen Bogen"),
        ({"variant": "T-0"}, "wofür die Etiketten sind"),
        ({"variant": "<b>"}, "wofür die Etiketten sind"),
    ],
)
def test_a_wish_that_cannot_be_printed_is_answered_in_words(
    staff: FlaskClient, made: MadeBatch, given: dict[str, str], told: str
) -> None:
    answer = ask(staff, made, **given)
    assert answer.status_code == 422 and told in answer.text
    assert "<b>" not in answer.text


def test_what_does_not_fit_the_small_label_is_sent_to_the_large_one(
    app: Flask, staff: FlaskClient, made: MadeBatch
) -> None:
    long = make_product(
        app, "Kaffee " * 16, storage="Kühl lagern. " * 15, ingredients="Röstkaffee, " * 12
    ).variant
    answer = ask(staff, made, variant=long.sku)
    assert answer.status_code == 422 and "Bitte nehmen Sie das große" in answer.text
    assert ask(staff, made, variant=long.sku, sheet="large").mimetype == "application/pdf"


def test_a_sign_that_no_font_has_is_named(app: Flask, staff: FlaskClient, made: MadeBatch) -> None:
    strange = make_product(app, "Kaffee ٮ").variant
    answer = ask(staff, made, variant=strange.sku)
    assert answer.status_code == 422 and "Das Zeichen „ٮ“" in answer.text


def test_one_label_is_shown_before_it_is_printed(staff: FlaskClient, made: MadeBatch) -> None:
    page = ask(staff, made, vorschau="1").text
    drawn = page.split('class="label-drawn" src="')[1].split('"')[0]
    answer = staff.get(drawn)
    assert (answer.status_code, answer.mimetype) == (200, "image/svg+xml")


def test_a_blocked_batch_gets_no_labels(app: Flask, staff: FlaskClient, made: MadeBatch) -> None:
    with app.app_context():
        block_batch(made.batch_id, "Fremdkörper", None)
        db.session.commit()
    assert "gesperrt" in staff.get(PATH).text
    answer = ask(staff, made)
    assert answer.status_code == 409 and answer.mimetype == "text/html"
    drawn = f"/lager/chargen/26-118/etikett/small/{made.product.variant.sku}.svg"
    assert staff.get(drawn).status_code == 409


def test_labels_are_for_the_staff_and_of_batches_there_are(
    app: Flask, client: FlaskClient, staff: FlaskClient, made: MadeBatch
) -> None:
    assert client.get(PATH).status_code in {302, 303}
    assert staff.get("/lager/chargen/26-999/etiketten").status_code == 404
    assert staff.get("/lager/chargen/26-118/etikett/huge/T-1.svg").status_code == 404
