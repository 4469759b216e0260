"""Names, words of the search, durations."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.catalogue.rules import (
    duration,
    legal_name,
    legal_names,
    search_words,
    variant_name,
    words_of,
)
from shop.money.cents import grundpreis_cents


def test_a_variant_is_named_by_size_and_grind() -> None:
    assert variant_name("250 g", "bean") == "250 g, ganze Bohne"
    assert variant_name("Ein Stück", None) == "Ein Stück"


def test_ground_coffee_says_so_in_the_name_of_the_food() -> None:
    assert legal_name("Röstkaffee", "espresso") == "Röstkaffee, gemahlen"
    assert legal_name("Röstkaffee, entkoffeiniert", "bean") == (
        "Röstkaffee, entkoffeiniert, ganze Bohne"
    )
    assert legal_name("Schokolade", None) == "Schokolade"


def test_in_a_set_the_grind_belongs_to_the_coffee() -> None:
    name = "Röstkaffee; Becher aus Steinzeug"
    assert legal_name(name, "bean") == "Röstkaffee, ganze Bohne; Becher aus Steinzeug"
    both = {"ganze Bohne", "gemahlen für Filter"}
    assert legal_names(name, both) == "Röstkaffee, ganze Bohne oder gemahlen; Becher aus Steinzeug"
    assert legal_name(name, None) == name


def test_the_names_of_all_variants_are_told_in_one() -> None:
    both = {"ganze Bohne", "gemahlen für Filter"}
    assert legal_names("Röstkaffee", both) == "Röstkaffee, ganze Bohne oder gemahlen"
    assert legal_names("Schokolade", {""}) == "Schokolade"


def test_the_end_of_a_compound_is_found_too() -> None:
    assert "nuss" in search_words("Haselnuss")


@pytest.mark.parametrize(
    ("written", "found"), [("Jaén", "jaen"), ("CREMA", "crema"), ("Süße", "susse")]
)
def test_accents_and_capitals_make_no_difference(written: str, found: str) -> None:
    assert words_of(written) == [found]


@given(st.text(max_size=200))
def test_any_text_becomes_words_the_database_can_hold(text: str) -> None:
    for word in search_words(text):
        assert 0 < len(word) <= 40
        assert "\0" not in word
        word.encode()


@given(st.text(alphabet=st.characters(categories=["L"]), min_size=1, max_size=30))
def test_a_product_is_found_by_every_beginning_of_its_name(name: str) -> None:
    known = search_words(name)
    for length in range(1, len(name) + 1):
        for beginning in words_of(name[:length]):
            assert any(word.startswith(beginning) for word in known)


@given(st.integers(1, 1_000_000), st.integers(1, 10_000))
def test_the_grundpreis_is_within_half_a_cent_of_the_exact_price_per_kilogram(
    cents: int, grams: int
) -> None:
    assert abs(grundpreis_cents(cents, grams) * grams - cents * 1000) * 2 <= grams


def test_a_brewing_time_reads_like_a_clock() -> None:
    assert duration(28) == "28 s"
    assert duration(210) == "3:30 min"
