"""What a preview of a product shows elsewhere."""

import io

import pytest
from PIL import Image

from shop.catalogue.preview_image import preview_image
from shop.web.bag import KINDS

GREEN, PAPER, GOLD = (0x2F, 0x5D, 0x4A), (0xF4, 0xEA, 0xD6), (0xD9, 0xA4, 0x41)
GROUND = (0xED, 0xE3, 0xCF)


def _seen(drawing: str, name: str = "Filter Jaén") -> Image.Image:
    content = preview_image(name, drawing, "#2f5d4a", "#f4ead6", "#d9a441")
    return Image.open(io.BytesIO(content)).convert("RGB")


def _coloured(image: Image.Image) -> set[object]:
    return {colour for _, colour in image.getcolors(maxcolors=1_000_000) or []}


@pytest.mark.parametrize("drawing", KINDS)
def test_everything_the_shop_draws_has_a_preview_in_its_own_colours(drawing: str) -> None:
    image = _seen(drawing)
    assert image.size == (1200, 630)
    assert {GREEN, PAPER, GOLD} <= _coloured(image)
    assert image.getpixel((5, 5)) == GROUND


def test_the_bag_stands_where_the_page_draws_it() -> None:
    # Two pixels for each unit of the drawing, in the middle: the label begins at 62, 100.
    image = _seen("bag")
    left, top = (1200 - 480) // 2, (630 - 600) // 2
    for across, down, colour in ((120, 150, PAPER), (120, 255, GREEN), (20, 150, GROUND)):
        assert image.getpixel((left + 2 * across, top + 2 * down)) == colour


def test_coffees_of_other_names_wear_other_weaves() -> None:
    worn = {_seen("bag", name).tobytes() for name in ("Hausmischung", "Filter Jaén", "Espresso")}
    assert len(worn) > 1


def test_what_is_no_colour_is_refused() -> None:
    with pytest.raises(ValueError, match="rrggbb"):
        preview_image("Filter", "bag", "red", "#ffffff", "#000000")
