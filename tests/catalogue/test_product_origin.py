"""Where a bag comes from, as its product page, its card and machines are told."""

import json
import re
from datetime import UTC, date, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from shop.clock import now, stopped_at
from shop.db import db
from shop.origin.block_batch import block_batch
from shop.origin.revoke_certificate import revoke_certificate
from tests.make.catalogue import MUG, MadeProduct, make_product
from tests.make.origin import make_batch, make_cooperative, make_green_lot
from tests.make.proofs import CODE, lots_of, make_certificate, make_claim, make_scheme
from tests.make.split import make_split


def words(html: str) -> str:
    """The words of the main part, as they are read."""
    main = html.partition("<main")[2].partition("</main>")[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).replace("\xa0", " ").split())


def told_to_machines(html: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    assert found
    told: dict[str, Any] = json.loads(found[1])
    return told


def coffee_from(app: Flask, *batch_ids: int, **fields: Any) -> MadeProduct:
    """Ten bags from each of these batches."""
    return make_product(app, variants=[{"shelf": dict.fromkeys(batch_ids, 10)}], **fields)


def block(app: Flask, batch_id: int) -> None:
    with app.app_context():
        block_batch(batch_id, "Fremdkörper gemeldet", None)
        db.session.commit()


@pytest.fixture
def blend(app: Flask) -> int:
    """60 % from Jaén and 40 % from San Ignacio, bought at 3.80 and 3.00 USD/lb."""
    jaen = make_cooperative(app, "Cooperativa Demo Valle Claro", province="jaen")
    ignacio = make_cooperative(app, "Cooperativa Demo Flor de Niebla", province="san_ignacio")
    reference = {"reference_usd_e4": 25_000, "reference_name": "Börsenpreis für Arabica"}
    reference |= {"reference_on": date(2024, 10, 1)}
    first = make_green_lot(app, {jaen: 10_000}, code="G-24-01", **reference)
    second = make_green_lot(app, {ignacio: 10_000}, code="G-24-02", fob_usd_e4=30_000)
    return make_batch(
        app,
        {first: 60_000, second: 40_000},
        code="26-118",
        made_on=date(2026, 10, 5),
        best_before=date(2097, 10, 5),
    )


def test_a_bag_shows_its_growers_its_prices_and_its_batch(client: FlaskClient, blend: int) -> None:
    made = coffee_from(client.application, blend)
    page = client.get(f"/kaffee/{made.slug}").text
    told = words(page)
    for said in (
        "60 % Cooperativa Demo Valle Claro Provinz Jaén",
        "40 % Cooperativa Demo Flor de Niebla Provinz San Ignacio",
        "Höhe 1.600–1.850 m Sorten Caturra, Typica Aufbereitung gewaschen",
        "Ernte Mai bis September 2024",
        "Partie G-24-01. Anteile laut Lieferschein (5. Januar 2025)",
        "7,28 €/kg 3,80 USD/lb = 3,40 USD/lb Grundpreis + 0,40 USD/lb Aufschlag laut Vertrag",
        "Zum Vergleich, 1. Oktober 2024: Börsenpreis für Arabica 4,79 €/kg 2,50 USD/lb",
        "Der Grundpreis liegt 36 % über dem Vergleichspreis. Der Aufschlag ist dabei nicht",
        "Dazu 0,20 USD/lb Prämie",
        "EZB-Referenzkurs, 1. Oktober 2024",
        "26-118 geröstet am 5. Oktober 2026 mindestens haltbar bis 5. Oktober 2097",
    ):
        assert said in told
    assert 'href="/charge/26-118"' in page


def test_shares_of_several_lots_and_growers_are_of_the_whole_bag(
    app: Flask, client: FlaskClient
) -> None:
    coops = [make_cooperative(app, f"Cooperativa Demo {name}") for name in ("A", "B", "C")]
    shared = make_green_lot(app, {coops[0]: 3_333, coops[1]: 6_667})
    single = make_green_lot(app, {coops[2]: 10_000})
    made = coffee_from(app, make_batch(app, {shared: 1_000, single: 2_000}))
    page = client.get(f"/kaffee/{made.slug}").text
    shares = [unescape(s) for s in re.findall(r'class="grower-share">([^<]*)<', page)]
    assert shares == ["66,67\u00a0%", "22,22\u00a0%", "11,11\u00a0%"]


def test_batches_of_the_same_coffee_are_told_together_and_others_apart(
    app: Flask, client: FlaskClient, blend: int
) -> None:
    lot = make_green_lot(app)
    first, second = (make_batch(app, {lot: 50_000}) for _ in range(2))
    made = coffee_from(app, first, second)
    assert client.get(f"/kaffee/{made.slug}").text.count('class="blend"') == 1
    other = coffee_from(app, first, blend)
    page = client.get(f"/kaffee/{other.slug}").text
    assert page.count('class="blend"') == 2
    # Open is the one that the next bag comes from.
    shown, _, folded = page.partition('<details class="opens"><summary>Auch im Verkauf: Charge')
    assert shown.count('class="blend"') == folded.count('class="blend"') == 1
    assert 'href="/charge/26-118"' in shown.partition('class="blend"')[2]


def test_a_claim_stands_before_the_button_with_its_code_and_its_proofs(
    app: Flask, client: FlaskClient, blend: int
) -> None:
    make_claim(app, lots_of(app, blend))
    made = coffee_from(app, blend)
    page = client.get(f"/kaffee/{made.slug}").text
    before = words(page.partition("In den Warenkorb")[0] + "</main>")
    assert f"Bio-Kaffee aus ökologischem Anbau · {CODE} · Landwirtschaft Peru" in before
    assert "Zertifikat DEMO-" in words(page)
    for path in ("/", "/kaffee/", "/kaffee/?q=hausmischung"):
        card = client.get(path).text.partition('class="card"')[2].partition("</li>")[0]
        assert all(said in card for said in ("Bio-Kaffee", CODE, "Landwirtschaft Peru"))


def test_a_claim_must_hold_for_every_batch_one_may_get(
    app: Flask, client: FlaskClient, blend: int
) -> None:
    make_claim(app, lots_of(app, blend))
    plain = make_batch(app)
    made = coffee_from(app, blend, plain)
    for path in (f"/kaffee/{made.slug}", "/kaffee/", "/"):
        assert "Bio" not in client.get(path).text
    block(app, plain)
    for path in (f"/kaffee/{made.slug}", "/kaffee/", "/"):
        assert "Bio-Kaffee" in client.get(path).text


def test_a_claim_ends_with_the_last_day_of_its_certificate_although_pages_are_kept(
    app: Flask, client: FlaskClient, blend: int
) -> None:
    scheme = make_scheme(app, "fair")
    certificate = make_certificate(app, scheme, control_body_code="")
    make_claim(app, lots_of(app, blend), "fair", certificate_ids=[certificate])
    made = coffee_from(app, blend)
    paths = (f"/kaffee/{made.slug}", "/kaffee/", "/")
    for days, is_said in ((0, True), (265, True), (266, False)):
        with stopped_at(now() + timedelta(days=days)):
            assert [("Demo-Fair" in client.get(path).text) for path in paths] == [is_said] * 3


def test_a_revoked_certificate_takes_word_mark_and_structured_data_at_once(
    app: Flask, client: FlaskClient, blend: int
) -> None:
    scheme = make_scheme(app, "fair")
    certificate = make_certificate(app, scheme, control_body_code="", number="FAIR-7")
    make_claim(app, lots_of(app, blend), "fair", certificate_ids=[certificate])
    made = coffee_from(app, blend)
    page = client.get(f"/kaffee/{made.slug}").text
    told = told_to_machines(page)
    assert told["hasCertification"][0]["certificationIdentification"] == "FAIR-7"
    assert told["additionalProperty"][0]["name"] == "Demo-Fair-zertifiziert"
    assert "/zeichen/" in page
    with app.app_context():
        revoke_certificate(certificate, "zurückgezogen", None)
        db.session.commit()
    page = client.get(f"/kaffee/{made.slug}").text
    assert all(gone not in page for gone in ("Demo-Fair", "FAIR-7", "/zeichen/"))
    assert not {"hasCertification", "additionalProperty"} & told_to_machines(page).keys()


def test_machines_are_told_the_country_only_of_coffee_with_a_known_origin(
    app: Flask, client: FlaskClient, blend: int
) -> None:
    mug = make_product(app, "Becher", kind="goods", variants=[MUG])
    chocolate = make_product(app, kind="chocolate", variants=[MUG | {"net_grams": 100}])
    coffee, box = coffee_from(app, blend), coffee_from(app, blend, kind="set")
    known = [
        "countryOfOrigin" in told_to_machines(client.get(f"/kaffee/{made.slug}").text)
        for made in (coffee, mug, chocolate, box)
    ]
    assert known == [True, False, False, False]


def test_machines_are_told_the_trade_item_number(app: Flask, client: FlaskClient) -> None:
    made = make_product(app, variants=[{"gtin": "04006381333931"}, {"grind": "filter"}])
    offers = told_to_machines(client.get(f"/kaffee/{made.slug}").text)["offers"]
    assert [offer.get("gtin") for offer in offers] == ["04006381333931", None]


def test_without_a_batch_the_page_says_what_is_not_known(app: Flask, client: FlaskClient) -> None:
    bar = make_product(app, kind="chocolate", variants=[MUG | {"net_grams": 100}])
    assert "noch keine Charge mit Nachweisen" in client.get(f"/kaffee/{bar.slug}").text
    gone = make_product(app, variants=[{"units": 0}])
    assert "Gerade ist keine im Verkauf" in client.get(f"/kaffee/{gone.slug}").text


def test_where_no_price_is_documented_none_is_shown(app: Flask, client: FlaskClient) -> None:
    lot = make_green_lot(app, code="G-24-09", fob_usd_e4=None, fob_on=None)
    made = coffee_from(app, make_batch(app, {lot: 50_000}))
    told = words(client.get(f"/kaffee/{made.slug}").text)
    assert "Für die Partie G-24-09 ist noch kein Preis mit Beleg hinterlegt." in told
    assert "USD/lb" not in told


def test_a_blocked_or_old_batch_is_for_sale_nowhere(
    app: Flask, client: FlaskClient, blend: int
) -> None:
    made = coffee_from(app, blend)
    path = f"/kaffee/{made.slug}"
    with stopped_at(datetime(2097, 9, 21, 12, tzinfo=UTC)):
        assert told_to_machines(client.get(path).text)["offers"][0]["availability"].endswith(
            "/InStock"
        )
    with stopped_at(datetime(2097, 9, 22, 12, tzinfo=UTC)):
        _is_nowhere(client, made, path)
    block(app, blend)
    _is_nowhere(client, made, path)


def _is_nowhere(client: FlaskClient, made: MadeProduct, path: str) -> None:
    page = client.get(path).text
    assert "Zurzeit ausverkauft" in page and "26-118" not in page
    assert told_to_machines(page)["offers"][0]["availability"].endswith("/OutOfStock")
    for listing in ("/", "/kaffee/"):
        assert "Ausverkauft" in client.get(listing).text
    put = client.post("/warenkorb", data={"variante": str(made.variant.id), "menge": "1"})
    assert put.status_code == 409


def test_the_split_of_the_next_bag_is_shown_while_its_price_is_todays(
    app: Flask, client: FlaskClient, blend: int
) -> None:
    made = coffee_from(app, blend)
    path = f"/kaffee/{made.slug}"
    assert "noch nicht veröffentlicht" in client.get(path).text
    make_split(app, made.id, blend)
    told = words(client.get(path).text)
    assert "Wohin geht Ihr Geld?" in told
    assert "Rechnung der Rösterei 4711" in told


def test_the_page_with_all_it_loads_at_first_weighs_at_most_100_kb(
    app: Flask, client: FlaskClient, blend: int
) -> None:
    """With two blends, two claims with marks, and three sizes whose price is split."""
    make_claim(app, lots_of(app, blend))
    make_claim(app, lots_of(app, blend), "fair")
    other = make_batch(app, dict.fromkeys(sorted(lots_of(app, blend)), 30_000))
    sizes = [{"size": size, "shelf": {blend: 5, other: 5}} for size in ("250 g", "500 g", "1 kg")]
    made = make_product(app, variants=sizes)
    for size in ("250 g", "500 g", "1 kg"):
        make_split(app, made.id, blend, size=size)
    page = client.get(f"/kaffee/{made.slug}")
    loaded = set(re.findall(r'(?:src|href)="(/(?:static|zeichen|bilder)/[^"#]+)', page.text))
    assert any(path.startswith("/zeichen/") for path in loaded)
    gzip = {"Accept-Encoding": "gzip"}
    weight = sum(len(client.get(path, headers=gzip).data) for path in loaded)
    assert 5_000 < len(page.data) + weight <= 100_000
