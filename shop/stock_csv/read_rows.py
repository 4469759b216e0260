"""The lines of a stock file, each cell looked at before anything else is."""

import csv
import io
import unicodedata
from collections.abc import Callable, Iterator, Sequence

from shop.stock_csv.rules import (
    COLUMNS,
    LONGEST_CELL,
    LONGEST_REASON,
    MOST_ROWS,
    MOST_UNITS,
    NEEDED,
    BadStockFile,
    Fault,
    Problem,
    Row,
)

_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "−")
_SIGNS = ("-", "−", "－")
Tell = Callable[[Problem], None]


def read_rows(text: str, tell: Tell) -> Iterator[Row]:
    """Every line that can be read; what is wrong with the others is told.

    Separated by semicolons, commas or tabs, as the head is. Raises `BadStockFile` where nothing
    can be read: no such columns, quotes that never end, more than `MOST_ROWS`.
    """
    head, _end, _rest = text.partition("\n")
    separator = max(";,\t", key=head.count)
    # The one refusal of the reader that can be told apart: a cell without an end swallows the rest.
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        places = _places([cell.strip() for cell in next(lines)])
        for count, cells in enumerate(lines, 1):
            if count > MOST_ROWS:
                raise BadStockFile([Problem(lines.line_num, Fault.TOO_MANY_ROWS)])
            if any(cells):
                row = _row(lines.line_num, cells, places, tell)
                if row is not None:
                    yield row
    except csv.Error:
        raise BadStockFile([Problem(lines.line_num, Fault.BROKEN_QUOTES)]) from None


def _places(head: Sequence[str]) -> dict[str, int]:
    """Column → its place. Refuses unknown, missing and doubled ones all at once."""
    known = {name.casefold(): name for name in COLUMNS}
    names = [known.get(cell.casefold(), cell) for cell in head]
    if not set(names) & set(COLUMNS):
        raise BadStockFile([Problem(1, Fault.NO_COLUMNS, found=_short(" ".join(head)))])
    problems = [
        Problem(1, Fault.COLUMN_MISSING, column) for column in NEEDED if column not in names
    ]
    for place, name in enumerate(names):
        if name in names[:place]:
            problems.append(Problem(1, Fault.COLUMN_TWICE, _short(name)))
        elif name not in COLUMNS:
            problems.append(Problem(1, Fault.COLUMN_UNKNOWN, _short(name)))
    if problems:
        raise BadStockFile(problems)
    return {name: place for place, name in enumerate(names)}


def _row(line: int, cells: list[str], places: dict[str, int], tell: Tell) -> Row | None:
    if len(cells) != len(places):
        tell(Problem(line, Fault.CELLS, found=str(len(cells))))
        return None
    found: dict[str, str] = {}
    for name in (*NEEDED, "Grund"):
        place = places.get(name)
        cell, is_quoted = ("", False) if place is None else _unquoted(cells[place].strip())
        # A negative number has a sentence of its own.
        may_begin_so = is_quoted or (name.startswith("Bestand") and cell.startswith(_SIGNS))
        if fault := _fault(cell, may_begin_so=may_begin_so):
            tell(Problem(line, fault, name, _short(cell)))
            return None
        found[name] = cell
    numbers: dict[str, int | None] = {}
    for name in ("Bestand bisher", "Bestand neu"):
        cell = found[name]
        if fault := _number_fault(cell):
            tell(Problem(line, fault, name, _short(cell)))
            return None
        numbers[name] = int(cell) if cell else None
    return Row(
        line=line,
        location=found["Ort"],
        sku=found["Artikelnummer"],
        batch=found["Charge"],
        before=numbers["Bestand bisher"],
        after=numbers["Bestand neu"],
        reason=found["Grund"][:LONGEST_REASON],
    )


def _unquoted(cell: str) -> tuple[str, bool]:
    """Without the apostrophe that our own files put before what looks like a formula."""
    if cell.startswith("'") and cell[1:].lstrip().startswith(_FORMULA):
        return cell[1:].lstrip(), True
    return cell, False


def _fault(cell: str, *, may_begin_so: bool) -> Fault | None:
    if len(cell) > LONGEST_CELL:
        return Fault.LONG_CELL
    if cell.startswith(_FORMULA) and not may_begin_so:
        return Fault.FORMULA
    # Most cells are plain, and this is asked half a million times.
    if cell.isascii() and cell.isprintable():
        return None
    unseen = ("Cc", "Cf", "Cs", "Co")
    if any(unicodedata.category(sign) in unseen for sign in cell):
        return Fault.UNSEEN_CHARACTER
    return None


def _number_fault(cell: str) -> Fault | None:
    if not cell:
        return None
    if cell.startswith(_SIGNS):
        return Fault.NEGATIVE if cell[1:].isdigit() else Fault.FORMULA
    if not (cell.isascii() and cell.isdigit()):
        return Fault.NO_NUMBER
    if len(cell) > 9 or int(cell) > MOST_UNITS:
        return Fault.TOO_MANY_UNITS
    return None


def _short(cell: str) -> str:
    visible = "".join(sign if sign.isprintable() else " " for sign in cell)
    return visible if len(visible) <= 40 else visible[:39] + "…"
