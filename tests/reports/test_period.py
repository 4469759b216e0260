from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.reports.period import (
    BadPeriod,
    Period,
    last_quarter,
    last_year,
    next_month,
    period_of,
    this_year,
)

MONTHS = st.dates(date(2000, 1, 1), date(2100, 1, 1)).map(lambda day: day.replace(day=1))


@given(MONTHS, st.integers(0, 119))
def test_a_period_holds_every_day_of_its_months_and_no_other(first: date, more: int) -> None:
    last = first
    for _ in range(more):
        last = next_month(last)
    period = Period(first, last)
    assert len(period.months) == more + 1
    assert len(set(period.months)) == more + 1
    assert next_month(period.last).toordinal() == period.last_day.toordinal() + 1


@given(st.dates(date(2001, 1, 1), date(2100, 1, 1)))
def test_the_offered_periods_are_whole(today: date) -> None:
    assert this_year(today).first == date(today.year, 1, 1)
    assert this_year(today).last_day >= today
    assert len(last_year(today).months) == 12
    quarter = last_quarter(today)
    assert len(quarter.months) == 3 and quarter.first.month in (1, 4, 7, 10)
    assert 0 < (today - quarter.last_day).days <= 92


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("2026-11", "2026-01"),
        ("2026-13", "2026-12"),
        ("2026-00", "2026-12"),
        ("1999-01", "2026-12"),
        ("2010-01", "2026-12"),
        ("", "2026-12"),
        ("2026", "2026-12"),
        ("2026-1", "2026-12"),
        ("٢٠٢٦-01", "2026-12"),
        ("2026-01-01", "2026-12"),
        ("9" * 100, "2026-12"),
        ("2026-01\x00", "2026-12"),
    ],
)
def test_what_is_no_period_is_refused(first: str, last: str) -> None:
    with pytest.raises(BadPeriod):
        period_of(first, last)


@given(st.text(max_size=12), st.text(max_size=12))
def test_any_entry_is_a_period_or_refused(first: str, last: str) -> None:
    try:
        found = period_of(first, last)
    except BadPeriod:
        return
    assert found.first <= found.last
