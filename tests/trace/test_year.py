"""A harvest on a line of months, whichever year they are in."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from shop.trace.year import WIDTH, line, month_of, months_between, runs

MONTHS = st.frozensets(st.integers(2020 * 12, 2030 * 12), min_size=1)


def test_a_harvest_has_every_month_it_has_a_day_in() -> None:
    months = months_between(date(2025, 5, 31), date(2025, 9, 1))
    assert sorted(month - 2025 * 12 + 1 for month in months) == [5, 6, 7, 8, 9]


def test_months_of_two_years_are_not_mixed() -> None:
    months = months_between(date(2024, 9, 20), date(2025, 2, 3))
    june = months_between(date(2026, 6, 1), date(2026, 6, 30))
    assert runs(months | june) == ((2024 * 12 + 8, 2025 * 12 + 1), (2026 * 12 + 5,) * 2)


def test_the_line_begins_with_the_first_month_and_names_each_year() -> None:
    picked = months_between(date(2025, 5, 1), date(2025, 9, 30))
    roasted = months_between(date(2026, 1, 2), date(2026, 11, 3))
    drawn = line(picked, roasted)
    assert (drawn.first, drawn.count) == (month_of(date(2025, 5, 1)), 19)
    assert [month // 12 for month in drawn.years] == [2025, 2026]
    assert line(roasted).years == [2026 * 12]
    assert line(months_between(date(2025, 12, 1), date(2026, 3, 1))).years == [2026 * 12]


@given(MONTHS)
def test_runs_tell_each_month_once_and_no_other(months: frozenset[int]) -> None:
    told = [month for first, last in runs(months) for month in range(first, last + 1)]
    assert told == sorted(months)


@given(MONTHS)
def test_every_month_is_on_the_line(months: frozenset[int]) -> None:
    drawn = line(months)
    assert drawn.x(min(months)) == 0 and drawn.x(max(months) + 1) == WIDTH
    assert months <= set(drawn.months)
