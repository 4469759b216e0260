"""A drawn product as an image: previews elsewhere show no SVG."""

import io
import math
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping
from functools import lru_cache

from PIL import Image, ImageDraw

from shop.web.assets import STATIC
from shop.web.bag import layers
from shop.web.colours import checked

SIZE = (1200, 630)
_GROUND = "#ede3cf"
_DRAWN = (240, 300)
#: Pixels for each unit of the drawing; half as many remain, which smooths its edges.
_SCALE = 4
_STEPS = 12
_TOKEN = re.compile(r"[A-Za-z]|-?(?:\d*\.\d+|\d+)")
#: How many numbers each letter of a path takes; small letters count from where the pen is.
_TAKES = {"m": 2, "l": 2, "h": 1, "v": 1, "q": 4, "c": 6, "z": 0}

_Points = list[complex]


@lru_cache(maxsize=128)
def preview_image(
    name: str, drawing: str, bag_colour: str, label_colour: str, accent_colour: str
) -> bytes:
    """A PNG of 1200 × 630, from memory when asked for again. Colours are `#rrggbb`.

    It bears no lettering: a preview stands beside the product's name, and fonts differ.
    """
    look = {
        "fill": checked(bag_colour),
        "stroke": checked(label_colour),
        "currentColor": checked(accent_colour),
    }
    drawn = Image.new("RGB", (_DRAWN[0] * _SCALE, _DRAWN[1] * _SCALE), _GROUND)
    for layer in layers(name, drawing):
        _paint(drawn, _symbols()[layer], look)
    small = drawn.resize((drawn.width // 2, drawn.height // 2), Image.Resampling.LANCZOS)
    image = Image.new("RGB", SIZE, _GROUND)
    image.paste(small, ((SIZE[0] - small.width) // 2, (SIZE[1] - small.height) // 2))
    file = io.BytesIO()
    image.save(file, "PNG", optimize=True)
    return file.getvalue()


@lru_cache(maxsize=1)
def _symbols() -> dict[str, ET.Element]:
    sprite = ET.parse(STATIC / "img" / "bag.svg").getroot()
    return {symbol.attrib["id"]: symbol for symbol in sprite}


def _paint(image: Image.Image, shape: ET.Element, inherited: Mapping[str, str]) -> None:
    """The part of SVG the sprite uses: groups, paths, ellipses, plain colours and opacity."""
    look = {**inherited, **shape.attrib}
    lines = list(_outlines(shape))
    for part in ("fill", "stroke"):
        colour = look.get(look[part], look[part])
        if lines and colour != "none":
            mask = Image.new("L", image.size)
            shade = round(255 * float(look.get("opacity", 1)))
            width = round(float(look.get("stroke-width", 1)) * _SCALE) if part == "stroke" else 0
            for points in lines:
                _draw(ImageDraw.Draw(mask), points, shade, width)
            image.paste(colour, mask=mask)
    for inner in shape:
        _paint(image, inner, look)


def _draw(draw: ImageDraw.ImageDraw, points: _Points, shade: int, width: int) -> None:
    pixels = [(point.real * _SCALE, point.imag * _SCALE) for point in points]
    if width:
        draw.line(pixels, fill=shade, width=width, joint="curve")
    else:
        draw.polygon(pixels, fill=shade)


def _outlines(shape: ET.Element) -> Iterator[_Points]:
    if "d" in shape.attrib:
        yield from _followed(_TOKEN.findall(shape.attrib["d"]))
    elif "cx" in shape.attrib:
        middle = complex(float(shape.attrib["cx"]), float(shape.attrib["cy"]))
        across = float(shape.get("rx") or shape.attrib["r"])
        down = float(shape.get("ry") or shape.attrib["r"])
        turns = (2 * math.pi * step / 64 for step in range(65))
        yield [middle + complex(across * math.cos(t), down * math.sin(t)) for t in turns]


def _followed(tokens: list[str]) -> Iterator[_Points]:
    """The outlines of a path, curves as short straight lines."""
    points: _Points = []
    letter, at = "", 0
    while at < len(tokens):
        if tokens[at].isalpha():
            letter, at = tokens[at], at + 1
        taken = _TAKES[letter.lower()]
        numbers, at = [float(token) for token in tokens[at : at + taken]], at + taken
        if letter in "mM":
            if points:
                yield points
            points = [_moved(points[-1] if points else 0j, letter, numbers)[0]]
            letter = "l" if letter == "m" else "L"
        elif letter in "zZ":
            points.append(points[0])
        else:
            points += _curve([points[-1], *_moved(points[-1], letter, numbers)])
    yield points


def _moved(pen: complex, letter: str, numbers: list[float]) -> _Points:
    """The points a letter names."""
    if letter in "hH":
        return [complex(numbers[0] + (pen.real if letter == "h" else 0), pen.imag)]
    if letter in "vV":
        return [complex(pen.real, numbers[0] + (pen.imag if letter == "v" else 0))]
    origin = pen if letter.islower() else 0j
    pairs = zip(numbers[::2], numbers[1::2], strict=True)
    return [origin + complex(x, y) for x, y in pairs]


def _curve(controls: _Points) -> _Points:
    """The curve of Bézier these points make, without its beginning; of two, the second."""
    if len(controls) == 2:
        return controls[1:]
    return [_on_curve(controls, step / _STEPS) for step in range(1, _STEPS + 1)]


def _on_curve(controls: _Points, way: float) -> complex:
    if len(controls) == 1:
        return controls[0]
    pairs = zip(controls, controls[1:], strict=False)
    return _on_curve([one + (other - one) * way for one, other in pairs], way)
