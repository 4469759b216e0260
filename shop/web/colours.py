"""Colours as staff choose them (`#rrggbb`), and what can be read on them."""

import re

DARK, LIGHT = "#2f1d15", "#fdfaf3"
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


def is_colour(text: str) -> bool:
    return bool(_COLOUR.fullmatch(text))


def checked(colour: str) -> str:
    """The colour itself; anything but `#rrggbb` is a ValueError, so that no markup slips in."""
    if not is_colour(colour):
        raise ValueError(f"not a colour like #rrggbb: {colour!r}")
    return colour


def ink_on(colour: str) -> str:
    """Dark or light lettering, whichever is read better on this colour."""
    return max(DARK, LIGHT, key=lambda ink: contrast(ink, colour))


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2, from 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
