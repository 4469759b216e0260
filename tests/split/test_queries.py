"""The staff see for what is on sale nobody can read where the price goes."""

from datetime import date

from flask import Flask

from shop.catalogue.set_price import set_price
from shop.db import db
from shop.origin.block_batch import block_batch
from shop.split.queries import prices, splits_missing
from shop.stock.pack import pack
from tests.make.catalogue import make_product
from tests.make.origin import make_batch
from tests.make.people import signed_in
from tests.make.split import batch_of, make_split

MUG = {"size": "Ein Stück", "grind": None, "coffee_grams": 0, "price_cents": 1450}


def open_pieces(app: Flask) -> list[tuple[str, str, str | None]]:
    with app.app_context():
        rows = [(row.product, row.size, row.batch) for row in prices() if not row.split_id]
        assert splits_missing() == len(rows)
        return rows


def test_grinds_of_a_size_are_one_task_and_a_split_ends_it(app: Flask) -> None:
    coffee = make_product(app, "Filter", variants=[{}, {"grind": "filter"}])
    make_product(app, "Becher", variants=[MUG])
    assert open_pieces(app) == [("Filter", "250 g", "T-ENDLESS"), ("Becher", "Ein Stück", None)]
    make_split(app, coffee.id, batch_of(app))
    assert open_pieces(app) == [("Becher", "Ein Stück", None)]


def test_a_changed_price_is_a_task_again(app: Flask) -> None:
    coffee = make_product(app, "Filter")
    make_split(app, coffee.id, batch_of(app))
    with app.app_context():
        set_price(coffee.variant.id, 790, "Test")
        db.session.commit()
    assert open_pieces(app) == [("Filter", "250 g", "T-ENDLESS")]


def test_the_overview_of_origin_counts_them(app: Flask) -> None:
    coffee = make_product(app, "Filter")
    make_split(app, coffee.id, batch_of(app))
    staff = signed_in(app, "staff")
    assert "niemand nachlesen kann" not in staff.get("/lager/herkunft").text
    with app.app_context():
        set_price(coffee.variant.id, 790, "Test")
        db.session.commit()
    page = staff.get("/lager/herkunft").text
    assert 'href="/lager/preis">Preise, die gerade niemand nachlesen kann: 1</a>' in page


def test_each_batch_needs_its_own(app: Flask) -> None:
    coffee, batch = make_product(app, "Filter"), make_batch(app, code="26-007")
    make_split(app, coffee.id, batch_of(app))
    with app.app_context():
        pack(batch, coffee.variant.id, 3)
        db.session.commit()
    assert open_pieces(app) == [("Filter", "250 g", "26-007")]


def test_what_nobody_can_buy_is_no_task(app: Flask) -> None:
    make_product(app, "Leer", variants=[{"units": 0}])
    make_product(app, "Entwurf", state="draft")
    make_product(app, "Nicht im Verkauf", variants=[{"on_sale": False}])
    coffee = make_product(app, "Gesperrt", variants=[{"units": 0}])
    blocked = make_batch(app)
    old = make_batch(app, made_on=date(2020, 1, 1), best_before=date(2021, 1, 1))
    with app.app_context():
        for batch in (blocked, old):
            pack(batch, coffee.variant.id, 3)
        block_batch(blocked, "Laborbefund steht aus", None)
        db.session.commit()
    assert open_pieces(app) == []


def test_the_list_leads_to_each_form(app: Flask) -> None:
    make_product(app, "Filter", variants=[{"sku": "F-250"}])
    mug = make_product(app, "Becher", variants=[MUG | {"sku": "BECHER"}], slug="becher")
    staff = signed_in(app, "staff")
    page = staff.get("/lager/preis").text
    assert "/lager/chargen/T-ENDLESS/preis/F-250" in page and "/lager/preis/becher/BECHER" in page
    make_split(app, mug.id, None, size="Ein Stück", price_cents=1450)
    make_split(app, mug.id - 1, batch_of(app))
    page = staff.get("/lager/preis").text
    assert "steht veröffentlicht, wohin der Preis geht" in page
    assert 'href="/lager/preis/becher"' in page


def test_one_list_tells_of_every_price_what_is_missing_and_what_is_published(app: Flask) -> None:
    coffee = make_product(app, "Filter", variants=[{}, {"grind": "filter"}])
    make_product(app, "Becher", variants=[MUG], slug="becher")
    split = make_split(app, coffee.id, batch_of(app))
    with app.app_context():
        found = [(row.product, row.batch, row.price_cents, row.split_id) for row in prices()]
    assert found == [("Becher", None, 1450, None), ("Filter", "T-ENDLESS", 750, split)]
    page = signed_in(app, "staff").get("/lager/preis").text
    assert "Zu kaufen: 2 Preise, davon ohne Aufschlüsselung: 1" in page
    assert f'href="/preis/{split}">veröffentlicht</a>' in page and ">fehlt</span>" in page
    assert '<a href="/lager/preis" aria-current="page">Preise</a>' in page


def test_a_size_is_explained_when_all_its_grinds_are(app: Flask) -> None:
    coffee = make_product(app, "Filter", variants=[{}, {"grind": "filter"}])
    make_split(app, coffee.id, batch_of(app))
    with app.app_context():
        set_price(coffee.variants[1].id, 790, "Test")
        db.session.commit()
    assert open_pieces(app) == [("Filter", "250 g", "T-ENDLESS")]
