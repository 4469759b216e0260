"""The bag: a drawing of each product in its own colours, until a photograph is there.

The shapes live once in static/img/bag.svg; a card carries only colours and label text.
"""

import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import cast
from zlib import crc32

from flask import Flask
from markupsafe import Markup, escape

from shop.web.colours import checked, ink_on

WEAVES = 4
WOVEN = "weave"
LEADING = 1.12
SMALL = 11


@dataclass(frozen=True)
class Kind:
    """How a product is drawn: its layers in the sprite, and where its label has room for words."""

    layers: tuple[str, ...]
    middle: int = 0
    width: int = 0


KINDS = {
    "bag": Kind(("bag", WOVEN, "bag-over"), middle=151, width=106),
    "chocolate": Kind(("chocolate", WOVEN, "chocolate-over"), middle=136, width=98),
    "gift": Kind(("gift", WOVEN, "gift-over"), middle=164, width=88),
    "set": Kind(("set",), middle=214, width=190),
    "crate": Kind(("crate",), middle=212, width=130),
    "mug": Kind(("mug",)),
    "filter": Kind(("filter",)),
}


def init_app(app: Flask) -> None:
    """Give templates `bag(…)`: as `_drawing`, with the shapes of the file that all cards share.

    Colours are `#rrggbb`, anything else is a ValueError; roast is 1 to 5 or unsaid.
    """
    asset_url = cast(Callable[[str], str], app.jinja_env.globals["asset_url"])
    app.jinja_env.globals["bag"] = partial(_drawing, asset_url("bag.svg"))


def layers(name: str, drawing: str) -> tuple[str, ...]:
    """The shapes of the sprite this product is drawn with, from the back to the front.

    The same name always wears the same weave; 53 spreads the first assortment over all four.
    """
    weave = f"weave{crc32(name.encode()) % 53 % WEAVES}"
    return tuple(weave if layer == WOVEN else layer for layer in KINDS[drawing].layers)


@lru_cache(maxsize=1024)
def _drawing(
    sprite: str,
    name: str,
    weight_label: str,
    kind: str,
    bag_colour: str,
    label_colour: str,
    accent_colour: str,
    title: str | None = None,
    roast: int | None = None,
) -> Markup:
    fill, stroke, color = checked(bag_colour), checked(label_colour), checked(accent_colour)
    told = Markup(' role="img" aria-label="{}"').format(title) if title else ' aria-hidden="true"'
    shapes = "".join(f'<use href="{sprite}#{layer}"/>' for layer in layers(name, kind))
    return Markup(
        f'<svg class="bag" viewBox="0 0 240 300" width="240" height="300" fill="{fill}"'
        f' stroke="{stroke}" color="{color}"{told}>{shapes}'
        f"{_words(KINDS[kind], name, weight_label, ink_on(stroke), roast)}</svg>"
    )


def _words(kind: Kind, name: str, weight_label: str, ink: str, roast: int | None) -> str:
    if not kind.width or not name.strip():
        return ""
    size, lines = _largest(name, kind.width)
    step = size * LEADING
    below = [weight_label] if weight_label else []
    if roast:
        below.append("\u25c6" * roast + "\u25c7" * (5 - roast))
    top = kind.middle - (len(lines) * step + len(below) * 17) / 2
    end = top + len(lines) * step
    texts = [_text(top + step * (row + 0.75), size, line) for row, line in enumerate(lines)]
    texts += [_text(end + 15 + 17 * row, SMALL, line) for row, line in enumerate(below)]
    return f'<g fill="{ink}" stroke="none" text-anchor="middle">{"".join(texts)}</g>'


def _largest(name: str, width: int) -> tuple[float, list[str]]:
    """The lines, broken between words, that let the name stand largest on its label."""
    longest_word = max(map(len, name.split()))
    ways = (textwrap.wrap(name, most) for most in range(longest_word, len(name) + 1))
    return max((_size(lines, width), lines) for lines in ways)


def _size(lines: list[str], width: int) -> float:
    # A letter is about half as wide as high; 62 is what a label leaves for the name.
    return round(min(24, width / (0.5 * max(map(len, lines))), 62 / (len(lines) * LEADING)), 1)


def _text(y: float, size: float, line: str) -> str:
    return f'<text x="120" y="{y:.0f}" font-size="{size:g}">{escape(line)}</text>'
