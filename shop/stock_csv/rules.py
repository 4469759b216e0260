"""What a stock file must be, and what is wrong with one, line by line."""

from enum import StrEnum
from typing import NamedTuple

from shop.errors import Refused

#: Lines beside the head; whoever has more sends them in parts.
MOST_ROWS = 100_000
#: Bytes of a file: 100,000 lines with all their columns fit in.
MOST_BYTES = 20_000_000
#: Signs of a cell.
LONGEST_CELL = 300
#: Signs of a reason that are kept: words go before it when it is taken back.
LONGEST_REASON = 180
#: Units nobody ever has at one place: a slip of the key.
MOST_UNITS = 999_999

#: The columns as they are written, in this order.
COLUMNS = (
    "Ort",
    "Artikelnummer",
    "Produkt",
    "Sorte",
    "Charge",
    "Haltbar bis",
    "Unverkauft",
    "Zurückgelegt",
    "Verkauft, nicht gepackt",
    "Bestand bisher",
    "Bestand neu",
    "Grund",
)
#: Those a file must have to be read; the others are told to people and skipped.
NEEDED = ("Ort", "Artikelnummer", "Charge", "Bestand bisher", "Bestand neu")


class Fault(StrEnum):
    """What is wrong with a file or a line of it; `words.py` says it in German."""

    TOO_LARGE = "too_large"
    EMPTY = "empty"
    UTF16_WITHOUT_MARK = "utf16_without_mark"
    WORKBOOK = "workbook"
    NOT_TEXT = "not_text"
    UNKNOWN_ENCODING = "unknown_encoding"
    BROKEN_QUOTES = "broken_quotes"
    NO_COLUMNS = "no_columns"
    COLUMN_MISSING = "column_missing"
    COLUMN_UNKNOWN = "column_unknown"
    COLUMN_TWICE = "column_twice"
    TOO_MANY_ROWS = "too_many_rows"
    CELLS = "cells"
    LONG_CELL = "long_cell"
    UNSEEN_CHARACTER = "unseen_character"
    FORMULA = "formula"
    NO_NUMBER = "no_number"
    NEGATIVE = "negative"
    TOO_MANY_UNITS = "too_many_units"
    NO_BEFORE = "no_before"
    UNKNOWN_LOCATION = "unknown_location"
    CLOSED_LOCATION = "closed_location"
    UNKNOWN_SKU = "unknown_sku"
    GROUND_TO_ORDER = "ground_to_order"
    UNKNOWN_BATCH = "unknown_batch"
    NEEDS_BATCH = "needs_batch"
    NO_BATCH = "no_batch"
    DOES_NOT_FIT = "does_not_fit"
    TWICE = "twice"
    NOT_GOOD = "not_good"
    CORRECTED = "corrected"


class Problem(NamedTuple):
    """`line` counts from the head, which is line 1; 0 where it is about the file as a whole."""

    line: int
    fault: Fault
    #: Column, and what stands there, cut short.
    column: str = ""
    found: str = ""


class BadStockFile(Refused):
    """Nothing of it can be taken in. `problems` begin at the top; `more` were not kept."""

    status = 422

    def __init__(self, problems: list[Problem], more: int = 0) -> None:
        super().__init__()
        self.problems = problems
        self.more = more


class Nothing(Refused):
    """The file is right, and changes nothing."""


class SameFile(Refused):
    """It was done already, and not taken back."""

    def __init__(self, import_id: int) -> None:
        super().__init__()
        self.import_id = import_id


class NotNow(Refused):
    """It was applied, taken back or discarded already."""


class Short(Refused):
    """Fewer would be there than orders were promised. Nothing was booked. `lines` of the file."""

    def __init__(self, lines: list[int]) -> None:
        super().__init__()
        self.lines = lines


class SeenOther(Refused):
    """Something came or went since the page was opened. Nothing was booked."""


class Overtaken(Refused):
    """Lines that were right when the file was looked through, and are not any more. Nothing was
    booked. As many as somebody reads."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__()
        self.problems = problems


class Row(NamedTuple):
    """One line as it stands in the file, its numbers read."""

    line: int
    location: str
    sku: str
    batch: str
    #: None where the cell is empty.
    before: int | None
    after: int | None
    reason: str


class Change(NamedTuple):
    """One line that changes something, its names known."""

    line: int
    location_id: int
    variant_id: int
    batch_id: int | None
    before: int
    after: int
    reason: str
