"""The picture shows what the parts say: nothing hidden, nothing guessed, no words on words."""

from hypothesis import given
from hypothesis import strategies as st

from shop.origin.split_document import Part
from shop.split.facts import Facts
from shop.split.picture import THINNEST, Layer, Picture, hatching, picture
from shop.split.rules import propose
from tests.make.split import make_cost, make_facts, make_green

PARTS = ("green", "premium", "project", "freight", "roasting", "packing", "goods", "vat")


def layers(found: Picture) -> dict[str, tuple[int, int]]:
    return {layer.group: (layer.cents, layer.percent) for layer in found.layers}


def test_a_bag_shows_five_groups_with_their_share_of_the_price() -> None:
    found = picture(750, propose(750, make_facts()))
    assert layers(found) == {
        "origin": (228, 30),
        "project": (19, 3),
        "craft": (125, 17),
        "state": (104, 14),
        "shop": (274, 37),
    }
    assert (found.origin_cents, found.added_cents, found.unknown) == (228, 0, ())


def test_what_nobody_knows_is_one_layer_with_the_shop_in_it() -> None:
    found = picture(750, propose(750, make_facts(costs={"packing": make_cost(32)})))
    assert found.layers[-1].group == "unknown"
    assert found.layers[-1].kinds == ("freight", "roasting", "shop") == found.unknown
    assert sum(layer.cents for layer in found.layers) == 750


def test_without_the_price_of_green_coffee_nothing_is_said_of_its_origin() -> None:
    found = picture(750, propose(750, make_facts(green=(make_green(fob_usd_e4=None),))))
    assert found.origin_cents is None and found.has_coffee


def test_a_mug_has_no_origin() -> None:
    mug = Facts(on=make_facts().on, contents=(("standard", 1450),), costs={"goods": make_cost(700)})
    found = picture(1450, propose(1450, mug))
    assert not found.has_coffee and found.origin_cents is None
    assert [layer.group for layer in found.layers] == ["goods", "state", "shop"]


def test_where_the_shop_adds_a_line_shows_where_the_price_ends() -> None:
    found = picture(400, propose(400, make_facts()))
    assert found.added_cents == 53
    assert found.total_cents == 453
    assert found.price_line == found.height * 400 // 453
    assert "shop" not in layers(found)


def test_where_known_parts_cost_more_the_shop_adds_though_others_are_unknown() -> None:
    found = picture(200, propose(200, make_facts(costs={"packing": make_cost(32)})))
    assert found.added_cents > 0 and found.unknown == ("freight", "roasting", "shop")
    assert "unknown" not in layers(found)


@st.composite
def any_parts(draw: st.DrawFn) -> tuple[int, tuple[Part, ...]]:
    price = draw(st.integers(1, 99_999))
    amounts = draw(st.dictionaries(st.sampled_from(PARTS), st.none() | st.integers(0, 50_000)))
    others = [Part(kind, cents, "document") for kind, cents in amounts.items()]
    is_open = None in amounts.values()
    left = None if is_open else price - sum(cents or 0 for cents in amounts.values())
    return price, (*others, Part("shop", left, "rest"))


@given(any_parts())
def test_layers_fill_the_bag_and_words_never_touch(given: tuple[int, tuple[Part, ...]]) -> None:
    price, parts = given
    found = picture(price, parts)
    assert sum(layer.height for layer in found.layers) == found.height
    for upper, lower in zip(found.layers, found.layers[1:], strict=False):
        assert upper.top + upper.height == lower.top
        assert upper.label_top + upper.label_height <= lower.label_top
    assert min(layer.label_top for layer in found.layers) >= 0
    assert found.layers[-1].label_top + found.layers[-1].label_height <= found.height
    assert all(layer.height >= THINNEST for layer in found.layers)
    assert found.total_cents == price + found.added_cents == sum(x.cents for x in found.layers)


def test_heights_are_in_proportion() -> None:
    found = picture(1000, (Part("goods", 250, "document"), Part("shop", 750, "rest")))
    assert [layer.height * 4 for layer in found.layers] == [found.height, found.height * 3]


def test_many_names_stand_in_two_lines() -> None:
    layer = Layer("unknown", ("green", "freight", "roasting", "packing", "shop"), 100, 10)
    assert layer.lines == (("green", "freight", "roasting"), ("packing", "shop"))


@given(st.integers(0, 400), st.integers(1, 400))
def test_the_hatching_stays_in_its_rectangle(top: int, height: int) -> None:
    for line in hatching(top, height, 106).split("M")[1:]:
        for point in line.split("L"):
            x, y = (int(number) for number in point.split())
            assert 0 <= x <= 106 and top <= y <= top + height
