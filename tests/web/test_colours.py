import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.web.assets import STATIC
from shop.web.colours import DARK, LIGHT, checked, contrast, ink_on

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")

#: What stands on what, and the ratio WCAG 2.2 AA asks for: text 4.5, edges of controls 3.
PAIRS = [
    *((ink, ground, 4.5) for ink in ("coffee", "coffee-soft", "green", "signal")
      for ground in ("paper", "paper-light", "paper-deep")),
    *((ink, ground, 4.5) for ink in ("coffee", "coffee-soft")
      for ground in ("green-pale", "gold-pale", "signal-pale")),
    ("paper", "coffee", 4.5),
    ("paper-deep", "coffee", 4.5),
    ("gold-pale", "coffee", 4.5),
    ("paper-light", "green", 4.5),
    ("paper-light", "green-deep", 4.5),
    ("paper-light", "signal", 4.5),
    ("green-deep", "green-pale", 4.5),
    *(("edge", ground, 3.0) for ground in ("paper", "paper-light", "paper-deep")),
]  # fmt: skip


def tokens() -> dict[str, str]:
    text = (STATIC / "css" / "tokens.css").read_text(encoding="utf-8")
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", text))


@pytest.mark.parametrize(("ink", "ground", "least"), PAIRS)
def test_everything_can_be_read_on_what_it_stands(ink: str, ground: str, least: float) -> None:
    colours = tokens()
    assert contrast(colours[ink], colours[ground]) >= least


@given(COLOURS)
def test_lettering_is_the_better_readable_of_two_inks(colour: str) -> None:
    chosen = contrast(ink_on(colour), colour)
    assert chosen == max(contrast(DARK, colour), contrast(LIGHT, colour))
    assert chosen >= 3.5


def test_black_on_white_is_21_to_1() -> None:
    assert contrast("#000000", "#ffffff") == contrast("#ffffff", "#000000") == 21


@pytest.mark.parametrize("nonsense", ["", "red", "#fff", "#12345g", '#123456"', "#123456\n"])
def test_what_is_no_colour_is_refused(nonsense: str) -> None:
    with pytest.raises(ValueError, match="rrggbb"):
        checked(nonsense)
