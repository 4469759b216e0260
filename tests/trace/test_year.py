"""The year as a circle of months."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from shop.trace.year import SIZE, arcs, in_flower, month_at, months_between, runs

MONTHS = st.frozensets(st.integers(1, 12))


def test_a_harvest_has_every_month_it_has_a_day_in() -> None:
    assert months_between(date(2025, 5, 31), date(2025, 9, 1)) == {5, 6, 7, 8, 9}


def test_the_turn_of_the_year_is_no_end() -> None:
    winter = months_between(date(2025, 11, 17), date(2026, 2, 3))
    assert winter == {11, 12, 1, 2}
    assert runs(winter) == ((11, 2),)


def test_what_lasts_longer_than_a_year_is_all_of_it() -> None:
    assert months_between(date(2024, 5, 1), date(2026, 5, 1)) == frozenset(range(1, 13))
    assert runs(range(1, 13)) == ((1, 12),)


def test_cherries_ripe_in_may_were_in_flower_in_september() -> None:
    assert in_flower(frozenset({5})) == {9}


@given(MONTHS)
def test_runs_tell_each_month_once_and_no_other(months: frozenset[int]) -> None:
    told = [
        (first + step - 1) % 12 + 1 for first, last in runs(months) for step in _steps(first, last)
    ]
    assert sorted(told) == sorted(months)


@given(MONTHS)
def test_no_run_follows_another_without_a_gap(months: frozenset[int]) -> None:
    found = runs(months)
    assert all(last % 12 + 1 != first for first, _ in found for _, last in found if len(found) > 1)


@given(MONTHS, st.integers(10, SIZE // 2))
def test_each_month_is_one_arc(months: frozenset[int], radius: int) -> None:
    assert arcs(months, radius).count("A") == len(months)


def test_january_is_at_the_top_and_july_at_the_bottom() -> None:
    middle = SIZE // 2
    assert month_at(1, 100)[1] < middle < month_at(7, 100)[1]
    assert month_at(4, 100)[0] > middle > month_at(10, 100)[0]


def _steps(first: int, last: int) -> range:
    return range((last - first) % 12 + 1)
