"""The year of coffee, month by month: which months something happens in, and where they are drawn.

Months are numbers, January is 1. A circle has no end, so December is followed by January.
"""

from collections.abc import Iterable
from datetime import date
from math import cos, radians, sin

#: From flower to ripe cherry; published figures lie between six and nine.
MONTHS_TO_RIPEN = 8
#: Side of the square drawing, and its middle.
SIZE = 360
_MIDDLE = SIZE // 2
_DEGREES = 30
#: Left free between two months.
_GAP = 3

Months = frozenset[int]


def months_between(first: date, last: date) -> Months:
    """Every month that has a day between them, both included; at most a year."""
    start = first.year * 12 + first.month - 1
    end = last.year * 12 + last.month - 1
    return frozenset(month % 12 + 1 for month in range(start, min(end, start + 11) + 1))


def in_flower(harvest: Months) -> Months:
    """When what is ripe in these months was in flower, by the rule of thumb."""
    return frozenset((month - 1 - MONTHS_TO_RIPEN) % 12 + 1 for month in harvest)


def runs(months: Iterable[int]) -> tuple[tuple[int, int], ...]:
    """First and last month of each unbroken run, in the order of the calendar by their first."""
    found = frozenset(months)
    if len(found) == 12:
        return ((1, 12),)
    starts = sorted(month for month in found if _before(month) not in found)
    return tuple((start, _end(start, found)) for start in starts)


def arcs(months: Iterable[int], radius: int) -> str:
    """A path of SVG with an arc for each of the months, January at the top."""
    return "".join(_arc(month, radius) for month in sorted(months))


def month_at(month: int, radius: int) -> tuple[int, int]:
    """The middle of a month at this distance from the middle."""
    x, y = _point((month - 0.5) * _DEGREES, radius)
    return round(x), round(y)


def _arc(month: int, radius: int) -> str:
    x, y = _point((month - 1) * _DEGREES + _GAP / 2, radius)
    to_x, to_y = _point(month * _DEGREES - _GAP / 2, radius)
    return f"M{x:.1f} {y:.1f}A{radius} {radius} 0 0 1 {to_x:.1f} {to_y:.1f}"


def _point(degrees: float, radius: int) -> tuple[float, float]:
    """Clockwise from the top."""
    angle = radians(degrees)
    return _MIDDLE + radius * sin(angle), _MIDDLE - radius * cos(angle)


def _before(month: int) -> int:
    return (month - 2) % 12 + 1


def _after(month: int) -> int:
    return month % 12 + 1


def _end(start: int, months: Months) -> int:
    end = start
    while _after(end) in months:
        end = _after(end)
    return end
