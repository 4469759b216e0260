"""Trade item numbers, their check digit, and links in the form of GS1."""

from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.trace.gtin import batch_link, check_digit, gtin14

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


@given(DIGITS, st.from_regex(r"[A-Za-z0-9-]{2,20}", fullmatch=True))
def test_a_link_leads_back_to_its_number_and_lot(digits: str, code: str) -> None:
    number = digits + str(check_digit(digits))
    link = batch_link("https://laden.example", code, number)
    _, ai_number, found, ai_lot, lot = urlsplit(link).path.split("/")
    assert (ai_number, found, ai_lot, unquote(lot)) == ("01", number.zfill(14), "10", code)


def test_signs_of_a_lot_that_mean_something_in_an_address_are_written_as_percents() -> None:
    link = batch_link("https://laden.example", 'A/1%"?', "4006381333931")
    assert link == "https://laden.example/01/04006381333931/10/A%2F1%25%22%3F"


@pytest.mark.parametrize("number", [None, "", "4006381333932"])
def test_a_bag_without_a_right_number_says_the_page_of_its_batch(number: str | None) -> None:
    link = batch_link("https://laden.example", "26-118", number)
    assert link == "https://laden.example/charge/26-118"
