from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.origin.batch_rules import (
    Part,
    Source,
    is_usual_loss,
    next_code,
    part_bp,
    premium_micro_per_kg,
    project_micro_of_set,
    sources_of_set,
)

_POUND = Decimal("453.59237")
_grams = st.integers(1, 10_000_000)


@st.composite
def parts(draw: st.DrawFn) -> Part:
    sources = draw(
        st.lists(
            st.builds(Source, st.integers(1, 5), _grams, st.integers(0, 5_000_000)),
            min_size=1,
            max_size=4,
            unique_by=lambda source: source.green_lot_id,
        )
    )
    green = sum(source.green_grams for source in sources)
    made = draw(st.integers(1, green))
    return Part(draw(st.integers(1, made)), made, draw(st.integers(0, 5_000_000)), tuple(sources))


@given(st.integers(0, 100_000), st.integers(5_000, 20_000), _grams, _grams)
def test_a_premium_is_pounds_of_green_coffee_times_dollars_in_euros(
    premium: int, rate: int, green: int, made: int
) -> None:
    pounds_per_kg = (green / _POUND) / (Decimal(made) / 1000)
    euros = pounds_per_kg * Decimal(premium) / Decimal(rate)
    exact = (euros * 1_000_000).quantize(Decimal(1), ROUND_HALF_UP)
    assert premium_micro_per_kg(premium, rate, green, made) == exact


def test_half_of_a_millionth_is_rounded_up() -> None:
    # One pound of green coffee in 2 kg roasted, at a ten-thousandth of a dollar, one to one.
    assert premium_micro_per_kg(1, 10_000, 45_359_237, 200_000_000) == 50
    assert premium_micro_per_kg(1, 20_000_000, 45_359_237, 100_000_000) == 0
    assert premium_micro_per_kg(1, 2_000_000, 45_359_237, 100_000_000) == 1


@given(st.lists(parts(), min_size=1, max_size=5))
def test_a_set_loses_no_lot_and_never_weighs_more_than_its_green_coffee(given: list[Part]) -> None:
    made = sources_of_set(given)
    lots = [source.green_lot_id for source in made]
    assert lots == sorted({source.green_lot_id for part in given for source in part.sources})
    assert all(source.green_grams > 0 for source in made)
    assert sum(source.green_grams for source in made) >= sum(part.grams for part in given)


def test_a_trace_of_a_lot_is_a_gram_and_not_nothing() -> None:
    part = Part(1, 900, 0, (Source(1, 999, 0), Source(2, 1, 0)))
    assert sources_of_set([part]) == [Source(1, 2, 0), Source(2, 1, 0)]


@given(st.lists(parts(), min_size=1, max_size=5))
def test_a_set_owes_what_its_parts_owe(given: list[Part]) -> None:
    grams = sum(part.grams for part in given)
    for source in sources_of_set(given):
        owed = sum(
            one.premium_micro_per_kg * part.grams
            for part in given
            for one in part.sources
            if one.green_lot_id == source.green_lot_id
        )
        assert abs(source.premium_micro_per_kg * grams - owed) <= grams / 2
    project = sum(part.project_micro_per_kg * part.grams for part in given)
    assert abs(project_micro_of_set(given) * grams - project) <= grams / 2


@given(parts())
def test_the_whole_of_one_batch_is_made_of_what_it_is_made_of(given: Part) -> None:
    whole = Part(given.made_grams, given.made_grams, given.project_micro_per_kg, given.sources)
    assert sources_of_set([whole]) == sorted(given.sources, key=lambda one: one.green_lot_id)
    assert project_micro_of_set([whole]) == given.project_micro_per_kg


@given(_grams, _grams)
def test_a_part_and_the_rest_are_the_whole(one: int, other: int) -> None:
    assert abs(part_bp(one, one + other) + part_bp(other, one + other) - 10_000) <= 1


@pytest.mark.parametrize(
    ("codes", "code"),
    [
        ([], "26-001"),
        (["26-001", "26-011", "26-2"], "26-012"),
        (["25-099", "26-ab", "X26-050", "26-05x"], "26-001"),
        (["26-999"], "26-1000"),
    ],
)
def test_the_next_code_counts_on_from_the_highest_of_the_year(codes: list[str], code: str) -> None:
    assert next_code(codes, 2026) == code


@pytest.mark.parametrize(
    ("green", "made", "is_usual"),
    [
        (20_000, 19_900, False),
        (20_000, 18_001, False),
        (20_000, 18_000, True),
        (20_000, 15_000, True),
        (20_000, 14_999, False),
    ],
)
def test_roasting_takes_away_a_tenth_to_a_quarter(green: int, made: int, is_usual: bool) -> None:
    assert is_usual_loss(green, made) == is_usual
