"""The public pages as a customer reads them."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from shop.catalogue.add_photo import add_photo, ready_photo
from shop.catalogue.models import Variant
from shop.catalogue.retire import retire
from shop.clock import stopped_at
from shop.db import db
from shop.origin.block_batch import block_batch
from tests.make.catalogue import make_product
from tests.make.orders import make_pickup_place
from tests.make.origin import make_batch
from tests.make.photos import make_photo
from tests.make.shop import make_settings, make_shop

PUBLIC = ("/", "/kaffee/", "/herkunft", "/partnerschaft", "/sitemap.xml", "/robots.txt")
CANARY = "<script>alert(1)</script>\"'&"


def test_every_card_shows_price_grundpreis_tax_and_shipping(app: Flask) -> None:
    make_product(app, "Hausmischung")
    page = app.test_client().get("/kaffee/").text
    card = page[page.index('class="card"') : page.index("</li>", page.index('class="card"'))]
    assert "7,50\u00a0€" in card
    assert "30,00\u00a0€/kg" in card
    assert "inkl. MwSt., zzgl. Versand" in card


def test_a_mug_needs_no_grundpreis(app: Flask) -> None:
    mug = {"size": "Ein Stück", "grind": None, "net_grams": None, "vat_class": "standard"}
    made = make_product(app, "Becher", kind="goods", variants=[mug])
    client = app.test_client()
    assert "/kg" not in client.get("/kaffee/").text
    assert "/kg" not in client.get(f"/kaffee/{made.slug}").text


def test_a_sold_out_coffee_says_so_in_words(app: Flask) -> None:
    made = make_product(app, variants=[{"units": 0}])
    client = app.test_client()
    assert "Ausverkauft" in client.get("/kaffee/").text
    page = client.get(f"/kaffee/{made.slug}").text
    assert "ausverkauft" in page
    assert "In den Warenkorb" not in page


def test_a_sold_out_variant_cannot_be_chosen_and_another_is(app: Flask) -> None:
    made = make_product(
        app, variants=[{"units": 0}, {"grind": "filter"}, {"size": "500 g", "net_grams": 500}]
    )
    page = app.test_client().get(f"/kaffee/{made.slug}").text
    buttons = re.findall(r'<input type="radio"[^>]*>', page)
    assert ["disabled" in button for button in buttons] == [True, False, False]
    assert ["checked" in button for button in buttons] == [False, True, False]
    assert "ausverkauft" in page


def test_the_last_few_are_counted_in_words(app: Flask) -> None:
    made = make_product(app, variants=[{"units": 3}, {"grind": "filter"}])
    assert "nur noch 3" in app.test_client().get(f"/kaffee/{made.slug}").text


def test_every_size_shows_its_price_without_a_script(app: Flask) -> None:
    made = make_product(
        app,
        variants=[{}, {"grind": "filter"}]
        + [{"size": "1 kg", "net_grams": 1000, "price_cents": 2750, "grind": "bean"}],
    )
    page = app.test_client().get(f"/kaffee/{made.slug}").text
    for words in ("7,50\u00a0€", "30,00\u00a0€/kg", "27,50\u00a0€", "27,50\u00a0€/kg"):
        assert words in page


def test_what_the_law_wants_known_before_buying_stands_on_the_page(app: Flask) -> None:
    made = make_product(app, variants=[{}, {"grind": "filter"}])
    page = app.test_client().get(f"/kaffee/{made.slug}").text
    assert "Röstkaffee, ganze Bohne oder gemahlen" in page
    assert "Kühl, trocken und gut verschlossen lagern." in page
    assert "Demo-Stadtkaffee, Musterweg 1, 12555 Berlin" in page
    assert "bei Ihnen bis " in page
    assert "4,90\u00a0€" in page and "40,00\u00a0€" in page


@pytest.mark.parametrize("path", ["/", "/kaffee/", "/herkunft", "/partnerschaft"])
def test_a_page_that_is_passed_on_says_what_it_is(client: FlaskClient, path: str) -> None:
    told = _previewed(client.get(path).text)
    assert told["url"] == f"http://localhost{path}"
    assert told["title"] and told["description"]


def test_a_product_that_is_passed_on_shows_its_drawing_until_there_is_a_photograph(
    app: Flask,
) -> None:
    made, client = make_product(app, "Filter Jaén"), app.test_client()
    told = _previewed(client.get(f"/kaffee/{made.slug}").text)
    assert told["title"] == "Filter Jaén"
    assert told["image"] == f"http://localhost/kaffee/{made.slug}/vorschau.png"
    image = client.get(f"/kaffee/{made.slug}/vorschau.png")
    assert image.data.startswith(b"\x89PNG")
    assert image.headers["Cache-Control"].startswith("public")
    with app.app_context():
        ready = ready_photo(make_photo())
        add_photo(made.id, ready, "Tüte auf Holz")
        digest = ready.digest
        db.session.commit()
    told = _previewed(client.get(f"/kaffee/{made.slug}").text)
    assert told["image"] == f"http://localhost/bilder/{digest}-1280.jpg"


def test_nobody_previews_what_is_not_in_the_shop(app: Flask) -> None:
    draft = make_product(app, state="draft")
    assert app.test_client().get(f"/kaffee/{draft.slug}/vorschau.png").status_code == 404


def _previewed(page: str) -> dict[str, str]:
    return dict(re.findall(r'<meta property="og:([a-z_]+)" content="([^"]*)">', page))


def test_the_page_says_when_a_coffee_is_there_and_when_it_can_be_collected(app: Flask) -> None:
    made, client = make_product(app, handling_days=2), app.test_client()
    for ready_days, is_open in ((4, True), (3, True), (1, False)):
        make_pickup_place(app, ready_days=ready_days, open=is_open)
    # A Friday, and it takes two working days to leave and two to come.
    with stopped_at(datetime(2026, 11, 20, 9, tzinfo=UTC)):
        page = client.get(f"/kaffee/{made.slug}").text
    assert "Heute bestellt und bezahlt: bei Ihnen bis Donnerstag, 26.\u00a0November." in page
    assert "bereit ab Mittwoch, 25.\u00a0November." in page


def test_without_an_open_pickup_place_nothing_is_said_of_collecting(app: Flask) -> None:
    made, client = make_product(app), app.test_client()
    make_pickup_place(app, open=False)
    assert "bereit ab" not in client.get(f"/kaffee/{made.slug}").text


def test_a_set_without_scales_still_says_what_it_is_good_for(app: Flask) -> None:
    unknown: dict[str, Any] = {"roast_level": None, "acidity": None, "body": None}
    made = make_product(app, "Probierset", kind="set", brew_method="", **unknown)
    assert "Geeignet für Filter, Vollautomat." in app.test_client().get(f"/kaffee/{made.slug}").text


def test_only_a_demo_calls_its_suppliers_invented(
    app: Flask, database_url: str, tmp_path: Path
) -> None:
    made = make_product(app)
    with make_shop(make_settings(database_url, tmp_path, demo=False)) as real:
        for shop, is_demo in ((app, True), (real, False)):
            page = shop.test_client().get(f"/kaffee/{made.slug}").text
            assert ("sind erfunden" in page) is is_demo


def test_roast_acidity_and_body_are_told_in_words(app: Flask) -> None:
    made = make_product(app, roast_level=4, acidity=1, body=5)
    page = app.test_client().get(f"/kaffee/{made.slug}").text
    for word in ("mitteldunkel", "kaum", "sehr voll"):
        assert word in page


def test_nothing_is_claimed_without_proof(app: Flask) -> None:
    made, client = make_product(app), app.test_client()
    for path in (*PUBLIC, f"/kaffee/{made.slug}"):
        words = set(re.findall(r"\w+", re.sub(r"<[^>]+>", " ", client.get(path).text.lower())))
        assert words.isdisjoint({"bio", "öko", "ökofair", "fair", "fairtrade", "klimaneutral"})


def test_a_draft_is_not_there_and_a_retired_product_says_it_is_gone(app: Flask) -> None:
    draft, gone = make_product(app, "Neu", state="draft"), make_product(app, "Winterkaffee")
    client = app.test_client()
    with app.app_context():
        retire(gone.id)
        db.session.commit()
    assert client.get(f"/kaffee/{draft.slug}").status_code == 404
    answer = client.get(f"/kaffee/{gone.slug}")
    assert answer.status_code == 410
    assert "verkaufen wir nicht mehr" in answer.text
    assert client.get("/kaffee/gibt-es-nicht").status_code == 404


def test_a_product_whose_variants_are_all_off_sale_still_has_a_page(app: Flask) -> None:
    made, client = make_product(app), app.test_client()
    with app.app_context():
        db.session.execute(update(Variant).values(on_sale=False))
        db.session.commit()
    assert "Zurzeit nicht im Angebot" in client.get(f"/kaffee/{made.slug}").text
    assert client.get("/kaffee/").status_code == 200
    assert client.get(f"/kaffee/{made.slug}/vorschau.png").status_code == 200


def test_markup_in_a_name_is_only_text(app: Flask) -> None:
    made = make_product(
        app, CANARY, tagline=CANARY, flavour_notes=CANARY, description=CANARY, storage=CANARY
    )
    client = app.test_client()
    for path in ("/", "/kaffee/", f"/kaffee/{made.slug}"):
        assert "<script>alert" not in client.get(path).text
    assert CANARY not in client.get("/kaffee/", query_string={"q": CANARY}).text


def test_machines_read_the_same_offers(app: Flask) -> None:
    made = make_product(app, CANARY, variants=[{}, {"grind": "filter", "units": 0}])
    page = app.test_client().get(f"/kaffee/{made.slug}").text
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert found
    told = json.loads(found[1])
    assert told["name"] == CANARY
    assert [offer["price"] for offer in told["offers"]] == ["7.50", "7.50"]
    assert [offer["availability"].rsplit("/", 1)[1] for offer in told["offers"]] == [
        "InStock",
        "OutOfStock",
    ]


def test_filters_keep_their_state_and_can_be_taken_off_one_by_one(app: Flask) -> None:
    make_product(app, taste="nutty", suits_filter=True)
    page = app.test_client().get("/kaffee/?zubereitung=filter&geschmack=nussig&q=haus").text
    assert '<option value="filter" selected>' in page
    assert '<option value="nussig" selected>' in page
    assert 'value="haus"' in page
    assert 'href="/kaffee/?q=haus&amp;geschmack=nussig"' in page
    assert "1 Artikel" in page


def test_an_empty_result_says_what_to_do(client: FlaskClient) -> None:
    answer = client.get("/kaffee/?q=gibtesnicht")
    assert answer.status_code == 200
    assert "Nichts gefunden" in answer.text
    assert 'href="/kaffee/"' in answer.text


def test_a_page_beyond_the_last_is_not_there_but_leads_back(app: Flask) -> None:
    make_product(app)
    answer = app.test_client().get("/kaffee/?seite=99")
    assert answer.status_code == 404
    assert "Zur ersten Seite" in answer.text


def test_the_sitemap_names_what_is_published(app: Flask) -> None:
    shown, draft = make_product(app), make_product(app, state="draft")
    page = app.test_client().get("/sitemap.xml").text
    assert f"/kaffee/{shown.slug}<" in page
    assert draft.slug not in page


def test_the_sitemap_names_the_batches_one_may_get(app: Flask) -> None:
    sold, blocked, hidden = (make_batch(app, code=code) for code in ("26-1", "26-2", "26-3"))
    make_product(app, variants=[{"shelf": {sold: 5, blocked: 5}}, {"shelf": {sold: 5}}])
    make_product(app, state="draft", variants=[{"shelf": {hidden: 5}}])
    with app.app_context():
        block_batch(blocked, "Fremdkörper gemeldet", None)
        db.session.commit()
    page = app.test_client().get("/sitemap.xml").text
    assert re.findall(r"/charge/([^<]*)<", page) == ["26-1"]


def test_a_demo_keeps_search_engines_out(client: FlaskClient) -> None:
    assert "Disallow: /\n" in client.get("/robots.txt").text
