"""Links in the form of GS1."""

from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.catalogue.gtin import check_digit
from shop.trace.gtin import batch_link

DIGITS = st.text("0123456789", min_size=7, max_size=13).filter(lambda d: len(d) in {7, 11, 12, 13})


@given(DIGITS, st.from_regex(r"[A-Za-z0-9-]{2,20}", fullmatch=True))
def test_a_link_leads_back_to_its_number_and_lot(digits: str, code: str) -> None:
    number = digits + str(check_digit(digits))
    link = batch_link("https://laden.example", code, number)
    _, ai_number, found, ai_batch, batch = urlsplit(link).path.split("/")
    assert (ai_number, found, ai_batch, unquote(batch)) == ("01", number.zfill(14), "10", code)


def test_signs_of_a_lot_that_mean_something_in_an_address_are_written_as_percents() -> None:
    link = batch_link("https://laden.example", 'A/1%"?', "4006381333931")
    assert link == "https://laden.example/01/04006381333931/10/A%2F1%25%22%3F"


@pytest.mark.parametrize("number", [None, "", "4006381333932"])
def test_a_bag_without_a_right_number_says_the_page_of_its_batch(number: str | None) -> None:
    link = batch_link("https://laden.example", "26-118", number)
    assert link == "https://laden.example/charge/26-118"
