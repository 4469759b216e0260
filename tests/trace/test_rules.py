"""Codes as they are typed, and kilograms that add up."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.trace.rules import Kilograms, code_key, loose_key


@pytest.mark.parametrize(
    "typed",
    [
        "26-118",
        "26.118",
        " 26 118 ",
        "26–118",
        "Charge 26-118",
        "charge: 26-118.",
        "２６－１１８",
        "26118",
    ],
)
def test_a_code_is_the_same_however_it_is_typed(typed: str) -> None:
    assert code_key(typed) == "26118"


def test_letters_are_the_same_large_and_small() -> None:
    assert code_key("t-7a") == code_key("T-7A") == "T7A"


@pytest.mark.parametrize("typed", ["", " ", "-", "…", "9" * 21, "x" * 10_000, "١٢٣", "Charge"])
def test_what_can_be_no_code_has_no_key(typed: str) -> None:
    assert code_key(typed) == ""


@pytest.mark.parametrize("typed", ["26-010", "26-10", "2610", "Charge 26-0010", "026.10"])
def test_noughts_before_a_number_make_no_difference_where_codes_are_guessed(typed: str) -> None:
    assert loose_key(typed) == "2610"
    assert loose_key("26-100") == "26100" and loose_key("26-010B") == "2610B"


@given(st.text())
def test_a_key_is_short_and_plain_whatever_is_typed(typed: str) -> None:
    key = code_key(typed)
    assert len(key) <= 20
    assert key == "" or (key.isascii() and key.isalnum() and key == key.upper())


grams = st.integers(0, 10**7)


@given(grams, grams, grams, grams, grams)
def test_a_batch_whose_coffee_was_counted_adds_up(
    loss: int, bags: int, sets: int, off: int, left: int
) -> None:
    roasted = bags + sets + off + left
    way = Kilograms(roasted + loss, roasted + loss, roasted, bags, sets, bags + sets, off)
    assert way.faults == ()
    assert way.green == way.roasted + way.loss
    assert way.roasted == way.packed + way.written_off + way.left


FINE = Kilograms(50_000, 50_000, 42_000, 20_000, 5_000, 25_000, 1_000)


@pytest.mark.parametrize(
    ("wrong", "fault"),
    [
        (replace(FINE, from_lots=49_999), "green"),
        (replace(FINE, from_lots=41_000, green=41_000), "loss"),
        (replace(FINE, in_bags=20_250), "packed"),
        (replace(FINE, in_sets=0), "packed"),
        (replace(FINE, written_off=17_001), "left"),
    ],
)
def test_a_sum_that_does_not_hold_is_named(wrong: Kilograms, fault: str) -> None:
    assert FINE.faults == ()
    assert wrong.faults == (fault,)
