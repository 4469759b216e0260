"""Quarters add up, whatever was booked in them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.premium.rules import (
    MICRO_PER_CENT,
    BeforeAnyDebt,
    Booked,
    MoreThanOpen,
    NothingToTransfer,
    NotYet,
    Quarter,
    balances,
    quarter_of,
    refuse_transfer,
    shares_of,
)

TODAY = date(2026, 11, 22)
BEGAN = date(2026, 7, 1)
quarters = st.builds(Quarter, st.integers(2024, 2027), st.integers(1, 4))
bookings = st.lists(
    st.builds(
        Booked,
        quarters,
        st.integers(-10_000, 10_000),
        st.integers(-(10**9), 10**9),
        st.integers(-(10**5), 10**5).map(lambda cents: cents * MICRO_PER_CENT),
    ),
    max_size=20,
)


@given(bookings)
def test_each_quarter_opens_with_what_the_one_before_closed_with(booked: list[Booked]) -> None:
    found = balances(booked)
    assert [balance.quarter for balance in found] == sorted({part.quarter for part in booked})
    opening = 0
    for balance in found:
        assert balance.opening_cents == opening
        opening = balance.closing_cents
    owed, paid = (sum(getattr(b, name) for b in found) for name in ("owed_cents", "paid_cents"))
    assert opening == owed - paid
    assert sum(balance.coffee_grams for balance in found) == sum(b.coffee_grams for b in booked)


@given(bookings)
def test_a_quarter_is_rounded_once_and_by_half_a_cent_at_most(booked: list[Booked]) -> None:
    for balance in balances(booked):
        exact = sum(part.owed_micro for part in booked if part.quarter == balance.quarter)
        assert abs(balance.owed_cents * MICRO_PER_CENT - exact) * 2 <= MICRO_PER_CENT


def test_half_a_cent_is_a_cent() -> None:
    in_three_parts = [Booked(Quarter(2026, 3), 0, micro, 0) for micro in (1_000, 3_000, 1_000)]
    assert balances(in_three_parts)[0].owed_cents == 1


@pytest.mark.parametrize(("month", "quarter"), [(1, 1), (3, 1), (4, 2), (9, 3), (10, 4), (12, 4)])
def test_months_belong_to_the_quarters_of_the_calendar(month: int, quarter: int) -> None:
    assert quarter_of(2026, month) == Quarter(2026, quarter)
    assert str(Quarter(2026, 3)) == "2026-Q3"


@given(
    st.integers(-100_000, 100_000),
    st.dictionaries(st.integers(1, 99), st.integers(1, 10**6), min_size=1, max_size=5),
)
def test_no_gram_of_a_roast_is_lost_between_its_lots(grams: int, green: dict[int, int]) -> None:
    shares = shares_of(grams, green)
    assert sum(shares.values()) == grams and shares.keys() == green.keys()


def test_what_is_open_may_be_transferred_to_the_last_cent() -> None:
    refuse_transfer(1234, TODAY, TODAY, 1234, BEGAN)
    refuse_transfer(1, BEGAN, TODAY, 1234, BEGAN)


@pytest.mark.parametrize(
    ("cents", "paid_on", "open_cents", "since", "refused"),
    [
        (0, TODAY, 1234, BEGAN, NothingToTransfer),
        (-1, TODAY, 1234, BEGAN, NothingToTransfer),
        (1235, TODAY, 1234, BEGAN, MoreThanOpen),
        (1, TODAY, -5, BEGAN, MoreThanOpen),
        (1, TODAY, 0, None, MoreThanOpen),
        (1, TODAY + timedelta(days=1), 1234, BEGAN, NotYet),
        (1, BEGAN - timedelta(days=1), 1234, BEGAN, BeforeAnyDebt),
    ],
)
def test_other_transfers_are_refused(
    cents: int, paid_on: date, open_cents: int, since: date | None, refused: type[Exception]
) -> None:
    with pytest.raises(refused):
        refuse_transfer(cents, paid_on, TODAY, open_cents, since)
