"""Products as the staff write them: a draft, a look at it, and then everybody sees it."""

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from shop.assortment.models import ProductDraft
from shop.audit.models import Change
from shop.catalogue.models import Product, Variant
from shop.db import db
from tests.make.catalogue import MUG, MadeProduct, make_product
from tests.make.people import make_person, sign_in, signed_in

_FIELD = re.compile(
    r'<input[^>]*?name="(?P<name>[^"]+)"[^>]*?>|<textarea[^>]*name="(?P<area>[^"]+)"[^>]*>'
    r'(?P<text>.*?)</textarea>|<select[^>]*name="(?P<select>[^"]+)"[^>]*>(?P<options>.*?)</select>',
    re.DOTALL,
)


def form_of(client: FlaskClient, path: str) -> dict[str, Any]:
    """What a browser would send of the last form in the main part of the page."""
    page = client.get(path).text
    forms = re.findall(r"<form[^>]*record[^>]*>(.*?)</form>", page, re.DOTALL)
    return _fields(forms[0])


def _fields(form: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for one in _FIELD.finditer(form):
        if one["area"]:
            found[one["area"]] = one["text"].strip()
        elif one["select"]:
            chosen = re.search(r'selected value="([^"]*)"', one["options"])
            first = re.search(r'value="([^"]*)"', one["options"])
            found[one["select"]] = (chosen or first or [""])[1]
        elif "checkbox" not in one[0] or " checked" in one[0]:
            value = re.search(r'value="([^"]*)"', one[0])
            found[one["name"]] = value[1] if value else ""
    return found


def _save(client: FlaskClient, path: str, **changed: Any) -> TestResponse:
    return client.post(path, data=form_of(client, path) | changed)


def _texts(made: MadeProduct) -> str:
    return f"/artikel/{made.slug}/bearbeiten/texte"


def _publish(client: FlaskClient, slug: str) -> TestResponse:
    page = client.get(f"/artikel/{slug}").text
    seen = re.search(r'name="seen" value="(\d+)"', page)
    sent = {"seen": seen[1] if seen else ""}
    return client.post(f"/artikel/{slug}/veroeffentlichen", data=sent)


def _public(app: Flask, made: MadeProduct) -> str:
    return app.test_client().get(f"/kaffee/{made.slug}").text


def test_the_shop_shows_the_old_until_the_draft_is_published(app: Flask) -> None:
    made, client = make_product(app), signed_in(app)
    assert _save(client, _texts(made), tagline="Neu gemischt").status_code == 303
    assert "Neu gemischt" not in _public(app, made)
    page = client.get(f"/artikel/{made.slug}").text
    assert "Rund und alltagstauglich" in page and "Neu gemischt" in page
    assert _publish(client, made.slug).status_code == 303
    assert "Neu gemischt" in _public(app, made)
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(ProductDraft)) == 0
        change = db.session.scalars(
            select(Change).where(Change.record == "product").order_by(Change.id.desc())
        ).first()
        assert change and '["Rund und alltagstauglich", "Neu gemischt"]' in change.what
        assert change.person_id


def test_a_look_at_the_draft_changes_nothing_and_is_kept_by_nobody(app: Flask) -> None:
    made, client = make_product(app), signed_in(app)
    _save(client, _texts(made), name="Hausmischung Zwei")
    answer = client.get(f"/artikel/{made.slug}/vorschau")
    assert "Hausmischung Zwei" in answer.text and "Vorschau" in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Hausmischung Zwei" not in _public(app, made)
    assert client.get(f"/artikel/{made.slug}/vorschau").status_code == 200
    assert app.test_client().get(f"/artikel/{made.slug}/vorschau").status_code == 302


def test_a_new_product_is_written_looked_at_and_published_by_hand(app: Flask) -> None:
    client = signed_in(app)
    new = {"name": "Neuer Becher", "slug": "neuer-becher", "kind": "goods"}
    new |= {"tagline": "Für Kaffee", "description": "Ein Becher."}
    assert client.post("/artikel/neu", data=new).status_code == 303
    assert client.post("/artikel/neu", data=new).status_code == 422
    page = client.get("/artikel/neuer-becher").text
    assert "Zum Veröffentlichen fehlt noch" in page and "Hersteller" in page
    assert _publish(client, "neuer-becher").status_code == 422
    duties = "/artikel/neuer-becher/bearbeiten/pflichtangaben"
    assert _save(client, duties, maker="Töpferei, Weg 1, 12345 Ort, x@y.example").status_code == 303
    variant = {"sku": "NB-1", "size": "Ein Stück", "vat_class": "standard", "price": "12,50"}
    variant |= {"coffee_grams": "0", "shipping_grams": "400", "position": "0", "on_sale": "y"}
    at = "/artikel/neuer-becher/sorten/neu"
    assert client.post(at, data=form_of(client, at) | variant).status_code == 303
    assert "12,50" in client.get("/artikel/neuer-becher/vorschau").text
    assert app.test_client().get("/kaffee/neuer-becher").status_code == 404
    assert _publish(client, "neuer-becher").status_code == 303
    assert "12,50" in app.test_client().get("/kaffee/neuer-becher").text


def test_every_section_and_variant_opens_and_saves_what_it_shows_as_no_change(app: Flask) -> None:
    made, client = make_product(app), signed_in(app)
    sections = ("texte", "pflichtangaben", "geschmack", "aussehen", "nachbestellen")
    paths = [f"/artikel/{made.slug}/bearbeiten/{one}" for one in sections]
    for path in [*paths, f"/artikel/{made.slug}/sorten/{made.variant.sku}"]:
        assert _save(client, path).status_code == 303, path
    with app.app_context():
        assert db.session.scalars(select(ProductDraft.content)).all() == []


def test_the_second_of_two_is_told_who_was_first_and_keeps_what_was_typed(app: Flask) -> None:
    made, first = make_product(app), signed_in(app)
    make_person(app, "zweite@laden.example")
    second = app.test_client()
    sign_in(second, "zweite@laden.example")
    opened = form_of(second, _texts(made))
    _save(first, _texts(made), tagline="Von der Ersten")
    answer = second.post(_texts(made), data=opened | {"tagline": "Von der Zweiten"})
    assert answer.status_code == 409
    assert "Testperson 007" in answer.text and "Von der Ersten" in answer.text
    assert 'value="Von der Zweiten"' in answer.text
    again = _fields(re.findall(r"<form[^>]*record[^>]*>(.*?)</form>", answer.text, re.DOTALL)[0])
    assert second.post(_texts(made), data=again).status_code == 303
    _publish(second, made.slug)
    assert "Von der Zweiten" in _public(app, made)


def test_a_draft_is_published_once(app: Flask) -> None:
    made, client = make_product(app), signed_in(app)
    _save(client, _texts(made), tagline="Neu gemischt")
    seen = re.search(r'name="seen" value="(\d+)"', client.get(f"/artikel/{made.slug}").text)
    assert seen
    path, sent = f"/artikel/{made.slug}/veroeffentlichen", {"seen": seen[1]}
    assert [client.post(path, data=sent).status_code for _ in range(2)] == [303, 409]


def test_a_draft_is_thrown_away_and_stays_in_the_book(app: Flask) -> None:
    made, client = make_product(app), signed_in(app)
    _save(client, _texts(made), tagline="Neu gemischt")
    seen = re.search(r'name="seen" value="(\d+)"', client.get(f"/artikel/{made.slug}").text)
    assert seen
    sent = {"seen": seen[1]}
    assert client.post(f"/artikel/{made.slug}/verwerfen", data=sent).status_code == 303
    page = client.get(f"/artikel/{made.slug}").text
    assert "Entwurf verwerfen" not in page
    assert "Neu gemischt" in page.split("Wer hat wann was geändert")[1]


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"tagline": "Unser Biokaffee"}, "braucht"),
        ({"tagline": "Klimaneutral geröstet"}, "niemand belegen"),
        ({"name": ""}, "Name: Bitte ausfüllen."),
        ({"name": "x" * 121}, "höchstens 120 Zeichen"),
    ],
)
def test_what_a_file_is_refused_for_a_page_is_refused_for(
    app: Flask, changed: dict[str, str], sentence: str
) -> None:
    made, client = make_product(app), signed_in(app)
    answer = _save(client, _texts(made), **changed)
    assert answer.status_code == 422
    assert sentence in answer.text and "Bitte prüfen Sie Ihre Angaben" in answer.text


def test_what_lies_in_bags_keeps_its_promise_and_its_weight(app: Flask) -> None:
    made, client = make_product(app), signed_in(app)
    duties = f"/artikel/{made.slug}/bearbeiten/pflichtangaben"
    answer = _save(client, duties, decaf="y")
    assert answer.status_code == 422 and "Im Regal liegen noch Tüten" in answer.text
    at = f"/artikel/{made.slug}/sorten/{made.variant.sku}"
    answer = _save(client, at, coffee_grams="200")
    assert answer.status_code == 422 and "neuen Artikel" in answer.text


def test_a_published_product_stays_fit_for_the_catalogue(app: Flask) -> None:
    made, client = make_product(app), signed_in(app)
    duties = f"/artikel/{made.slug}/bearbeiten/pflichtangaben"
    assert _save(client, duties, storage="").status_code == 303
    answer = _publish(client, made.slug)
    assert answer.status_code == 422 and "Aufbewahrung" in answer.text
    assert "gut verschlossen lagern" in _public(app, made)


def test_a_new_variant_of_a_published_product_waits_in_the_draft(app: Flask) -> None:
    made, client = make_product(app), signed_in(app)
    at = f"/artikel/{made.slug}/sorten/neu"
    answer = _save(client, at, sku="NEU-500", size="500 g", price="14,00", net_grams="500")
    assert answer.status_code == 303
    assert "NEU-500" in client.get(f"/artikel/{made.slug}").text
    assert "500 g" in client.get(f"/artikel/{made.slug}/vorschau").text
    assert "500 g" not in _public(app, made)
    again = _save(client, at, sku="NEU-500", size="1 kg", price="24,00")
    assert again.status_code == 422 and "gibt es schon" in again.text
    _publish(client, made.slug)
    with app.app_context():
        assert (
            db.session.scalar(select(Variant.price_cents).where(Variant.sku == "NEU-500")) == 1400
        )


def test_a_set_is_given_its_parts(app: Flask) -> None:
    made = make_product(
        app, kind="set", maker="Töpferei, Ort", variants=[MUG | {"coffee_grams": 250}]
    )
    client, at = signed_in(app), f"/artikel/{made.slug}/sorten/{made.variant.sku}"
    parts = {"teil-0-name": "Kaffee", "teil-0-single_price": "7,5", "teil-0-vat_class": "reduced"}
    answer = _save(client, at, **parts)
    assert answer.status_code == 422 and "zwei Stellen: 7,50" in answer.text
    parts["teil-0-single_price"] = "7,50"
    assert _save(client, at, **parts).status_code == 303
    assert "Kaffee 7,50 reduced" in client.get(f"/artikel/{made.slug}").text


def test_the_order_of_the_catalogue_is_changed_step_by_step(app: Flask) -> None:
    first, second = make_product(app, "Eins"), make_product(app, "Zwei")
    client = signed_in(app)
    for _ in range(2):
        client.post(f"/artikel/{second.slug}/verschieben", data={"wohin": "vor"})
    page = app.test_client().get("/kaffee/").text
    assert page.index("Zwei") < page.index("Eins")
    with app.app_context():
        places = db.session.execute(select(Product.position)).scalars().all()
        assert len(set(places)) == 2
    assert first.slug in client.get("/artikel/").text


def test_taken_out_of_the_catalogue_and_back(app: Flask) -> None:
    made, client = make_product(app), signed_in(app)
    assert client.post(f"/artikel/{made.slug}/zurueckziehen").status_code == 303
    assert app.test_client().get(f"/kaffee/{made.slug}").status_code == 410
    assert _publish(client, made.slug).status_code == 303
    assert made.name in _public(app, made)


def test_the_list_says_what_is_missing_and_what_is_drafted(app: Flask) -> None:
    make_product(app, "Fertig")
    make_product(app, "Halb", state="draft", storage="")
    drafted, client = make_product(app, "Geändert"), signed_in(app)
    _save(client, _texts(drafted), tagline="Neu gemischt")
    page = client.get("/artikel/").text
    assert page.count("Zum Veröffentlichen fehlt: Aufbewahrung") == 1
    assert page.count("Entwurf offen") == 1
    assert "Halb" not in client.get("/artikel/?zustand=published").text
    assert "Halb" in client.get("/artikel/?q=halb").text
    assert "kein Produkt" in client.get("/artikel/?q=nix").text
