"""A price as layers of a bag: where each begins, how high it is, where its words stand. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from shop.money.cents import half_up, split
from shop.origin.split_document import Part
from shop.split.rules import known_cents

#: What is one layer, from the top of the bag to its bottom.
GROUPS = {
    "origin": ("green", "premium"),
    "project": ("project",),
    "craft": ("freight", "decaf", "roasting", "packing"),
    "goods": ("goods",),
    "state": ("coffee_tax", "vat"),
    "shop": ("shop",),
}
#: Units of the drawing; on a telephone one is a CSS pixel.
LEAST_HEIGHT = 264
#: A layer thinner than this could not be seen.
THINNEST = 3
LABEL_HEIGHT = 46
#: So many names of parts have room in a line of its words.
NAMES_IN_A_LINE = 3
LINE_HEIGHT = 15
#: Between two slanting lines.
HATCH = 9


@dataclass(frozen=True, slots=True)
class Layer:
    """One group of parts; `kinds` names what is in it."""

    #: A key of `GROUPS`, or „unknown“.
    group: str
    kinds: tuple[str, ...]
    cents: int
    percent: int
    top: int = 0
    height: int = 0
    #: The top of its words, which never touch those of another layer.
    label_top: int = 0

    @property
    def lines(self) -> tuple[tuple[str, ...], ...]:
        """`kinds`, as many of them in a line as have room."""
        starts = range(0, len(self.kinds), NAMES_IN_A_LINE)
        return tuple(self.kinds[start : start + NAMES_IN_A_LINE] for start in starts)

    @property
    def label_height(self) -> int:
        return LABEL_HEIGHT + LINE_HEIGHT * (len(self.lines) - 1)


@dataclass(frozen=True, slots=True)
class Picture:
    """All that is drawn, in units of the drawing."""

    layers: tuple[Layer, ...]
    height: int
    #: What all parts cost that are known, or the price where that is more.
    total_cents: int
    #: What the shop adds to the price (at least, where parts are unknown), and where the price
    #: ends among the layers; 0 for nothing.
    added_cents: int
    price_line: int
    #: Paid at the port of origin; None where it is not known, or no coffee is in it.
    origin_cents: int | None
    has_coffee: bool
    has_premium: bool
    #: Kinds of parts that nobody knows.
    unknown: tuple[str, ...]


@lru_cache(maxsize=512)
def picture(price_cents: int, parts: tuple[Part, ...]) -> Picture:
    """The layers of a split; their heights are in proportion to their cents."""
    layers = _layers(price_cents, parts)
    height = max(LEAST_HEIGHT, sum(layer.label_height for layer in layers))
    placed = _with_labels(_stacked(layers, height), height)
    total = sum(layer.cents for layer in layers)
    return Picture(
        layers=tuple(placed),
        height=height,
        total_cents=total,
        added_cents=max(0, total - price_cents),
        price_line=height * price_cents // total if total > price_cents else 0,
        origin_cents=_origin_cents(parts),
        has_coffee=any(part.kind == "green" for part in parts),
        has_premium=any(part.kind == "premium" for part in parts),
        unknown=tuple(part.kind for part in parts if part.cents is None),
    )


def hatching(top: int, height: int, width: int) -> str:
    """Slanting lines within a rectangle, as the path of an SVG."""
    lines = []
    for offset in range(HATCH, width + height, HATCH):
        right, left = min(offset, width), max(0, offset - height)
        lines.append(f"M{left} {top + offset - left}L{right} {top + offset - right}")
    return "".join(lines)


def _layers(price_cents: int, parts: Sequence[Part]) -> list[Layer]:
    amounts = {part.kind: part.cents for part in parts if part.cents}
    found = []
    for group, kinds in GROUPS.items():
        known = tuple(kind for kind in kinds if kind in amounts)
        found.append(_layer(group, known, sum(amounts[kind] for kind in known), price_cents))
    unknown = tuple(part.kind for part in parts if part.cents is None)
    left = price_cents - known_cents(parts) if unknown else 0
    found.append(_layer("unknown", unknown, left, price_cents))
    return [layer for layer in found if layer.cents > 0]


def _layer(group: str, kinds: tuple[str, ...], cents: int, price_cents: int) -> Layer:
    return Layer(group, kinds, cents, half_up(100 * cents, price_cents))


def _stacked(layers: Sequence[Layer], height: int) -> list[tuple[Layer, int, int]]:
    """(layer, top, height), without a gap; what thin ones get too much the highest gives."""
    heights = split(height, [layer.cents for layer in layers])
    highest = heights.index(max(heights))
    for index, own in enumerate(heights):
        if own < THINNEST:
            heights[highest] -= THINNEST - own
            heights[index] = THINNEST
    tops = [sum(heights[:index]) for index in range(len(heights))]
    return list(zip(layers, tops, heights, strict=True))


def _with_labels(stacked: Sequence[tuple[Layer, int, int]], height: int) -> list[Layer]:
    """Words beside the middle of their layer, moved down past the ones above, then up again."""
    tops, free = [], 0
    for layer, top, own in stacked:
        tops.append(max(free, top + (own - layer.label_height) // 2))
        free = tops[-1] + layer.label_height
    lowest = height
    for index in reversed(range(len(stacked))):
        tops[index] = lowest = min(tops[index], lowest - stacked[index][0].label_height)
    return [
        replace(layer, top=top, height=own, label_top=label_top)
        for (layer, top, own), label_top in zip(stacked, tops, strict=True)
    ]


def _origin_cents(parts: Sequence[Part]) -> int | None:
    amounts = [part.cents for part in parts if part.kind in GROUPS["origin"]]
    if not amounts or None in amounts:
        return None
    return sum(amount for amount in amounts if amount is not None)
