import re
import xml.etree.ElementTree as ET

import pytest
from flask import Flask, render_template_string
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shop.web import assets, bag
from shop.web.bag import KINDS, layers
from shop.web.colours import DARK, LIGHT

COLOURS = ("#2f5d4a", "#f4ead6", "#d9a441")
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def shop() -> Flask:
    app = Flask("shop", static_folder=None)
    assets.init_app(app)
    bag.init_app(app)
    return app


def on_a_card(
    app: Flask, name: str, kind: str, colours: tuple[str, ...] = COLOURS, **more: object
) -> str:
    template = "{{ bag(name, '250 g', kind, *colours, **more) }}"
    given = {"name": name, "kind": kind, "colours": colours, "more": {"roast": 3} | more}
    with app.test_request_context():
        return render_template_string(template, **given)


def words(svg: str) -> list[str]:
    return [text.text or "" for text in ET.fromstring(svg).iter("text")]


def shapes(app: Flask) -> set[str | None]:
    """Ids of what the sprite draws."""
    with app.test_request_context():
        address = render_template_string("{{ asset_url('bag.svg') }}")
    sprite = ET.fromstring(app.test_client().get(address).data)
    return {symbol.get("id") for symbol in sprite.iter(f"{SVG}symbol")}


@pytest.mark.parametrize("kind", KINDS)
def test_a_drawing_on_a_card_weighs_at_most_700_bytes(shop: Flask, kind: str) -> None:
    assert len(on_a_card(shop, "Espresso San Ignacio", kind).encode()) <= 700


@pytest.mark.parametrize("kind", KINDS)
def test_a_drawing_uses_only_shapes_that_are_in_the_sprite(shop: Flask, kind: str) -> None:
    used = re.findall(r'#([a-z0-9-]+)"/>', on_a_card(shop, "Filter Jaén", kind))
    assert used
    assert set(used) <= shapes(shop)


def test_every_name_wears_a_weave_that_exists(shop: Flask) -> None:
    worn = {layer for number in range(200) for layer in layers(f"Sorte {number}", "bag")}
    assert len(worn) == 6
    assert worn <= shapes(shop)


def test_the_label_says_name_weight_and_roast(shop: Flask) -> None:
    svg = on_a_card(shop, "Espresso San Ignacio", "bag", roast=4)
    assert words(svg) == ["Espresso", "San Ignacio", "250 g", "◆◆◆◆◇"]


def test_a_label_is_written_in_the_ink_that_is_read_on_it(shop: Flask) -> None:
    for label, ink in (("#f4ead6", DARK), ("#2a1a14", LIGHT)):
        drawn = on_a_card(shop, "Filter Jaén", "bag", (COLOURS[0], label, COLOURS[2]))
        assert f'<g fill="{ink}"' in drawn


def test_a_mug_carries_no_lettering(shop: Flask) -> None:
    assert words(on_a_card(shop, "Becher Rathausturm", "mug")) == []


def test_beside_its_name_a_drawing_is_silent_alone_it_has_a_name(shop: Flask) -> None:
    assert 'aria-hidden="true"' in on_a_card(shop, "Filter Jaén", "bag")
    alone = on_a_card(shop, "Filter Jaén", "bag", title="Tüte „Filter Jaén“")
    assert 'role="img" aria-label="Tüte „Filter Jaén“"' in alone


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(exclude_categories=("Cc", "Cs", "Cn", "Co")), min_size=1))
def test_any_name_stays_lettering_and_keeps_its_words(shop: Flask, name: str) -> None:
    said = words(on_a_card(shop, name, "bag", title=name))
    assert "".join("".join(said).split()).removesuffix("250g◆◆◆◇◇") == "".join(name.split())


def test_markup_in_a_name_is_only_text(shop: Flask) -> None:
    card = on_a_card(shop, "<script>1</script>", "bag")
    assert "<script" not in card
    assert "&lt;script&gt;" in card


def test_a_colour_that_is_none_is_refused(shop: Flask) -> None:
    with pytest.raises(ValueError, match="rrggbb"):
        on_a_card(shop, "Filter", "bag", ('"/><script>', "#ffffff", "#000000"))
