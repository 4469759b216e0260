"""What an operator may write into a product file, and what is said about the rest."""

import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.catalogue.import_commands import TEMPLATE
from shop.catalogue.models import Part, Product, Variant
from shop.catalogue.product_file import BadFile, read_products
from shop.catalogue.product_keys import PART, PRODUCT, VARIANT, Key, Wrong
from shop.db import Base

TABLES: tuple[tuple[type[Base], dict[str, Key]], ...] = (
    (Product, dict(PRODUCT)),
    (Variant, dict(VARIANT)),
    (Part, dict(PART)),
)


def _template() -> dict[str, Any]:
    return tomllib.loads(TEMPLATE.read_text(encoding="utf-8"))


def _problems(document: dict[str, Any]) -> list[str]:
    with pytest.raises(BadFile) as refused:
        read_products(document)
    return refused.value.problems


def _wrong(place: str, key: str, value: Any) -> list[str]:
    """What is said when one key of the template holds something else."""
    document = _template()
    coffee, _, box = document["products"]
    tables = {
        "product": coffee,
        "variant": coffee["variants"][0],
        "part": box["variants"][0]["parts"][1],
    }
    tables[place][key] = value
    return _problems(document)


def test_the_template_is_right() -> None:
    coffee, mug, box = read_products(_template())
    assert [coffee.slug, mug.slug, box.slug] == ["beispielkaffee", "beispielbecher", "beispielset"]
    assert [variant.columns["price_cents"] for variant in coffee.variants] == [750, 750]
    assert box.variants[0].parts == (
        {"name": "Beispielkaffee, 250 g", "vat_class": "reduced", "single_price_cents": 750},
        {"name": "Beispielbecher", "vat_class": "standard", "single_price_cents": 1450},
    )


@pytest.mark.parametrize(
    ("place", "key", "value", "said"),
    [
        ("product", "kind", "tee", 'Produkt 1 (beispielkaffee), kind: Bitte eines von diesen: "co'),
        ("product", "preis", "7,50", "Produkt 1 (beispielkaffee): Den Schlüssel 'preis' gibt es"),
        ("product", "bag_colour", "red", "Produkt 1 (beispielkaffee), bag_colour: Bitte eine Farb"),
        ("product", "roast_level", True, "Produkt 1 (beispielkaffee), roast_level: Bitte eine gan"),
        ("product", "provinces", "jaen, lima", "Produkt 1 (beispielkaffee), provinces: Bitte mit"),
        ("product", "decaf", "nein", "Produkt 1 (beispielkaffee), decaf: Bitte true oder false"),
        ("product", "name", " ", "Produkt 1 (beispielkaffee), name: Bitte ausfüllen."),
        ("product", "name", "A\nB", "Produkt 1 (beispielkaffee), name: Bitte Zeilenumbrüche"),
        ("product", "description", "\u202e", "Produkt 1 (beispielkaffee), description: Bitte unsi"),
        ("product", "tagline", 3, "Produkt 1 (beispielkaffee), tagline: Bitte als Text"),
        ("product", "slug", "Beispiel Kaffee", "Produkt 1, slug: Bitte kleine Buchstaben"),
        ("product", "slug", "beispielbecher", "Produkt 2 (beispielbecher), slug: beispielbecher s"),
        ("variant", "sku", "BSP-250-F", "Produkt 1 (beispielkaffee), Artikel 2 (BSP-250-F), sku"),
        ("variant", "sku", "BSP-SET-B", "Produkt 3 (beispielset), Artikel 1 (BSP-SET-B), sku: BSP"),
        ("variant", "grind", "fein", "Produkt 1 (beispielkaffee), Artikel 1 (BSP-250-B), grind: "),
        ("variant", "vat_class", "7 %", "Produkt 1 (beispielkaffee), Artikel 1 (BSP-250-B), vat_"),
        ("variant", "coffee_grams", 0, "Produkt 1 (beispielkaffee), Artikel 1 (BSP-250-B), coffe"),
        ("variant", "parts", [{}], "Produkt 1 (beispielkaffee), Artikel 1 (BSP-250-B), parts: B"),
        ("part", "single_price", 1450, "Produkt 3 (beispielset), Artikel 1 (BSP-SET-B), Bestandt"),
    ],
)
def test_a_mistake_is_told_with_its_product_and_key(
    place: str, key: str, value: Any, said: str
) -> None:
    assert _wrong(place, key, value)[0].startswith(said)


@pytest.mark.parametrize("price", [7.5, 750, "750", "7,5", "7.50", "-7,50", "0,00", "10000,01", ""])
def test_a_price_is_written_in_one_way_only(price: object) -> None:
    assert len(_wrong("variant", "price", price)) == 1


def test_all_mistakes_are_told_at_once() -> None:
    document = _template()
    del document["products"][0]["kind"]
    document["products"][1]["variants"][0]["price"] = 14.5
    document["products"][2]["variants"] = "keine"
    document["pickup_places"] = []
    assert [problem.partition(":")[0] for problem in _problems(document)] == [
        "Datei",
        "Produkt 1 (beispielkaffee), kind",
        "Produkt 2 (beispielbecher), Artikel 1 (BSP-BECHER), price",
        "Produkt 3 (beispielset), variants",
    ]


def test_coffee_says_how_much_coffee_it_is() -> None:
    document = _template()
    del document["products"][0]["variants"][1]["coffee_grams"]
    del document["products"][2]["variants"][0]["coffee_grams"]
    assert ["coffee_grams: fehlt" in problem for problem in _problems(document)] == [True, True]


def test_a_file_without_products_is_no_product_file() -> None:
    assert _problems({}) == _problems({"products": []})


def test_every_column_an_operator_decides_has_a_key() -> None:
    # What the staff decide later, each by a verb of its own.
    later = {"reduced_from_cents", "reduced_at", "ground_from_id"}
    own = {"id", "state", "published_at", "product_id", "variant_id"} | later
    for table, keys in TABLES:
        columns = set(table.__table__.c.keys()) - own
        named = {key.column or name for name, key in keys.items()}
        # The parts of a set stand in the order of the file.
        assert named == columns - ({"position"} if table is Part else set())


def test_nothing_gets_through_that_is_longer_than_its_column() -> None:
    for table, keys in TABLES:
        for name, key in keys.items():
            longest = getattr(table.__table__.c[key.column or name].type, "length", None)
            if longest:
                with pytest.raises(Wrong):
                    key.read("x" * (longest + 1))


_names = st.sampled_from(["products", "variants", "parts", *PRODUCT, *VARIANT, *PART, "x"])
_plain = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9)
_junk = st.recursive(
    _plain, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_names, inner, max_size=6)
)


@given(st.dictionaries(_names, _junk, max_size=3))
def test_whatever_stands_in_a_file_it_is_read_or_refused_in_words(document: dict[str, Any]) -> None:
    try:
        assert read_products(document)
    except BadFile as refused:
        assert all(refused.problems)


@pytest.mark.parametrize("written", ["4006381333931", "04006381333931"])
def test_a_trade_item_number_is_read_in_fourteen_digits(written: str) -> None:
    document = _template()
    document["products"][0]["variants"][0]["gtin"] = written
    assert read_products(document)[0].variants[0].columns["gtin"] == "04006381333931"


@pytest.mark.parametrize("value", ["4006381333932", "123", 4006381333931, "4006381-333931"])
def test_what_is_no_trade_item_number_is_refused(value: Any) -> None:
    (problem,) = _wrong("variant", "gtin", value)
    assert problem.startswith("Produkt 1 (beispielkaffee), Artikel 1 (BSP-250-B), gtin: Bitte eine")


def test_a_trade_item_number_stands_once_in_a_file() -> None:
    document = _template()
    for variant in document["products"][0]["variants"]:
        variant["gtin"] = "4006381333931"
    (problem,) = _problems(document)
    assert "gtin: 04006381333931 steht zweimal" in problem


@pytest.mark.parametrize(
    ("place", "key", "text", "word"),
    [
        ("product", "description", "Rund und süß.\n\nReiner Bio-Kaffee.", "Bio"),
        ("product", "tagline", "Fair gehandelt", "Fair gehandelt"),
        ("product", "name", "Ökofaire Mischung", "Ökofaire"),
        ("product", "flavour_notes", "Kakao, bekömmlich", "bekömmlich"),
        ("product", "storage", "In der klimaneutralen Tüte lagern.", "klimaneutralen"),
        (
            "product",
            "legal_name",
            "Röstkaffee aus unserer Partnerstadt",
            "aus unserer Partnerstadt",
        ),
        ("variant", "size", "250 g Bio", "Bio"),
        ("part", "name", "Nachhaltiger Becher", "Nachhaltiger"),
    ],
)
def test_a_text_may_not_say_what_only_a_claim_may_say(
    place: str, key: str, text: str, word: str
) -> None:
    (problem,) = _wrong(place, key, text)
    assert f", {key}: „{word}“ ist " in problem
