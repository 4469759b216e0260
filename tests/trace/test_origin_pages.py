"""Whom the shop buys from and the year of their coffee; the partnership and what it is given."""

import re
from datetime import UTC, date, datetime

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, insert, update

from shop.clock import stopped_at
from shop.db import db
from shop.origin.block_batch import block_batch
from shop.origin.models import Cooperative, FactSource
from shop.premium.transfer import transfer
from tests.make.catalogue import make_product
from tests.make.origin import make_batch, make_cooperative, make_green_lot
from tests.premium.test_owe import made_from, sold_order

NOW = datetime(2026, 11, 20, 13, tzinfo=UTC)


def tell(app: Flask, cooperative_id: int, fact: str, source: str) -> None:
    with app.app_context():
        row = {"cooperative_id": cooperative_id, "fact": fact, "source": source}
        db.session.execute(insert(FactSource).values(**row, stated_on=date(2026, 3, 4)))
        db.session.commit()


def plain(client: FlaskClient, path: str) -> str:
    """The words of the page, with one blank between them."""
    return " ".join(re.sub(r"<[^>]+>", " ", client.get(path).text).split())


def test_without_records_nobody_is_named(client: FlaskClient) -> None:
    words = plain(client, "/herkunft")
    assert "Noch ist keine Genossenschaft mit Quelle hinterlegt." in words
    assert "Ein Jahr vom Strauch" not in words


def test_a_fact_is_told_with_its_source_and_date_or_not_at_all(app: Flask) -> None:
    growers = make_cooperative(app, members=214, founded=2003)
    make_green_lot(app, {growers: 10_000})
    tell(app, growers, "members", "Jahresbericht der Genossenschaft")
    words = plain(app.test_client(), "/herkunft")
    assert "Mitglieder 214" in words
    assert "Quelle der Angaben: Jahresbericht der Genossenschaft, 4. März 2026" in words
    assert "2003" not in words


def test_facts_from_several_sources_each_name_their_own(app: Flask) -> None:
    growers = make_cooperative(app, members=214, founded=2003)
    make_green_lot(app, {growers: 10_000})
    tell(app, growers, "members", "Jahresbericht")
    tell(app, growers, "founded", "Register")
    words = plain(app.test_client(), "/herkunft")
    assert "Mitglieder 214 Jahresbericht, 4. März 2026" in words
    assert "gegründet 2003 Register, 4. März 2026" in words


def test_whoever_sold_us_nothing_is_not_named(app: Flask) -> None:
    make_cooperative(app, "Cooperativa Demo Nirgends")
    assert "Nirgends" not in plain(app.test_client(), "/herkunft")


def test_what_is_for_sale_leads_to_its_coffee_and_its_batch(app: Flask) -> None:
    growers = make_cooperative(app)
    batch = make_batch(app, {make_green_lot(app, {growers: 10_000}): 50_000}, code="26-118")
    made = make_product(app, "Filter Jaén", variants=[{"shelf": {batch: 5}}])
    page = app.test_client().get("/herkunft").text
    assert f'href="/kaffee/{made.slug}"' in page
    assert 'href="/charge/26-118"' in page


def test_a_blocked_batch_is_offered_nowhere(app: Flask) -> None:
    growers = make_cooperative(app)
    batch = make_batch(app, {make_green_lot(app, {growers: 10_000}): 50_000}, code="26-118")
    make_product(app, "Filter Jaén", variants=[{"shelf": {batch: 5}}])
    with app.app_context():
        block_batch(batch, "Laborbefund steht aus.", None)
        db.session.commit()
    words = plain(app.test_client(), "/herkunft")
    assert "26-118" not in words
    assert "zurzeit nichts" in words


def test_the_year_is_that_of_the_newest_harvest_that_is_here(app: Flask) -> None:
    lot = make_green_lot(
        app,
        code="G-25-01",
        harvested_from=date(2025, 5, 1),
        harvested_until=date(2025, 9, 30),
        contracted_on=date(2025, 9, 22),
        arrived_on=date(2025, 11, 17),
    )
    make_batch(app, {lot: 50_000}, made_on=date(2026, 1, 14))
    on_its_way = {"harvested_from": date(2026, 6, 1), "harvested_until": date(2026, 9, 30)}
    make_green_lot(app, None, code="G-26-01", arrived_on=None, **on_its_way)
    words = plain(app.test_client(), "/herkunft")
    assert "So lief es mit der Ernte 2025." in words
    assert "Ernte, Waschen, Trocknen Mai bis September 2025" in words
    assert "Gekauft und verschifft September bis November 2025" in words
    assert "Geröstet und abgefüllt Januar 2026 Monate" in words
    assert "Aus den Aufzeichnungen zu: G-25-01 ." in words
    assert "Blüte" not in words


def test_without_a_sale_the_partnership_is_told_that_nothing_was_given(client: FlaskClient) -> None:
    words = plain(client, "/partnerschaft")
    assert "20. Mai 1998" in words
    assert "Noch nichts: Es ist noch kein Kaffee verkauft" in words


def test_the_page_leads_to_those_who_carry_the_partnership(client: FlaskClient) -> None:
    page = client.get("/partnerschaft").text
    assert 'href="https://www.staepa-cajamarca.de/"' in page
    assert 'href="https://www.berlin.de/ba-treptow-koepenick/"' in page


def test_what_coffee_gives_is_read_from_the_ledger(app: Flask) -> None:
    batch = make_batch(app, project_micro_per_kg=760_000)
    with stopped_at(NOW):
        sold_order(app, {made_from(app, batch, 9): 8})
        before = plain(app.test_client(), "/partnerschaft")
        with app.app_context():
            transfer(None, 100, NOW.date(), "Demo-Bank", "a" * 32, None)
            db.session.commit()
        after = plain(app.test_client(), "/partnerschaft")
    # Eight bags of 250 g at 0.76 € a kilogram.
    assert "1,52 € So viel ist aus 2 kg verkauftem Kaffee seit dem 20. November 2026" in before
    assert "Überwiesen ist davon noch nichts." in before
    assert "Überwiesen sind davon 1,00 €, offen sind 0,52 €." in after


def test_both_pages_are_asked_about_before_each_use(app: Flask) -> None:
    growers = make_cooperative(app, members=214)
    make_green_lot(app, {growers: 10_000})
    tell(app, growers, "members", "Jahresbericht")
    client = app.test_client()
    for path in ("/herkunft", "/partnerschaft"):
        answer = client.get(path)
        assert answer.headers["Cache-Control"] == "public, no-cache"
        tag = answer.headers["ETag"]
        assert client.get(path, headers={"If-None-Match": tag}).status_code == 304
    with app.app_context():
        db.session.execute(update(Cooperative).values(members=215))
        db.session.commit()
    assert "Mitglieder 215" in plain(client, "/herkunft")


def test_both_pages_ask_the_database_three_times_at_most(app: Flask) -> None:
    growers = make_cooperative(app)
    batch = make_batch(app, {make_green_lot(app, {growers: 10_000}): 50_000})
    sold_order(app, {made_from(app, batch, 9): 8})
    asked: list[str] = []
    with app.app_context():
        engine = db.engine
    client = app.test_client()
    event.listen(engine, "before_cursor_execute", lambda *args: asked.append(args[2]))
    for path in ("/herkunft", "/partnerschaft"):
        # The sums of the ledger are remembered until something is booked.
        client.get(path)
        asked.clear()
        assert client.get(path).status_code == 200
        assert 0 < len(asked) <= 3


def test_no_page_says_that_the_coffee_is_from_the_town(app: Flask) -> None:
    make_green_lot(app)
    for path in ("/herkunft", "/partnerschaft"):
        assert "aus unserer Partnerstadt" not in plain(app.test_client(), path)
