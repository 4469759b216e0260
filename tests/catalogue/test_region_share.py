"""How much of the coffee for sale is from the region, as one sentence says it."""

import re
from html import unescape

from flask import Flask
from flask.testing import FlaskClient

from shop.catalogue.region_share import RegionShare, region_share
from tests.make.catalogue import make_product
from tests.make.origin import make_batch, make_cooperative, make_green_lot


def test_a_share_is_that_of_every_batch() -> None:
    one = [("Jaén", 6_000), ("San Ignacio", 3_000), ("Jaén", 1_000)]
    assert region_share([one, one]) == RegionShare(
        "100\u00a0%", True, (("70\u00a0%", "Jaén"), ("30\u00a0%", "San Ignacio"))
    )


def test_batches_of_other_shares_make_it_a_range() -> None:
    told = region_share([[("Jaén", 6_000)], [("Jaén", 4_000), ("Cutervo", 6_000)]])
    assert told == RegionShare(
        "60–100\u00a0%", False, (("40–60\u00a0%", "Jaén"), ("0–60\u00a0%", "Cutervo"))
    )


def test_of_nothing_known_nothing_is_said() -> None:
    assert region_share([]) is region_share([[]]) is None


def test_the_page_says_how_much_of_the_coffee_is_from_the_region(
    app: Flask, client: FlaskClient
) -> None:
    jaen, cutervo = (make_cooperative(app, province=key) for key in ("jaen", "cutervo"))
    lot = make_green_lot(app, {jaen: 6_000, cutervo: 4_000})
    whole = make_batch(app, {lot: 50_000})
    part = make_batch(app, {lot: 50_000}, green_grams=100_000)
    asked = {
        (whole,): "100 % Region Cajamarca, Peru: 60 % Jaén, 40 % Cutervo",
        (part,): "50 % Region Cajamarca, Peru; vom Rest ist die Herkunft nicht belegt: "
        "30 % Jaén, 20 % Cutervo",
        (whole, part): "50–100 % Region Cajamarca, Peru; vom Rest ist die Herkunft nicht belegt",
    }
    for batches, said in asked.items():
        made = make_product(app, variants=[{"shelf": dict.fromkeys(batches, 5)}])
        assert said in _before_the_button(client, made.slug)
    box = make_product(app, kind="set", variants=[{"shelf": {whole: 5}}])
    assert "Der Kaffee darin: 100 % Region" in _before_the_button(client, box.slug)


def _before_the_button(client: FlaskClient, slug: str) -> str:
    page = client.get(f"/kaffee/{slug}").text.partition("In den Warenkorb")[0]
    return " ".join(unescape(re.sub("<[^>]+>", " ", page)).split())
