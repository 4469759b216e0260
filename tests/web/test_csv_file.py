import csv
import io
import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.web.csv_file import amount, csv_file, kilograms, number, rate, text

STARTS = ("=", "+", "-", "@", "\t", "\r", "\x00", "＝", "−")


def read(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_german_spreadsheets_open_it_by_a_double_click() -> None:
    content = csv_file(("Röstung", "Preis"), [(text("Jaén"), amount(750))])
    assert content == b"\xef\xbb\xbf" + '"Röstung";"Preis"\r\n"Jaén";7,50\r\n'.encode()


@pytest.mark.parametrize("start", STARTS)
def test_nothing_is_a_formula(start: str) -> None:
    cell = read(csv_file(("x",), [(text(f"{start}1+1|cmd"),)]))[1][0]
    assert cell.startswith("'")


def test_a_formula_after_a_semicolon_stays_in_its_cell() -> None:
    assert read(csv_file(("x",), [(text('Kaffee;=1+1";=2'),)]))[1] == ['Kaffee;=1+1";=2']


@given(st.text())
def test_no_text_becomes_a_formula_or_a_second_cell(value: str) -> None:
    rows = read(csv_file(("x", "y"), [(text(value), number(1))]))
    assert len(rows) == 2 and len(rows[1]) == 2
    assert not rows[1][0].lstrip().startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


@given(st.text(st.characters(categories=["L", "N", "Zs", "Po"]), min_size=1))
def test_ordinary_names_are_written_as_they_are(value: str) -> None:
    written = read(csv_file(("x",), [(text(value),)]))[1][0]
    assert written == value or written == f"'{value}"


@given(st.integers(-(10**12), 10**12))
def test_amounts_stay_numbers_also_negative_ones(cents: int) -> None:
    written = amount(cents)
    assert re.fullmatch(r"-?\d+,\d\d", written)
    assert Decimal(written.replace(",", ".")) * 100 == cents


@given(st.integers(-(10**12), 10**12))
def test_weights_keep_every_gram(grams: int) -> None:
    assert Decimal(kilograms(grams).replace(",", ".")) * 1000 == grams


def test_rates_are_written_as_percent() -> None:
    assert [rate(bp) for bp in (0, 700, 1900, 550, 1605)] == ["0", "7", "19", "5,5", "16,05"]
