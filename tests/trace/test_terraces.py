"""The drawn slope: where it is high, and how much of it is marked."""

import re
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from shop.trace.terraces import HEIGHT, TOP, bands, height, slope

metres = st.integers(0, TOP)
ranges = st.tuples(metres, metres).map(lambda two: (min(two), max(two)))


def steps(path: str) -> list[tuple[float, float]]:
    """(top, height) of each piece of a path."""
    return [(float(y), float(v)) for y, v in re.findall(r"M\d+ ([\d.]+)h-?\d+v([\d.]+)", path)]


@given(metres, metres)
def test_what_is_higher_is_drawn_higher(one: int, other: int) -> None:
    assert (one < other) == (height(one) > height(other))


def test_what_is_beyond_the_picture_stays_at_its_edge() -> None:
    assert (height(-5), height(9000)) == (HEIGHT, 0)


@given(ranges)
def test_as_much_is_marked_as_lies_between_two_altitudes(between: tuple[int, int]) -> None:
    low, high = between
    found = steps(slope(low, high))
    assert (
        abs(sum(tall for _, tall in found) - (height(low) - height(high)))
        < 0.01 * len(found) + 0.01
    )
    assert all(
        height(high) - 0.01 <= top and top + tall <= height(low) + 0.01 for top, tall in found
    )


@given(st.lists(ranges, max_size=5))
def test_words_beside_the_slope_stand_apart(given_ranges: list[tuple[int, int]]) -> None:
    found = bands(given_ranges)
    assert {(band.low, band.high) for band in found} == set(given_ranges)
    assert all(after.text_y - before.text_y > 15.99 for before, after in pairwise(found))
    assert all(band.path for band in found)
