"""A slope in steps, to show how high coffee grew: a drawing, not a real mountain."""

from collections.abc import Iterable
from dataclasses import dataclass

#: Metres: of the axis, and of one step.
TOP, STEP = 2500, 100
HEIGHT, WIDTH = 150, 200
LINES = (500, 1000, 1500, 2000, 2500)
#: By how much each step is narrower than the one below, left and right.
_LEFT = (9, 3, 5, 2, 4, 6, 2, 3, 5, 2, 3, 4, 2, 5, 2, 3, 2, 4, 3, 2, 3, 2, 3, 2)
_RIGHT = (6, 2, 4, 3, 2, 5, 3, 2, 2, 4, 3, 2, 5, 2, 3, 3, 4, 2, 3, 5, 3, 4, 5, 6)
_APART = 16


@dataclass(frozen=True, slots=True)
class Band:
    """A stretch of the slope between two altitudes."""

    low: int
    high: int
    path: str
    #: Its right edge, its middle, and where its words stand.
    x: float
    y: float
    text_y: float


def height(metres: int) -> float:
    """Where an altitude is on the drawing, from the top; what is beyond the axis, at its end."""
    return HEIGHT - min(max(metres, 0), TOP) * HEIGHT / TOP


def slope(low: int = 0, high: int = TOP) -> str:
    """The part of the slope between two altitudes, as a path of SVG."""
    pieces = []
    for bottom, left, right in _steps():
        y_low, y_high = max(bottom, low), min(bottom + STEP, high)
        if y_low < y_high:
            y, tall = height(y_high), height(y_low) - height(y_high)
            pieces.append(f"M{left} {y:g}h{right - left}v{tall:g}h{left - right}z")
    return "".join(pieces)


def bands(ranges: Iterable[tuple[int, int]]) -> tuple[Band, ...]:
    """Each of these (lowest, highest metres), from the top down, no two words on one line."""
    found: list[Band] = []
    for low, high in sorted(set(ranges), key=lambda one: (-sum(one), one)):
        # A single altitude is drawn as a thin stretch.
        low_drawn, high_drawn = (low, high) if high - low >= 20 else (low - 10, low + 10)
        y = height((low + high) // 2)
        edge = max((r for b, _, r in _steps() if b <= (low + high) // 2 < b + STEP), default=WIDTH)
        lowest = found[-1].text_y + _APART if found else 0
        found.append(Band(low, high, slope(low_drawn, high_drawn), edge, y, max(y, lowest)))
    return tuple(found)


def _steps() -> list[tuple[int, int, int]]:
    """(lowest metres, left, right) of each step."""
    left, right, found = 0, WIDTH, [(0, 0, WIDTH)]
    for number, (inward, outward) in enumerate(zip(_LEFT, _RIGHT, strict=True), 1):
        left, right = left + inward, right - outward
        found.append((number * STEP, left, right))
    return found
