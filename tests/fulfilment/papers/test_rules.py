"""What is taken off the shelf is what goes into the parcels, to the unit."""

from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.fulfilment.papers.rules import (
    PrintedOrder,
    by_product,
    hint_of_code,
    house_number,
    share,
    to_take,
)
from tests.fulfilment.papers.made import bag, order

bags = st.builds(
    bag,
    product=st.sampled_from(["Hausmischung", "Filter Jaén", "Becher"]),
    variant=st.sampled_from(["250 g, ganze Bohne", "500 g, gemahlen für Filter"]),
    units=st.integers(1, 9),
    lot=st.sampled_from(["26-090", "26-118", ""]),
    best_before=st.sampled_from([date(2098, 1, 1), date(2098, 5, 1), None]),
    grind_for=st.sampled_from(["", "Filter"]),
    is_blocked=st.sampled_from([False, False, False, True]),
)
orders = st.lists(
    st.lists(bags, min_size=1, max_size=5).map(lambda held: order(1, *held)), max_size=20
)


@given(orders)
def test_the_sum_of_each_batch_is_that_of_the_orders_below(found: list[PrintedOrder]) -> None:
    in_orders = Counter[tuple[str, str, str]]()
    for one in found:
        if not one.is_held:
            for held in one.bags:
                in_orders[held.product, held.variant, held.lot] += held.units
    on_the_list = Counter[tuple[str, str, str]]()
    for row in to_take(found):
        on_the_list[row.product, row.variant, row.lot] += row.units
    assert on_the_list == in_orders


@given(orders)
def test_each_product_stands_once_and_what_expires_first_before_the_rest(
    found: list[PrintedOrder],
) -> None:
    groups = list(by_product(to_take(found)))
    assert len({product for product, _rows in groups}) == len(groups)
    for _product, rows in groups:
        keys = [(row.variant, row.grind_for, row.lot, row.best_before) for row in rows]
        assert len(set(keys)) == len(keys)
        of_one = [(r.variant, r.grind_for, r.best_before or date.max) for r in rows]
        assert of_one == sorted(of_one)


@given(st.lists(st.integers(0, 20), max_size=6), st.integers(0, 60))
def test_a_position_is_shared_out_whole_and_no_batch_gives_more_than_it_has(
    lots: list[int], left: int
) -> None:
    taken = share(lots, left)
    assert sum(taken) == left and min(taken) >= 0
    assert all(part <= has for part, has in zip(taken, lots, strict=False))


def test_what_was_given_up_and_not_yet_booked_back_is_packed_no_more() -> None:
    assert share([2, 3], 1) == [1, 0, 0]
    assert share([2], -1) == [0, 0]


def test_a_list_never_shows_a_code_one_could_collect_with() -> None:
    assert hint_of_code("K7PX3M") == "…3M"
    assert hint_of_code("") == "" and hint_of_code("K7") == ""


@pytest.mark.parametrize(
    ("street", "parts"),
    [
        ("Musterweg 1", ("Musterweg", "1")),
        ("Alt-Köpenick 21 a", ("Alt-Köpenick", "21 a")),
        ("Straße des 17. Juni 135", ("Straße des 17. Juni", "135")),
        ("Ring 7-9", ("Ring", "7-9")),
        ("Ring 7 - 9", ("Ring 7 -", "9")),
        ("Packstation 123", ("Packstation", "123")),
        ("Am Markt", ("Am Markt", "")),
        ("17. Juni", ("17. Juni", "")),
        ("Straße des 17. Juni", ("Straße des 17. Juni", "")),
        ("", ("", "")),
    ],
)
def test_the_house_number_stands_last(street: str, parts: tuple[str, str]) -> None:
    assert house_number(street) == parts


@given(st.text(st.characters(codec="utf-8"), max_size=40))
def test_no_word_of_a_street_is_lost(street: str) -> None:
    assert " ".join(filter(None, house_number(street))).split() == street.split()
