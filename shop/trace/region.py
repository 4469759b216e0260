"""The region of Cajamarca as a drawing on a loom: each province some cells of a grid.

Roughly where the provinces lie to each other, by nobody's survey; a cell is about 16 km. The page
says „schematisch“ beside it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

CELL = 10
_CLOTH = (
    "...II.......",
    "..IIII......",
    "..IIIII.....",
    "...IIIII....",
    "..JJIIII....",
    ".JJJJJ......",
    ".JJJJJJ.....",
    "..JJJJJ.....",
    "...JUUUU....",
    "...UUUUU....",
    "..HUUUHHH...",
    ".HHHHHHHE...",
    "..ZZZQQHEE..",
    "..MZQQQQEEE.",
    ".MMMMQCCEEE.",
    ".MMMPPCCCE..",
    "...TTPCCSSS.",
    "...TTTCCSSS.",
    ".....TCCBBS.",
    "........BBB.",
    ".........BB.",
)
_LETTERS = {
    "I": "san_ignacio",
    "J": "jaen",
    "U": "cutervo",
    "H": "chota",
    "Z": "santa_cruz",
    "M": "san_miguel",
    "Q": "hualgayoc",
}
#: The partner town, between two rows of its province.
CITY = (7 * CELL, 16 * CELL)
WIDTH, HEIGHT = len(_CLOTH[0]) * CELL, len(_CLOTH) * CELL
#: Where names are written, right of the cloth, and how far apart at least.
_NAMES_AT = WIDTH + 14
_APART = 18
_Cell = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Name:
    """A place, its middle on the map, and where its name stands."""

    key: str
    x: int
    y: int
    text_x: int
    text_y: int


def names(provinces: Iterable[str]) -> tuple[Name, ...]:
    """The provinces and the town („city“), from north to south, no two names on one line."""
    places = {key: _middle(_cells()[key]) for key in provinces if key in _cells()}
    places["city"] = CITY
    found: list[Name] = []
    for key, (x, y) in sorted(places.items(), key=lambda place: place[1][1]):
        lowest = found[-1].text_y + _APART if found else 0
        found.append(Name(key, x, y, _NAMES_AT, max(y, lowest)))
    return tuple(found)


@cache
def shape(province: str) -> str:
    """The outline of a province as a path of SVG; „rest“: of all where no coffee is bought."""
    runs = []
    for x, y in sorted(_cells().get(province, ()), key=lambda cell: (cell[1], cell[0])):
        runs.append(f"M{x * CELL} {y * CELL}h{CELL}v{CELL}h-{CELL}z")
    return "".join(runs)


@cache
def borders() -> str:
    """The lines between cells of different provinces."""
    lines = []
    for y, row in enumerate(_CLOTH):
        for x, letter in enumerate(row):
            right = row[x + 1] if x + 1 < len(row) else "."
            below = _CLOTH[y + 1][x] if y + 1 < len(_CLOTH) else "."
            if right != letter and "." not in (right, letter):
                lines.append(f"M{(x + 1) * CELL} {y * CELL}v{CELL}")
            if below != letter and "." not in (below, letter):
                lines.append(f"M{x * CELL} {(y + 1) * CELL}h{CELL}")
    return "".join(lines)


@cache
def _cells() -> dict[str, tuple[_Cell, ...]]:
    found: dict[str, list[_Cell]] = {}
    for y, row in enumerate(_CLOTH):
        for x, letter in enumerate(row):
            if letter != ".":
                found.setdefault(_LETTERS.get(letter, "rest"), []).append((x, y))
    return {key: tuple(cells) for key, cells in found.items()}


def _middle(cells: tuple[_Cell, ...]) -> tuple[int, int]:
    """The middle of that cell which is nearest to the middle of them all."""
    x = sum(cell[0] for cell in cells) / len(cells)
    y = sum(cell[1] for cell in cells) / len(cells)
    nearest = min(cells, key=lambda cell: (cell[0] - x) ** 2 + (cell[1] - y) ** 2)
    return nearest[0] * CELL + CELL // 2, nearest[1] * CELL + CELL // 2
