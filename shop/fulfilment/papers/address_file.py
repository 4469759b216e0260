"""Addresses of parcels as a file that a carrier's portal imports."""

import csv
import io
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from shop.config import settings
from shop.errors import Refused
from shop.fulfilment.papers.rules import PrintedOrder, house_number
from shop.web.csv_file import STARTS_A_FORMULA

#: Spreadsheets take a cell that begins with one of these for a formula.
_FORMULA = (*STARTS_A_FORMULA, "\t", "\r", "\n")
#: Letters without a decomposition, that names in Berlin have.
_LIKE = str.maketrans({"ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ı": "i", "’": "'", "–": "-"})
_LAST_OF_LATIN_1 = 0xFF


class NotWritable(Refused):
    """The carrier's encoding has no letters for these. `numbers`: of the orders."""

    def __init__(self, numbers: tuple[str, ...]) -> None:
        super().__init__()
        self.numbers = numbers


class Form(NamedTuple):
    columns: Sequence[str]
    row: Callable[[PrintedOrder], list[str]]
    encoding: str


def address_file(orders: Iterable[PrintedOrder], form: Form) -> bytes:
    """One line for each parcel: semicolons, CRLF, the order number as reference.

    Neither mail nor telephone: the carrier brings the parcel without them. What a spreadsheet
    would take for a formula begins with an apostrophe. Raises `NotWritable`.
    """
    written = io.StringIO()
    writer = csv.writer(written, delimiter=";", lineterminator="\r\n")
    writer.writerow(form.columns)
    refused = []
    for order in orders:
        cells = list(form.row(order))
        if form.encoding == "latin-1":
            cells = [_western(cell) for cell in cells]
            if any(ord(sign) > _LAST_OF_LATIN_1 for cell in cells for sign in cell):
                refused.append(order.number)
        # Last: other letters may have become the sign of a formula, „≠“ „=“ and „–“ „-“.
        writer.writerow(_plain(cell) for cell in cells)
    if refused:
        raise NotWritable(tuple(refused))
    return written.getvalue().encode(form.encoding)


def _plain(cell: str) -> str:
    # A semicolon would begin a cell of its own for whoever reads without the quotes.
    text = cell.replace(";", ",")
    starts = (text, text.lstrip())
    return f"'{text}" if any(start.startswith(_FORMULA) for start in starts) else text


def _western(cell: str) -> str:
    """In letters of Latin-1 where there is one: „Nguyễn“ → „Nguyên“, „Łódź“ → „Lódz“."""
    return "".join(_base(sign) for sign in cell.translate(_LIKE))


def _base(sign: str) -> str:
    while ord(sign) > _LAST_OF_LATIN_1:
        parts = unicodedata.decomposition(sign).split()
        if not parts or parts[0].startswith("<"):
            break
        sign = chr(int(parts[0], 16))
    return sign


def _kilograms(grams: int) -> str:
    """530 → „0,530“; empty where nobody knows the weight."""
    return f"{grams / 1000:.3f}".replace(".", ",") if grams else ""


def _dhl(order: PrintedOrder) -> list[str]:
    operator = settings().operator
    street, number = house_number(order.street)
    from_street, from_number = house_number(operator.street)
    return [
        *(order.number, "", operator.name, "", "", from_street, from_number),
        *(operator.postcode, operator.city, "", "DEU", "", "", ""),
        *(order.name, order.extra, "", street, number),
        *(order.postcode, order.city, "", "DEU", "", "", ""),
        *(_kilograms(order.grams), "", "", "", "V01PAK"),
    ]


def _plain_row(order: PrintedOrder) -> list[str]:
    street, number = house_number(order.street)
    where = [street, number, order.postcode, order.city, "DE"]
    return [order.number, order.name, order.extra, *where, _kilograms(order.grams)]


_ADDRESS = ("Name 1", "Name 2", "Name 3", "Straße", "Hausnummer", "PLZ", "Ort", "Provinz", "Land")
_REACHED = ("E-Mail-Adresse", "Telefonnummer")
#: By the word in the address of the page.
FORMS = {
    # The columns of the template for the function „Versenden“ of DHL's portal for businesses, in
    # its order, as far as the product; a Postnummer belongs into the second name. Decimal comma,
    # ISO-8859-1 and a country of three letters as in that template; V01PAK is „DHL Paket“. The
    # day of shipping is left to the portal.
    "dhl": Form(
        (
            *("Sendungsreferenz", "Sendungsdatum"),
            *(f"Absender {name}" for name in _ADDRESS),
            "Absenderreferenz",
            *(f"Absender {name}" for name in _REACHED),
            *(
                f"Empfänger {name}" + (" / Postnummer" if name == "Name 2" else "")
                for name in _ADDRESS
            ),
            "Empfängerreferenz",
            *(f"Empfänger {name}" for name in _REACHED),
            *("Gewicht", "Länge", "Breite", "Höhe", "Produkt- und Servicedetails"),
        ),
        _dhl,
        "latin-1",
    ),
    # For carriers that ask at the import which column is what: UTF-8 with a mark, for Excel.
    "allgemein": Form(
        (
            *("Referenz", "Name", "Zusatz", "Straße", "Hausnummer", "PLZ", "Ort", "Land"),
            "Gewicht in kg",
        ),
        _plain_row,
        "utf-8-sig",
    ),
}
