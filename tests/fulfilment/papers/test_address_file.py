"""A file for the carrier's portal: what it needs, and nothing a spreadsheet would run."""

import csv
import io

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from shop.fulfilment.papers.address_file import FORMS, NotWritable, address_file
from shop.fulfilment.papers.rules import PrintedOrder
from tests.fulfilment.papers.made import bag, order

DHL, GENERAL = FORMS["dhl"], FORMS["allgemein"]


@pytest.fixture(autouse=True)
def _in_the_shop(app: Flask) -> object:
    with app.app_context():
        yield


def rows(made: bytes, encoding: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(made.decode(encoding)), delimiter=";"))


def only(order: PrintedOrder, form: str = "dhl") -> dict[str, str]:
    found = rows(address_file([order], FORMS[form]), FORMS[form].encoding)
    assert len(found) == 1
    return found[0]


def test_dhl_gets_street_and_number_apart_the_weight_in_kilograms_and_our_number() -> None:
    row = only(order(7, bag(units=2), street="Alt-Köpenick 21 a"))
    assert row["Sendungsreferenz"] == "SK-2026-00007"
    assert (row["Empfänger Straße"], row["Empfänger Hausnummer"]) == ("Alt-Köpenick", "21 a")
    assert (row["Empfänger PLZ"], row["Empfänger Land"]) == ("12555", "DEU")
    assert (row["Gewicht"], row["Produkt- und Servicedetails"]) == ("0,530", "V01PAK")
    assert row["Absender Name 1"] and row["Absender Straße"] and row["Absender Land"] == "DEU"


def test_a_postnummer_stands_where_dhl_looks_for_it() -> None:
    row = only(order(street="Packstation 123", extra="12345678"))
    assert row["Empfänger Name 2 / Postnummer"] == "12345678"
    assert (row["Empfänger Straße"], row["Empfänger Hausnummer"]) == ("Packstation", "123")


@pytest.mark.parametrize("form", FORMS)
def test_neither_mail_nor_telephone_leaves_the_house(form: str) -> None:
    row = only(order(), form)
    told = [value for column, value in row.items() if "Mail" in column or "Telefon" in column]
    assert told == ["", "", "", ""] if form == "dhl" else told == []
    assert "@" not in "".join(row.values())


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    "start", ["=", "+", "-", "@", "\t", "\r", " =", "≠", "–", "＝", "−", "＋", "－", "＠"]
)
def test_no_cell_is_a_formula(form: str, start: str) -> None:
    evil = start + 'HYPERLINK("http://x";"y")'
    try:
        found = only(order(name=evil, street=evil, city=evil, extra=evil), form)
    except NotWritable:
        return
    read = (cell.lstrip(" ") for cell in found.values())
    assert all(not cell.startswith((*"=+-@＝＋－＠−", "\t", "\r")) for cell in read)


@pytest.mark.parametrize("form", FORMS)
def test_no_formula_hides_behind_a_semicolon(form: str) -> None:
    found = only(order(name="Testperson;=1+1", street="Musterweg 1;@x"), form)
    assert not any(f";{start}" in cell for cell in found.values() for start in "=+-@")


def test_a_weight_nobody_knows_stays_empty() -> None:
    assert only(order(1, bag(grams=0)))["Gewicht"] == ""


def test_names_come_in_the_letters_dhl_can_read_and_whole_in_the_general_file() -> None:
    written = order(name="Nguyễn Łódź – Müller’s")
    assert only(written)["Empfänger Name 1"] == "Nguyên Lódz - Müller's"
    assert only(written, "allgemein")["Name"] == "Nguyễn Łódź – Müller’s"
    assert address_file([written], GENERAL).startswith(b"\xef\xbb\xbf")


def test_a_name_in_other_letters_is_not_guessed() -> None:
    with pytest.raises(NotWritable) as refused:
        address_file([order(1), order(2, name="王小明")], DHL)
    assert refused.value.numbers == ("SK-2026-00002",)


words = st.text(st.characters(codec="latin-1", min_codepoint=32), max_size=60)


@given(
    st.lists(
        st.builds(
            order,
            name=words,
            street=words,
        ),
        max_size=5,
    ),
    st.sampled_from(sorted(FORMS)),
)
def test_whatever_is_in_an_address_each_parcel_is_one_line(
    orders: list[PrintedOrder], form: str
) -> None:
    made = address_file(orders, FORMS[form]).decode(FORMS[form].encoding)
    read = list(csv.reader(io.StringIO(made), delimiter=";"))
    assert [len(row) for row in read] == [len(FORMS[form].columns)] * (len(orders) + 1)
