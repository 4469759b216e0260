"""The home page tells where the price of a coffee goes, and leads from a bag to its batch."""

from flask import Flask
from flask.testing import FlaskClient

from tests.make.catalogue import make_product
from tests.make.origin import make_batch
from tests.make.split import make_split


def test_the_home_page_draws_the_split_of_the_first_coffee_that_has_one(
    app: Flask, client: FlaskClient
) -> None:
    later, sooner = make_batch(app), make_batch(app, code="26-118")
    make_product(app, "Ohne Bild", variants=[{"shelf": {later: 5}}])
    made = make_product(app, "Mit Bild", variants=[{"shelf": {sooner: 5}}])
    assert "price-split" not in client.get("/").text
    make_split(app, made.id, later)
    assert "price-split" not in client.get("/").text
    make_split(app, made.id, sooner)
    page = client.get("/").text
    assert page.count('class="price-split"') == 1
    assert f'href="/kaffee/{made.slug}#wohin"' in page


def test_a_code_typed_on_the_home_page_leads_to_its_batch(app: Flask, client: FlaskClient) -> None:
    make_batch(app, code="26-118")
    page = client.get("/").text
    assert 'action="/charge/"' in page and 'name="code"' in page
    found = client.get("/charge/?code=26+118")
    assert found.status_code == 303 and found.location.endswith("/charge/26-118")


def test_a_line_under_the_button_leads_to_the_picture_of_the_chosen_size(
    app: Flask, client: FlaskClient
) -> None:
    batch = make_batch(app)
    sizes = [{"size": size, "shelf": {batch: 5}} for size in ("250 g", "500 g")]
    made = make_product(app, variants=sizes)
    for size in ("250 g", "500 g"):
        make_split(app, made.id, batch, size=size)
    after = client.get(f"/kaffee/{made.slug}").text.partition("In den Warenkorb")[2]
    line, _, other = after.partition('class="split-line"')[2].partition('class="split-line"')
    assert 'href="#wohin"' in line and "hidden>" not in line.partition(">")[0] + ">"
    assert other.partition(">")[0].endswith("hidden")
