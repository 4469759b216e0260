"""No cent is lost when money is split."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.money.cents import grundpreis_cents, half_up, split

weights = st.lists(st.integers(0, 10**6), min_size=1, max_size=20).filter(any)


@given(st.integers(-(10**9), 10**9), weights)
def test_the_parts_add_up_and_each_is_within_a_cent_of_its_share(
    total: int, shares: list[int]
) -> None:
    parts = split(total, shares)
    assert sum(parts) == total
    whole = sum(shares)
    for part, share in zip(parts, shares, strict=True):
        assert abs(part * whole - total * share) < whole


@given(st.integers(0, 10**9), weights)
def test_who_has_no_share_gets_no_cent(total: int, shares: list[int]) -> None:
    assert all(
        part == 0 for part, share in zip(split(total, shares), shares, strict=True) if not share
    )


@pytest.mark.parametrize("shares", [[], [0, 0], [1, -1], [3, -1]])
def test_shares_that_make_no_sense_are_refused(shares: list[int]) -> None:
    with pytest.raises(ValueError, match="weights"):
        split(100, shares)


@pytest.mark.parametrize(
    ("numerator", "denominator", "rounded"),
    [(5, 10, 1), (4, 10, 0), (-5, 10, -1), (-4, 10, 0), (15, 10, 2), (0, 7, 0)],
)
def test_halves_are_rounded_away_from_zero(numerator: int, denominator: int, rounded: int) -> None:
    assert half_up(numerator, denominator) == rounded


@pytest.mark.parametrize(
    ("price", "grams", "per_kilogram"),
    [(750, 250, 3000), (1440, 500, 2880), (890, 240, 3708), (12900, 5000, 2580), (290, 100, 2900)],
)
def test_the_grundpreis_is_the_price_of_a_kilogram(
    price: int, grams: int, per_kilogram: int
) -> None:
    assert grundpreis_cents(price, grams) == per_kilogram
