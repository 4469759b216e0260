"""Products of a file are in the shop as the file says."""

from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from shop.catalogue.import_products import import_products
from shop.catalogue.models import Part, Price, Product, Variant
from shop.catalogue.product_file import read_products
from shop.catalogue.product_keys import PRODUCT, VARIANT
from shop.catalogue.publish import publish
from shop.catalogue.rules import GRINDS, TASTES
from shop.db import db
from shop.stock.pack import pack
from shop.web.bag import KINDS as DRAWINGS
from tests.make.catalogue import make_product
from tests.make.origin import endless_batch
from tests.make.product_files import changed_template, import_text, template, whole_catalogue

SLUGS = ["beispielkaffee", "beispielbecher", "beispielset"]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "produkte.toml"


def _publish(app: Flask) -> None:
    with app.app_context():
        for product_id in db.session.scalars(select(Product.id)).all():
            publish(product_id)
        db.session.commit()


def _history(app: Flask, sku: str) -> list[tuple[int, str]]:
    with app.app_context():
        rows = db.session.execute(
            select(Price.price_cents, Price.reason)
            .join(Variant, Variant.id == Price.variant_id)
            .where(Variant.sku == sku)
            .order_by(Price.id)
        )
        return [(cents, reason) for cents, reason in rows]


def test_a_new_text_is_read_and_found_at_once(app: Flask, file: Path) -> None:
    import_text(app, file, template())
    _publish(app)
    said = import_text(
        app, file, changed_template(('name = "Beispielbecher"\ntag', 'name = "Humpen"\ntag'))
    )[1]
    assert said == "beispielbecher, name: Beispielbecher → Humpen\n"
    assert "Humpen" in app.test_client().get("/kaffee/?q=humpen").text


def test_what_is_in_bags_already_keeps_its_weight(app: Flask, file: Path) -> None:
    import_text(app, file, template())
    heavier = changed_template(("coffee_grams = 250", "coffee_grams = 240"))
    assert import_text(app, file, heavier)[0] == 0
    import_text(app, file, template())
    with app.app_context():
        variant = db.session.scalars(select(Variant).where(Variant.coffee_grams == 250)).first()
        assert variant
        pack(endless_batch(), variant.id, 1)
        db.session.commit()
        sku = variant.sku
    code, said = import_text(app, file, heavier)
    assert code == 1 and f"{sku}: Davon gibt es schon Stücke mit 250 g Kaffee." in said
    assert import_text(app, file, template())[0] == 0


def test_what_the_file_does_not_name_stays(app: Flask, file: Path) -> None:
    made = make_product(app, slug="alt", acidity=2, storage="Kühl.", variants=[{"sku": "ALT"}, {}])
    text = """
        [[products]]
        slug = "alt"
        kind = "coffee"
        name = "Neu"
        tagline = "Neu"
        description = "Neu"
        body = ""
    """
    assert import_text(app, file, text)[0] == 0
    with app.app_context():
        product = db.session.get_one(Product, made.id)
        assert (product.name, product.body) == ("Neu", None)
        assert (product.acidity, product.storage, product.state) == (2, "Kühl.", "published")
        assert len(db.session.scalars(select(Variant)).all()) == 2


def test_a_price_changes_with_a_reason_and_its_history_is_kept(app: Flask, file: Path) -> None:
    import_text(app, file, template())
    assert (
        import_text(app, file, changed_template(('"14,50"', '"15,50"')), "--reason", "Neue Form")[0]
        == 0
    )
    assert _history(app, "BSP-BECHER") == [(1450, "Erster Preis"), (1550, "Neue Form")]


def test_a_sku_belongs_to_one_product(app: Flask, file: Path) -> None:
    make_product(app, slug="anderer", variants=[{"sku": "BSP-SET-B"}])
    before = whole_catalogue(app)
    code, said = import_text(app, file, template())
    assert (code, "beispielset, BSP-SET-B: Dieser Artikel gehört schon zu anderer" in said) == (
        1,
        True,
    )
    assert whole_catalogue(app) == before


def test_a_published_product_keeps_what_the_law_asks_for(app: Flask, file: Path) -> None:
    import_text(app, file, template())
    _publish(app)
    before = whole_catalogue(app)
    text = changed_template(
        ('legal_name = "Röstkaffee"', 'legal_name = ""'), ("Ein Satz", "Zwei Sätze")
    )
    code, said = import_text(app, file, text)
    assert (code, "beispielkaffee: Es ist im Katalog" in said, "legal_name" in said) == (
        1,
        True,
        True,
    )
    assert whole_catalogue(app) == before


def test_a_set_that_is_given_other_parts_has_only_those(app: Flask, file: Path) -> None:
    import_text(app, file, template())
    changes = ('name = "Beispielbecher"\nvat', 'name = "Humpen"\nvat'), ("14,50", "15,50")
    code, said = import_text(app, file, changed_template(*changes), "--reason", "Neuer Becher")
    assert (code, "BSP-SET-B, parts: " in said) == (0, True)
    with app.app_context():
        parts = db.session.scalars(select(Part).order_by(Part.position)).all()
        assert [(part.name, part.single_price_cents) for part in parts] == [
            ("Beispielkaffee, 250 g", 750),
            ("Humpen", 1550),
        ]


def test_a_new_product_stands_behind_the_others(app: Flask, file: Path) -> None:
    make_product(app, position=500)
    import_text(app, file, template())
    with app.app_context():
        ordered = db.session.scalars(select(Product.slug).order_by(Product.position)).all()
    assert ordered[1:] == SLUGS


_line = st.text(st.characters(categories=["L", "N", "P"]), min_size=1, max_size=30)
_scale = st.integers(1, 5) | st.just("")
_price = st.integers(1, 1_000_000).map(lambda cents: f"{cents // 100},{cents % 100:02d}")
_variant = st.fixed_dictionaries(
    {
        "size": _line,
        "price": _price,
        "vat_class": st.sampled_from(["reduced", "standard"]),
        "coffee_grams": st.integers(1, 100_000),
    },
    optional={
        "grind": st.sampled_from(["", *GRINDS]),
        "net_grams": st.integers(1, 100_000) | st.just(""),
        "on_sale": st.booleans(),
        "position": st.integers(0, 1_000_000),
    },
)
_product = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(["coffee", "chocolate", "goods", "set"]),
        "name": _line,
        "tagline": _line,
        "description": _line,
    },
    optional={
        "legal_name": _line,
        "taste": st.sampled_from(["", *TASTES]),
        "roast_level": _scale,
        "decaf": st.booleans(),
        "brew_celsius": st.integers(1, 100),
        "drawing": st.sampled_from(sorted(DRAWINGS)),
        "label_colour": st.from_regex(r"#[0-9a-f]{6}", fullmatch=True),
        "position": st.integers(0, 1_000_000),
    },
)


@settings(
    deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(product=_product, variant=_variant)
def test_the_shop_holds_what_the_file_says(
    app: Flask, product: dict[str, Any], variant: dict[str, Any]
) -> None:
    written = product | {"slug": "eins", "variants": [variant | {"sku": "EINS"}]}
    with app.app_context():
        read = read_products({"products": [written]})
        import_products(read, "Test")
        db.session.commit()
        row = db.session.scalars(select(Product).where(Product.slug == "eins")).one()
        only = db.session.scalars(select(Variant).where(Variant.sku == "EINS")).one()
        assert {key: getattr(row, key) for key in product} == {
            key: PRODUCT[key].read(value) for key, value in product.items()
        }
        for key, value in variant.items():
            assert getattr(only, VARIANT[key].column or key) == VARIANT[key].read(value)
        newest = select(Price.price_cents).order_by(Price.id.desc()).limit(1)
        assert db.session.scalar(newest) == only.price_cents


def test_a_trade_item_number_of_something_else_is_refused_and_ones_own_kept(
    app: Flask, file: Path
) -> None:
    number = 'size = "250 g"\ngtin = "4006381333931"\ngrind = "bean"'
    plain = 'size = "250 g"\n# "bean" (ganze Bohne), "filter" oder "espresso" (gemahlen für …)\n'
    text = changed_template((plain + 'grind = "bean"', number))
    assert import_text(app, file, text)[0] == 0
    assert import_text(app, file, text)[0] == 0
    with app.app_context():
        gtin = db.session.scalar(select(Variant.gtin).where(Variant.sku == "BSP-250-B"))
        assert gtin == "04006381333931"
    before = whole_catalogue(app)
    code, said = import_text(app, file, text.replace("BSP-250-B", "BSP-251-B"))
    assert code == 1
    assert "BSP-251-B: Die GTIN 04006381333931 gehört schon zu BSP-250-B." in said
    assert whole_catalogue(app) == before
