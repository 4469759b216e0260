"""Which units go first, and whose came back."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.stock.rules import Free, first_expiring, last_sold_first

_DAYS = st.none() | st.dates(date(2026, 1, 1), date(2026, 1, 5))
_VARIANTS = st.integers(1, 3)
_UNITS = st.integers(1, 6)
#: The levels of batches need not be in their order.
_LEVELS = st.lists(st.tuples(_VARIANTS, _DAYS, _UNITS), max_size=8).map(
    lambda rows: [Free(n, row[0], 9 - n, *row[1:]) for n, row in enumerate(rows, 1)]
)
_DEMAND = st.dictionaries(_VARIANTS, st.integers(1, 12), max_size=3)
_SOLD = st.lists(_UNITS, max_size=6).map(lambda units: list(enumerate(units, 1)))


@given(_LEVELS, _DEMAND)
def test_an_order_gets_what_it_asks_for_or_all_there_is(
    levels: list[Free], demand: dict[int, int]
) -> None:
    taken = first_expiring(levels, demand)
    for variant_id in (1, 2, 3):
        of_it = [level for level in levels if level.variant_id == variant_id]
        there = sum(level.units for level in of_it)
        got = sum(taken.get(level.level_id, 0) for level in of_it)
        assert got == min(there, demand.get(variant_id, 0))
    assert all(0 < taken[level.level_id] <= level.units for level in levels if level[0] in taken)


@given(_LEVELS, _DEMAND)
def test_nothing_is_left_of_what_expires_before_something_that_was_taken(
    levels: list[Free], demand: dict[int, int]
) -> None:
    taken = first_expiring(levels, demand)
    for one in levels:
        for other in levels:
            if other.variant_id == one.variant_id and _day(other) < _day(one):
                untouched = taken.get(other.level_id, 0) < other.units
                assert not (untouched and one.level_id in taken)


def test_of_two_that_expire_the_same_day_the_older_batch_goes_first() -> None:
    day = date(2026, 1, 1)
    levels = [Free(1, 1, 8, day, 2), Free(2, 1, 7, day, 2)]
    assert first_expiring(levels, {1: 3}) == {2: 2, 1: 1}


@given(_LEVELS, _DEMAND, st.randoms())
def test_in_what_order_the_levels_come_changes_nothing(
    levels: list[Free], demand: dict[int, int], random: object
) -> None:
    shuffled = list(levels)
    random.shuffle(shuffled)  # type: ignore[attr-defined]  # Hypothesis' own Random
    assert first_expiring(shuffled, demand) == first_expiring(levels, demand)


@given(_SOLD, st.data())
def test_what_comes_back_was_taken_last_and_nothing_comes_back_twice(
    sold: list[tuple[int, int]], data: st.DataObject
) -> None:
    out = sum(units for _, units in sold)
    wanted = data.draw(st.integers(0, out))
    back = last_sold_first(sold, wanted)
    assert sum(back.values()) == wanted
    assert all(0 < back[level] <= dict(sold)[level] for level in back)
    for level, units in sold:
        if back.get(level, 0) < units:
            assert not any(earlier in back for earlier, _ in sold if earlier < level)


@given(_SOLD, st.integers(1, 5))
def test_more_than_is_out_cannot_come_back(sold: list[tuple[int, int]], more: int) -> None:
    with pytest.raises(ValueError, match="more came back"):
        last_sold_first(sold, sum(units for _, units in sold) + more)


def _day(level: Free) -> date:
    return level.best_before or date.max - timedelta(days=1)
