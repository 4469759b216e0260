"""A table as a file that German spreadsheet programs open by a double click.

UTF-8 with a byte order mark, semicolons, decimal commas. Nothing in it is ever a formula.
"""

import unicodedata
from collections.abc import Iterable, Sequence

_BOM = "\ufeff"
#: Also the wide ones, which some spreadsheets read as the narrow.
STARTS_A_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "−")


def csv_file(head: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """`rows` hold cells made by `text`, `number`, `amount` and `kilograms`."""
    lines = [";".join(text(name) for name in head), *(";".join(row) for row in rows)]
    return (_BOM + "\r\n".join(lines) + "\r\n").encode()


def text(value: str) -> str:
    """Quoted; an apostrophe before what a spreadsheet would take for a formula (OWASP)."""
    plain = "".join(" " if unicodedata.category(c) == "Cc" else c for c in value)
    if plain.lstrip().startswith(STARTS_A_FORMULA) or plain != value:
        plain = "'" + plain
    return '"' + plain.replace('"', '""') + '"'


def number(value: int) -> str:
    return str(value)


def amount(cents: int) -> str:
    """-750 → -7,50: without quotes and point, so that it can be summed."""
    sign = "-" if cents < 0 else ""
    whole, rest = divmod(abs(cents), 100)
    return f"{sign}{whole},{rest:02d}"


def kilograms(grams: int) -> str:
    sign = "-" if grams < 0 else ""
    whole, rest = divmod(abs(grams), 1000)
    return f"{sign}{whole},{rest:03d}"


def rate(rate_bp: int) -> str:
    """700 → 7, 550 → 5,5."""
    whole, rest = divmod(rate_bp, 100)
    return f"{whole},{rest:02d}".rstrip("0").rstrip(",") if rest else str(whole)
