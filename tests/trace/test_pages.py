"""The page of a batch as somebody with a bag in the hand reads it."""

import html
import logging
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from shop.catalogue.models import Variant
from shop.clock import stopped_at
from shop.db import db
from shop.origin.block_batch import block_batch
from shop.origin.models import Batch, GreenLot
from shop.origin.put_together import put_together
from shop.origin.write_off import write_off
from shop.stock.pack import pack
from tests.make.catalogue import make_product
from tests.make.origin import make_batch
from tests.make.proofs import CODE, make_claim
from tests.make.trace import MadeBatch, make_packed, make_split, statements_of

EXPIRED = datetime(2028, 1, 1, tzinfo=UTC)


@pytest.fixture
def made(app: Flask) -> MadeBatch:
    return make_packed(app)


def words(client: FlaskClient, path: str = "/charge/26-118") -> str:
    """What is read, with blanks as blanks and without what is between the lines."""
    page = client.get(path).text
    body = page[page.index("<main") : page.index("</main>")]
    plain = re.sub(r"<(script|svg).*?</\1>|<[^>]*>", " ", body, flags=re.DOTALL)
    return " ".join(html.unescape(plain).split())


def test_the_page_says_what_is_in_the_bag_and_from_whom(
    client: FlaskClient, made: MadeBatch
) -> None:
    page = words(client)
    assert "Hausmischung 250 g" in page
    assert "60 % Cooperativa Demo Valle Claro 40 % Cooperativa Demo Flor de Niebla" in page
    assert "Provinz Jaén" in page and "Provinz San Ignacio" in page
    assert "Mai bis September 2024" in page and "Caturra, Typica" in page
    assert "gewaschen" in page and "1.600–1.850 m" in page
    assert "10. Januar 2025, Demo-Rösterei" in page
    assert "mindestens haltbar bis 12. Oktober 2027" in page
    assert f'href="/kaffee/{made.product.slug}"' in client.get("/charge/26-118").text


def test_a_fact_stands_with_its_source_and_one_without_does_not(
    client: FlaskClient, made: MadeBatch
) -> None:
    page = words(client)
    assert "1.080 Mitglieder Jahresbericht 2024, 1. März 2025" in page
    assert "gegründet" not in page


def test_what_was_paid_is_compared_with_a_named_price_of_a_day(
    client: FlaskClient, made: MadeBatch
) -> None:
    page = words(client)
    assert "3,80 USD/lb Vertrag 2025/17, 1. Oktober 2024" in page
    assert "1,80 USD/lb Mindestpreis der Standardorganisation, 1. August 2023" in page
    assert "3,40 USD/lb Grundpreis + 0,40 USD/lb Aufschlag laut Vertrag" in page
    assert "Grundpreis 89 % höher" in page
    assert "0,20 USD/lb" in page


def test_less_than_the_reference_is_said_too(app: Flask, client: FlaskClient) -> None:
    make_packed(app, reference_usd_e4=40_000)
    assert "Grundpreis 15 % niedriger" in words(client)


def test_without_a_differential_the_whole_price_is_compared(
    app: Flask, client: FlaskClient
) -> None:
    make_packed(app, organic_usd_e4=0, reference_usd_e4=40_000)
    assert "5 % weniger gezahlt" in words(client) and "Aufschlag" not in words(client)


def test_decaffeinated_coffee_is_not_held_against_the_market(
    app: Flask, client: FlaskClient
) -> None:
    make_packed(app, process="washed_decaf", units=0)
    assert "kann das Entkoffeinieren enthalten" in words(client)
    assert "höher" not in words(client) and "mehr gezahlt" not in words(client)


def test_a_price_nobody_knows_is_not_shown(app: Flask, client: FlaskClient) -> None:
    make_packed(app, fob_usd_e4=None, fob_on=None)
    assert "USD/lb Vertrag" not in words(client)


def test_the_kilograms_are_told_step_by_step_and_add_up(
    app: Flask, client: FlaskClient, made: MadeBatch
) -> None:
    with app.app_context():
        write_off(made.batch_id, 1_200, "Proben", None)
        put_together("26-S7", "Demo-Rösterei", date(2026, 11, 5), {made.batch_id: 4_000})
        db.session.commit()
    page = words(client)
    for step in (
        "Vertrag 2025/17 vom 1. Oktober 2024, Partie G-25-01 1000 kg",
        "50 kg davon bisher geröstet, 50 kg für diese Charge",
        "in Tüten gefüllt 5 kg",
        "in andere Chargen gegeben 4 kg",
        "abgeschrieben: Proben und Verlust 1,2 kg",
        "noch nicht abgefüllt 31,8 kg",
        "50 kg Rohkaffee = 42 kg geröstet + 8 kg Röstverlust: geht auf",
        "42 kg geröstet = 9 kg abgefüllt + 1,2 kg abgeschrieben + 31,8 kg noch da: geht auf",
    ):
        assert step in page
    assert "Hier stimmt etwas nicht" not in page


def test_what_does_not_add_up_is_said_and_logged(
    app: Flask, client: FlaskClient, made: MadeBatch, caplog: pytest.LogCaptureFixture
) -> None:
    with app.app_context():
        db.session.execute(update(Batch).where(Batch.code == made.code).values(packed_grams=6_000))
        db.session.commit()
    with caplog.at_level(logging.ERROR, "shop"):
        page = words(client)
    assert "geht nicht auf" in page and "Hier stimmt etwas nicht" in page
    assert "Gezählt sind 5 kg in Tüten" in page
    assert "26-118 does not add up" in caplog.text


def test_a_set_leads_to_its_parts_and_they_to_it(
    app: Flask, client: FlaskClient, made: MadeBatch
) -> None:
    other = make_batch(app, code="26-119")
    with app.app_context():
        parts = {made.batch_id: 4_000, other: 2_000}
        put_together("26-S7", "Demo-Rösterei", date(2026, 11, 5), parts)
        db.session.commit()
    page = words(client, "/charge/26-S7")
    assert "zusammengestellt 5. November 2026" in page
    assert "Charge 26-118 , vom 10. Januar 2025: 4 kg" in page and "geht nicht auf" not in page
    assert 'href="/charge/26-S7"' in client.get("/charge/26-118").text


def test_a_blocked_batch_says_so_first_and_what_to_do(
    app: Flask, client: FlaskClient, made: MadeBatch
) -> None:
    with app.app_context():
        block_batch(made.batch_id, "Fremdkörper <b>möglich</b>", None)
        db.session.commit()
    page = client.get("/charge/26-118").text
    alert = page[page.index('role="alert"') : page.index("<h1>")]
    assert "Fremdkörper &lt;b&gt;möglich&lt;/b&gt;" in alert
    assert "verbrauchen Sie Kaffee aus dieser Charge" in alert and "mailto:" in alert


def test_money_back_is_promised_of_a_recall_alone(
    app: Flask, client: FlaskClient, made: MadeBatch
) -> None:
    for is_recall, title in ((False, "vorsorglich gesperrt"), (True, "Rückruf: Charge 26-118")):
        with app.app_context():
            block_batch(made.batch_id, "Fremdkörper", None, is_recall=is_recall)
            db.session.commit()
        page = words(client)
        assert title in page
        assert ("erstatten den Kaufpreis" in page) is is_recall


def test_nobody_advertises_a_blocked_batch(
    app: Flask, client: FlaskClient, made: MadeBatch
) -> None:
    make_claim(app, [made.green_lot_id])
    open_page = client.get("/charge/26-118").text
    assert "Bio-Kaffee" in open_page and "ld+json" in open_page and "noindex" not in open_page
    with app.app_context():
        block_batch(made.batch_id, "Fremdkörper", None)
        db.session.commit()
    page = client.get("/charge/26-118")
    assert '<meta name="robots" content="noindex">' in page.text
    assert "ld+json" not in page.text
    assert not re.search(r"\bbio|öko|DE-", page.text, re.IGNORECASE)
    assert "Aufschlag für den Anbau" not in page.text


def test_the_split_of_today_is_drawn_and_older_ones_are_linked(
    app: Flask, client: FlaskClient, made: MadeBatch
) -> None:
    old, new = make_split(app, made, 720), make_split(app, made, 750, version=2)
    page = client.get("/charge/26-118").text
    assert page.count('class="price-split"') == 1 and "7,50" in page
    shown, older = page.split("Frühere Fassungen")
    assert f'<a href="/preis/{new}">Charge 26-118, Fassung 2 vom' in shown
    assert f"/preis/{old}" in older and f"/preis/{new}" not in older
    with app.app_context():
        db.session.execute(update(Variant).values(price_cents=790))
        db.session.commit()
    page = client.get("/charge/26-118").text
    assert 'class="price-split"' not in page and f"/preis/{new}" in page


def test_the_first_split_is_that_of_the_smallest_bag_of_the_first_product(
    app: Flask, client: FlaskClient, made: MadeBatch
) -> None:
    # Older than the product above it in the catalogue, and its large bag first in its own list.
    sizes: list[dict[str, Any]] = [
        {"size": "1 kg", "coffee_grams": 1_000, "position": 0},
        {"size": "250 g", "coffee_grams": 250, "position": 1},
    ]
    first = make_product(app, "Ganz vorn", position=-1, variants=sizes)
    make_split(app, made)
    with app.app_context():
        for variant in first.variants:
            pack(made.batch_id, variant.id, 1)
        db.session.commit()
    for size in ("1 kg", "250 g"):
        make_split(app, replace(made, product=first), size=size)
    section = client.get("/charge/26-118").text.split('id="preis"')[1]
    assert section.index("Ganz vorn") < section.index("Hausmischung")
    assert section.index("250 g") < section.index("1 kg")


def test_a_claim_stands_with_its_code_and_goes_with_its_certificate(
    app: Flask, client: FlaskClient, made: MadeBatch
) -> None:
    make_claim(app, [made.green_lot_id])
    make_claim(app, [made.green_lot_id], "fair")
    with app.app_context():
        db.session.execute(update(GreenLot).values(reference_name="Fairtrade-Mindestpreis"))
        db.session.commit()
    paths = ("/charge/26-118", "/charge/26-118.json")
    for path in paths:
        page = client.get(path).get_data(as_text=True).encode().decode("unicode_escape")
        assert "Bio-Kaffee" in page and "Demo-Fair-zertifiziert" in page
    shown = words(client)
    assert CODE in shown and "Landwirtschaft Peru" in shown and "Fairtrade-Mindestpreis" in shown
    with stopped_at(EXPIRED):
        for path in paths:
            page = client.get(path).text.lower()
            assert not re.search(r"\bbio|öko|\\u00f6ko|fair|organic|/zeichen/", page)
        assert "Vergleichspreis" in words(client)


def test_the_page_is_at_most_three_queries_also_the_first_time(
    app: Flask, client: FlaskClient, made: MadeBatch
) -> None:
    make_claim(app, [made.green_lot_id])
    make_split(app, made)
    with statements_of(app) as asked:
        client.get("/charge/26-118")
    assert 0 < len(asked) <= 3


def test_the_page_with_all_it_loads_weighs_less_than_100_kilobytes(
    app: Flask, client: FlaskClient, made: MadeBatch
) -> None:
    make_claim(app, [made.green_lot_id])
    make_split(app, made)
    page = client.get("/charge/26-118")
    loaded = set(re.findall(r'(?:href|src)="(/static/[^"#]+)', page.text))
    assert loaded
    files = [client.get(path).data for path in loaded]
    assert len(page.data) + sum(map(len, files)) < 100_000


def test_a_cache_asks_before_it_shows_the_page_again(client: FlaskClient, made: MadeBatch) -> None:
    first = client.get("/charge/26-118")
    assert first.headers["Cache-Control"] == "public, no-cache"
    known = {"If-None-Match": first.headers["ETag"]}
    assert client.get("/charge/26-118", headers=known).status_code == 304
    assert client.get("/charge/26-118.json").headers["Cache-Control"] == "public, no-cache"


def test_every_page_leads_to_where_a_code_is_typed(client: FlaskClient) -> None:
    assert 'href="/charge/"' in client.get("/").text
    page = client.get("/charge/")
    assert page.status_code == 200 and 'name="code"' in page.text
