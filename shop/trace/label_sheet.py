"""Sheets of labels, and how large what stands on them must be."""

from dataclasses import dataclass

from shop.errors import Refused


class LabelTooSmall(Refused):
    """What must stand on the label does not fit on it in the size the law wants."""


class UnprintableSign(Refused):
    """A sign of the text is in none of the fonts. `sign`: which."""

    def __init__(self, sign: str) -> None:
        super().__init__()
        self.sign = sign


@dataclass(frozen=True, slots=True)
class Sheet:
    """An A4 sheet of labels of one size, in millimetres."""

    columns: int
    rows: int
    width: float
    height: float

    @property
    def places(self) -> int:
        """Labels on one sheet."""
        return self.columns * self.rows


SHEETS = {
    "small": Sheet(columns=3, rows=5, width=70, height=50.8),
    "large": Sheet(columns=2, rows=4, width=105, height=74),
}
#: Of all that must be read on a label: the height of a small x (Art. 13 (2) LMIV).
X_HEIGHT_MM = 1.2
_NUMERALS = ((50, 2), (200, 3), (1000, 4))


def numeral_mm(grams: int) -> int:
    """How high the figures of the net quantity are at least (§ 20 FPackV)."""
    return next((height for most, height in _NUMERALS if grams <= most), 6)


def places(sheet: Sheet, first: int, count: int) -> list[list[int]]:
    """Which places carry a label, page by page; places count from 0, `first` from 1."""
    taken = range(first - 1, first - 1 + count)
    pages: dict[int, list[int]] = {}
    for number in taken:
        pages.setdefault(number // sheet.places, []).append(number % sheet.places)
    return list(pages.values())
