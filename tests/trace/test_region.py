"""The drawn region: every province has its place, and no two names lie on each other."""

import re
from itertools import combinations, pairwise

import pytest

from shop.origin.rules import PROVINCES
from shop.trace.region import CITY, HEIGHT, WIDTH, borders, names, shape


@pytest.mark.parametrize("province", [*PROVINCES, "rest"])
def test_every_province_is_drawn_within_the_picture(province: str) -> None:
    corners = re.findall(r"M(\d+) (\d+)", shape(province))
    assert corners
    assert all(int(x) < WIDTH and int(y) < HEIGHT for x, y in corners)


def test_provinces_do_not_overlap() -> None:
    for one, other in combinations([*PROVINCES, "rest"], 2):
        cells = [set(re.findall(r"M\d+ \d+", shape(key))) for key in (one, other)]
        assert not cells[0] & cells[1]


def test_names_stand_from_north_to_south_and_apart() -> None:
    found = names(PROVINCES)
    assert {name.key for name in found} == {*PROVINCES, "city"}
    assert [name.y for name in found] == sorted(name.y for name in found)
    assert all(after.text_y - before.text_y >= 18 for before, after in pairwise(found))


def test_coffee_grows_north_of_the_partner_town() -> None:
    middle = {name.key: name.y for name in names(PROVINCES)}
    north = ("san_ignacio", "jaen", "cutervo", "chota", "hualgayoc", "santa_cruz")
    assert all(middle[key] < CITY[1] for key in north)
    assert middle["san_ignacio"] < middle["jaen"] < middle["cutervo"] < middle["chota"]


def test_a_province_the_map_does_not_know_is_left_out() -> None:
    assert [name.key for name in names(["atlantis"])] == ["city"]
    assert shape("atlantis") == ""


def test_borders_run_between_provinces_only() -> None:
    assert (
        borders().count("M") < len(re.findall("M", "".join(map(shape, [*PROVINCES, "rest"])))) * 2
    )
