"""Working days in Berlin."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.catalogue.promise import is_working_day, promised_on


@pytest.mark.parametrize(
    ("days", "ordered_on", "promised"),
    [
        (1, date(2026, 11, 20), date(2026, 11, 23)),  # a Friday
        (2, date(2026, 11, 22), date(2026, 11, 24)),  # a Sunday
        (3, date(2026, 12, 23), date(2026, 12, 29)),  # over Christmas
        (1, date(2026, 4, 2), date(2026, 4, 7)),  # over Easter
    ],
)
def test_weekends_and_holidays_do_not_count(days: int, ordered_on: date, promised: date) -> None:
    assert promised_on(days, ordered_on) == promised


@pytest.mark.parametrize(
    "holiday",
    [
        date(2027, 3, 8),  # Women's Day, in Berlin only
        date(2027, 3, 26),  # Good Friday
        date(2027, 5, 6),  # Ascension
        date(2027, 5, 17),  # Whit Monday
        date(2049, 4, 19),  # Easter Monday after one of the two exceptions to Gauss
    ],
)
def test_berlin_rests_on_its_public_holidays(holiday: date) -> None:
    assert not is_working_day(holiday)
    assert is_working_day(date(2027, 3, 9))


@given(st.integers(1, 10), st.dates(date(2024, 1, 1), date(2060, 1, 1)))
def test_exactly_so_many_working_days_lie_between(days: int, ordered_on: date) -> None:
    promised = promised_on(days, ordered_on)
    between = (ordered_on + timedelta(days=n + 1) for n in range((promised - ordered_on).days))
    assert sum(map(is_working_day, between)) == days
    assert is_working_day(promised)
