"""What stands in an address is read without ever failing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.web.numbers import small_number, visible


@given(st.integers(0, 999_999_999))
def test_a_number_in_plain_digits_is_read(number: int) -> None:
    assert small_number(str(number)) == number


@pytest.mark.parametrize(
    "text", ["", " 1", "-1", "+1", "1_0", "1e3", "1.0", "٣", "²", "0" * 10, "9" * 5000, "x"]
)
def test_anything_else_is_no_number(text: str) -> None:
    assert small_number(text) is None


@given(st.text())
def test_no_text_breaks_it_and_every_number_fits_the_database(text: str) -> None:
    assert small_number(text) is None or 0 <= (small_number(text) or 0) < 2**31


@given(st.text())
def test_what_cannot_be_seen_becomes_a_blank(text: str) -> None:
    assert visible(text).isprintable()
    assert len(visible(text)) == len(text)


def test_letters_of_every_script_stay() -> None:
    assert visible("Kaffee\0 Ñandú Кофе") == "Kaffee  Ñandú Кофе"
