"""A harvest from the bush to the bag, month by month, and where its months are drawn on a line.

A month is a number, all years in one count: January 2026 is 2026 × 12, February one more.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import reduce

#: Of the drawing.
WIDTH = 360
Months = frozenset[int]


@dataclass(frozen=True, slots=True)
class Line:
    """So many months from the first one, side by side over the width of the drawing."""

    first: int
    count: int

    @property
    def months(self) -> range:
        return range(self.first, self.first + self.count)

    @property
    def years(self) -> list[int]:
        """The months a year is written at: the first, unless January is too near, and Januaries."""
        januaries = [month for month in self.months if month % 12 == 0]
        near = any(month - self.first < 3 for month in januaries)
        return januaries if near else [self.first, *januaries]

    def x(self, month: int) -> float:
        """Where it begins; the month before ends there."""
        return round((month - self.first) * WIDTH / self.count, 1)


def line(*rows: Months) -> Line:
    """From the first month in any of these rows to the last."""
    months: Months = reduce(frozenset.union, rows, frozenset())
    return Line(min(months), max(months) - min(months) + 1) if months else Line(0, 1)


def month_of(day: date) -> int:
    return day.year * 12 + day.month - 1


def months_between(first: date, last: date) -> Months:
    """Every month that has a day between them, both included."""
    return frozenset(range(month_of(first), month_of(last) + 1))


def runs(months: Iterable[int]) -> tuple[tuple[int, int], ...]:
    """First and last month of each unbroken run, the earliest first."""
    found = frozenset(months)
    starts = sorted(month for month in found if month - 1 not in found)
    ends = sorted(month for month in found if month + 1 not in found)
    return tuple(zip(starts, ends, strict=True))
