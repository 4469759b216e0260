"""Trade item numbers and their check digit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.catalogue.gtin import check_digit, gtin14

DIGITS = st.text("0123456789", min_size=7, max_size=13).filter(lambda d: len(d) in {7, 11, 12, 13})


@pytest.mark.parametrize(
    ("number", "of_14"),
    [
        # Numbers printed as examples: an EAN-8, a UPC-A, an EAN-13, a carton.
        ("96385074", "00000096385074"),
        ("036000291452", "00036000291452"),
        ("4006381333931", "04006381333931"),
        ("10614141000415", "10614141000415"),
    ],
)
def test_numbers_of_every_length_are_told_in_fourteen_digits(number: str, of_14: str) -> None:
    assert gtin14(number) == of_14


@pytest.mark.parametrize(
    "text",
    [
        "",
        "4006381333932",
        "400638133393",
        "0" * 15,
        "40063813339 1",
        "４００６３８１３３３９３１",
        "x" * 13,
    ],
)
def test_what_is_no_trade_item_number_is_none(text: str) -> None:
    assert gtin14(text) is None


@given(DIGITS)
def test_only_one_digit_in_ten_completes_a_number(digits: str) -> None:
    complete = [d for d in "0123456789" if gtin14(digits + d)]
    assert complete == [str(check_digit(digits))]


@given(DIGITS, st.data())
def test_one_digit_misread_is_noticed(digits: str, data: st.DataObject) -> None:
    number = digits + str(check_digit(digits))
    at = data.draw(st.integers(0, len(number) - 1))
    other = data.draw(st.sampled_from("0123456789").filter(lambda d: d != number[at]))
    assert gtin14(number[:at] + other + number[at + 1 :]) is None
