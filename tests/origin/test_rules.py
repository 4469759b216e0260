from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.origin.lot_rules import (
    FACTS,
    DocumentMissing,
    FactWithoutSource,
    Share,
    SharesDoNotAddUp,
    Told,
    refuse_other_than_whole,
    refuse_undocumented,
    told_facts,
)
from shop.origin.rules import DatesOutOfOrder, is_code, refuse_disorder

_DAY = date(2026, 1, 31)
_days = st.none() | st.dates(date(2020, 1, 1), date(2030, 1, 1))


@given(st.lists(_days, max_size=6))
def test_days_are_in_order_when_none_is_before_one_that_stands_before_it(
    days: list[date | None],
) -> None:
    known = [day for day in days if day]
    named = [(str(place), day) for place, day in enumerate(days)]
    if known == sorted(known):
        refuse_disorder(*named)
    else:
        with pytest.raises(DatesOutOfOrder):
            refuse_disorder(*named)


def test_the_two_days_that_are_out_of_order_are_named() -> None:
    with pytest.raises(DatesOutOfOrder) as refused:
        refuse_disorder(("harvest", _DAY), ("arrival", None), ("roast", _DAY - timedelta(1)))
    assert (refused.value.earlier, refused.value.later) == ("harvest", "roast")


@given(st.lists(st.integers(1, 10_000), max_size=5))
def test_shares_are_the_whole_or_refused(basis_points: list[int]) -> None:
    shares = [Share(1, bp, "Lieferschein", _DAY) for bp in basis_points]
    if sum(basis_points) == 10_000:
        refuse_other_than_whole(shares)
    else:
        with pytest.raises(SharesDoNotAddUp) as refused:
            refuse_other_than_whole(shares)
        assert refused.value.sum_bp == sum(basis_points)


@pytest.mark.parametrize("fact", FACTS)
def test_a_fact_needs_its_source(fact: str) -> None:
    values: dict[str, object] = {column: "x" for column in FACTS[fact]}
    for sources in ({}, {fact: Told("  ", _DAY)}):
        with pytest.raises(FactWithoutSource) as refused:
            told_facts(values, sources)
        assert refused.value.fact == fact
    assert told_facts(values, {fact: Told("Bericht", _DAY)}) == {fact: Told("Bericht", _DAY)}


def test_the_source_of_what_is_not_told_is_dropped() -> None:
    assert told_facts({"members": None}, {"members": Told("Bericht", _DAY)}) == {}


@pytest.mark.parametrize(
    ("lot", "missing"),
    [
        ({"fob_usd_e4": 38_000}, "fob_on"),
        ({"reference_usd_e4": 1, "reference_on": _DAY}, "reference_name"),
        ({"usd_per_eur_e4": 11_500, "rate_on": _DAY, "rate_source": ""}, "rate_source"),
    ],
)
def test_a_figure_needs_its_day_and_source(lot: dict[str, object], missing: str) -> None:
    with pytest.raises(DocumentMissing) as refused:
        refuse_undocumented(lot)
    assert refused.value.column == missing


def test_what_is_not_known_needs_nothing() -> None:
    refuse_undocumented({"fob_usd_e4": None, "reference_usd_e4": None, "usd_per_eur_e4": None})


@given(st.text(max_size=25))
def test_a_code_is_safe_on_a_label_and_in_an_address(text: str) -> None:
    plain = all(one.isascii() and (one.isalnum() or one == "-") for one in text)
    assert is_code(text) == (plain and 2 <= len(text) <= 20 and text.lower() != "neu")
