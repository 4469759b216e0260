import re
import xml.etree.ElementTree as ET

import pytest
from flask import Flask, render_template_string
from hypothesis import given
from hypothesis import strategies as st

from shop.web import assets, bag
from shop.web.bag import KINDS, bag_svg

COLOURS = ("#2f5d4a", "#f4ead6", "#d9a441")
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def shop() -> Flask:
    app = Flask("shop", static_folder=None)
    assets.init_app(app)
    bag.init_app(app)
    return app


def on_a_card(app: Flask, name: str, kind: str, roast: int | None = 3) -> str:
    template = "{{ bag(name, '250 g', kind, *colours, roast=roast) }}"
    with app.test_request_context():
        return render_template_string(template, name=name, kind=kind, colours=COLOURS, roast=roast)


def words(svg: str) -> list[str]:
    return [text.text or "" for text in ET.fromstring(svg).iter(f"{SVG}text")]


@pytest.mark.parametrize("kind", KINDS)
def test_a_drawing_on_a_card_weighs_at_most_700_bytes(shop: Flask, kind: str) -> None:
    assert len(on_a_card(shop, "Espresso San Ignacio", kind).encode()) <= 700


@pytest.mark.parametrize("kind", KINDS)
def test_a_drawing_uses_only_shapes_that_are_in_the_sprite(shop: Flask, kind: str) -> None:
    card = on_a_card(shop, "Filter Jaén", kind)
    sprite = shop.test_client().get(re.findall(r'href="([^"#]+)', card)[0]).get_data(as_text=True)
    for shape in re.findall(r'#([a-z0-9-]+)"/>', card):
        assert f'id="{shape}"' in sprite


@pytest.mark.parametrize("kind", KINDS)
def test_a_drawing_as_a_file_brings_every_shape_it_uses(kind: str) -> None:
    tree = ET.fromstring(bag_svg("Filter Jaén", "250 g", kind, *COLOURS))
    ids = {symbol.get("id") for symbol in tree.iter(f"{SVG}symbol")}
    assert {use.get("href", "")[1:] for use in tree.iter(f"{SVG}use")} <= ids


def test_every_name_wears_a_weave_that_exists() -> None:
    for number in range(200):
        tree = ET.fromstring(bag_svg(f"Sorte {number}", "250 g", "bag", *COLOURS))
        ids = {symbol.get("id") for symbol in tree.iter(f"{SVG}symbol")}
        assert {use.get("href", "")[1:] for use in tree.iter(f"{SVG}use")} <= ids


def test_the_label_says_name_weight_and_roast() -> None:
    svg = bag_svg("Espresso San Ignacio", "250 g", "bag", *COLOURS, roast=4)
    assert words(svg) == ["Espresso", "San Ignacio", "250 g", "◆◆◆◆◇"]


def test_a_mug_carries_no_lettering() -> None:
    assert words(bag_svg("Becher Rathausturm", "", "mug", *COLOURS)) == []


def test_beside_its_name_a_drawing_is_silent_alone_it_has_a_name(shop: Flask) -> None:
    assert 'aria-hidden="true"' in on_a_card(shop, "Filter Jaén", "bag")
    alone = bag_svg("Filter Jaén", "250 g", "bag", *COLOURS, title="Tüte „Filter Jaén“")
    assert 'role="img" aria-label="Tüte „Filter Jaén“"' in alone


@given(st.text(st.characters(exclude_categories=("Cc", "Cs", "Cn", "Co")), min_size=1))
def test_any_name_stays_lettering_and_keeps_its_words(name: str) -> None:
    svg = bag_svg(name, "", "bag", *COLOURS, title=name)
    assert "".join("".join(words(svg)).split()) == "".join(name.split())


def test_markup_in_a_name_is_only_text(shop: Flask) -> None:
    card = on_a_card(shop, "<script>1</script>", "bag")
    assert "<script" not in card
    assert "&lt;script&gt;" in card


def test_a_colour_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="rrggbb"):
        bag_svg("Filter", "250 g", "bag", '"/><script>', "#ffffff", "#000000")
