"""Each version stays readable, and says that there is a newer one."""

import re

from flask import Flask
from flask.testing import FlaskClient

from shop.split.rules import propose
from tests.make.catalogue import make_product
from tests.make.split import batch_of, make_cost, make_facts, make_split


def plain(html: str) -> str:
    return html.replace("\u00a0", " ")


def test_every_version_stays_readable_with_its_date(app: Flask, client: FlaskClient) -> None:
    coffee, batch = make_product(app, "Filter Jaén"), batch_of(app)
    older = make_split(app, coffee.id, batch)
    cheaper = propose(750, make_facts(costs={"packing": make_cost(30)}))
    newer = make_split(app, coffee.id, batch, parts=cheaper)
    page = plain(client.get(f"/preis/{older}").text)
    assert "Wohin gehen 7,50 €?" in page and "Fassung 1 vom" in page
    assert "Filter Jaén, 250 g" in page and "/charge/T-ENDLESS" in page
    assert "Es gibt eine neuere." in page and f"/preis/{newer}" in page
    assert "ab Hafen in Peru" in page and "Rechnung Druckerei 12" in page
    page = plain(client.get(f"/preis/{newer}").text)
    assert "Fassung 2 vom" in page and "Es gibt eine neuere." not in page
    assert "unbekannt" in page and f"/preis/{older}" in page


def test_the_page_stays_light_and_asks_before_each_use(app: Flask, client: FlaskClient) -> None:
    split = make_split(app, make_product(app).id, batch_of(app))
    answer = client.get(f"/preis/{split}")
    assert len(answer.data) < 100_000
    assert answer.headers["Cache-Control"] == "public, no-cache"
    again = client.get(f"/preis/{split}", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_there_is_no_version_that_nobody_published(client: FlaskClient) -> None:
    assert client.get("/preis/1").status_code == 404
    assert client.get("/preis/99999999999").status_code == 404
    assert client.get("/preis/x").status_code == 404


def test_nothing_in_a_document_becomes_a_page(app: Flask, client: FlaskClient) -> None:
    facts = make_facts(costs={"packing": make_cost(30, "<script>alert(1)</script>")})
    split = make_split(app, make_product(app).id, batch_of(app), parts=propose(750, facts))
    page = client.get(f"/preis/{split}").text
    assert "<script>alert" not in page and "&lt;script&gt;" in page
    assert not re.search(r"\sstyle=|\son[a-z]+=", page)
