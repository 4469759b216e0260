"""The bag: a drawing of each product in its own colours, until a photograph is there.

The shapes live once in static/img/bag.svg; a card carries only colours and label text.
"""

import re
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import cast
from zlib import crc32

from flask import Flask
from markupsafe import Markup, escape

from shop.web.assets import STATIC

WEAVES = 4
LEADING = 1.12
DARK, LIGHT = "#2f1d15", "#fdfaf3"
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


@dataclass(frozen=True)
class Kind:
    """How a product is drawn: its layers in the sprite, and where its label has room for words."""

    layers: tuple[str, ...]
    middle: int = 0
    width: int = 0


WOVEN = "weave"
KINDS = {
    "bag": Kind(("bag", WOVEN, "bag-over"), middle=148, width=106),
    "chocolate": Kind(("chocolate", WOVEN, "chocolate-over"), middle=136, width=98),
    "gift": Kind(("gift", WOVEN, "gift-over"), middle=164, width=88),
    "set": Kind(("set",), middle=214, width=190),
    "crate": Kind(("crate",), middle=212, width=130),
    "mug": Kind(("mug",)),
    "filter": Kind(("filter",)),
}


def init_app(app: Flask) -> None:
    """Give templates `bag`, which draws with the cached sprite."""
    asset_url = cast(Callable[[str], str], app.jinja_env.globals["asset_url"])

    def bag(
        name: str,
        weight_label: str,
        kind: str,
        bag_colour: str,
        label_colour: str,
        accent_colour: str,
        title: str | None = None,
        roast: int | None = None,
    ) -> Markup:
        sprite = asset_url("bag.svg")
        colours = (bag_colour, label_colour, accent_colour)
        return _drawing(name, weight_label, kind, colours, title, roast, sprite)

    app.jinja_env.globals["bag"] = bag


def bag_svg(
    name: str,
    weight_label: str,
    kind: str,
    bag_colour: str,
    label_colour: str,
    accent_colour: str,
    title: str | None = None,
    roast: int | None = None,
) -> str:
    """The same drawing as a file of its own that needs no other file."""
    colours = (bag_colour, label_colour, accent_colour)
    drawing = _drawing(name, weight_label, kind, colours, title, roast, "")
    head, _, rest = drawing.partition(">")
    return f'{head} xmlns="http://www.w3.org/2000/svg" font-family="serif">{_shapes()}{rest}'


@lru_cache(maxsize=1024)
def _drawing(
    name: str,
    weight_label: str,
    kind: str,
    colours: tuple[str, str, str],
    title: str | None,
    roast: int | None,
    sprite: str,
) -> Markup:
    for colour in colours:
        if not _COLOUR.fullmatch(colour):
            raise ValueError(f"not a colour like #rrggbb: {colour!r}")
    fill, stroke, color = colours
    told = Markup(' role="img" aria-label="{}"').format(title) if title else ' aria-hidden="true"'
    weave = f"weave{_weave_of(name)}"
    layers = "".join(
        f'<use href="{sprite}#{weave if layer == WOVEN else layer}"/>'
        for layer in KINDS[kind].layers
    )
    return Markup(
        f'<svg class="bag" viewBox="0 0 240 300" width="240" height="300" fill="{fill}"'
        f' stroke="{stroke}" color="{color}"{told}>{layers}'
        f"{_words(KINDS[kind], name, weight_label, ink_on(stroke), roast)}</svg>"
    )


def _words(kind: Kind, name: str, weight_label: str, ink: str, roast: int | None) -> str:
    if not kind.width or not name.strip():
        return ""
    size, lines = _fitted(name, kind.width)
    small = [weight_label] if weight_label else []
    if roast:
        small.append("\u25c6" * roast + "\u25c7" * (5 - roast))
    below = kind.middle + (len(lines) * size * LEADING - len(small) * 17) / 2
    texts = [(size, below - size * (LEADING * row + 0.25), line) for row, line in lines]
    texts += [(11, below + 15 + 17 * row, line) for row, line in enumerate(small)]
    marks = "".join(
        f'<text x="120" y="{y:.0f}" font-size="{size:g}">{escape(line)}</text>'
        for size, y, line in texts
    )
    return f'<g fill="{ink}" stroke="none" text-anchor="middle">{marks}</g>'


def _fitted(name: str, width: int) -> tuple[float, list[tuple[int, str]]]:
    """The size of lettering and the lines, counted from below, that make the name largest."""
    ways = (textwrap.wrap(name, most) for most in range(max(map(len, name.split())), len(name) + 1))
    size, lines = max((_size(lines, width), lines) for lines in ways)
    return size, list(enumerate(reversed(lines)))[::-1]


def _size(lines: list[str], width: int) -> float:
    return min(24, width / (0.5 * max(map(len, lines))), 62 / (len(lines) * LEADING))


@lru_cache(maxsize=1)
def _shapes() -> str:
    """Every symbol of the sprite, without the file around them."""
    sprite = (STATIC / "img" / "bag.svg").read_text(encoding="utf-8")
    return "".join(re.findall(r"<symbol.*?</symbol>", sprite, re.DOTALL))


def _weave_of(name: str) -> int:
    """The same name always wears the same weave; 53 spreads the first assortment over all four."""
    return crc32(name.encode()) % 53 % WEAVES


def ink_on(colour: str) -> str:
    """Dark or light lettering, whichever is read better on this colour (WCAG luminance)."""
    return DARK if _luminance(colour) > 0.2 else LIGHT


def _luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
