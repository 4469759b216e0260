"""Killed at every commit, every call of Stripe and every mail, the shop finds back by itself."""

from random import Random

import pytest

from tests.faults.money_stories import REFUNDS, SHORT
from tests.faults.play import die, die_twice, rehearse
from tests.faults.scene import Scene
from tests.faults.stories import PURCHASES, Story

EVERYWHERE = [story for story in PURCHASES + REFUNDS if not story.writes_like_another]
ONCE = [story for story in PURCHASES + REFUNDS if story.writes_like_another]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    is_long = metafunc.config.getoption("long")
    stories = {
        test_the_shop_may_die_at_any_point: EVERYWHERE if is_long else SHORT,
        test_the_shop_may_die_where_it_writes_what_others_wrote: ONCE if is_long else [],
        test_the_shop_may_die_of_finding_back: SHORT if is_long else [],
    }
    metafunc.parametrize("story", stories[metafunc.function], ids=str)


def test_the_shop_may_die_at_any_point(scene: Scene, story: Story, is_long: bool) -> None:
    points = rehearse(scene, story)
    assert wrong_deaths(scene, story, points, range(len(points))[:: 1 if is_long else 15]) == {}
    print(f"{len(points)} points")


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_the_shop_may_die_where_it_writes_what_others_wrote(scene: Scene, story: Story) -> None:
    points = rehearse(scene, story)
    assert wrong_deaths(scene, story, points, range(len(points))) == {}
    print(f"{len(points)} points")


def test_the_shop_may_die_of_finding_back(scene: Scene, story: Story) -> None:
    points = rehearse(scene, story)
    wrong = {}
    draw = Random(f"{story}")
    for _ in range(4):
        first = draw.randrange(len(points))
        again = draw.randrange(12)
        if found := die_twice(scene, story, first, again):
            wrong[f"{first} {points[first]}, then {again}"] = found
    assert wrong == {}


def wrong_deaths(
    scene: Scene, story: Story, points: list[str], numbers: range
) -> dict[str, list[str]]:
    """By the point at which it died, and what whoever waited for an answer did."""
    wrong = {}
    for number in numbers:
        for patient in (True, False) if somebody_waits(points[number]) else (True,):
            if found := die(scene, story, points, number, patient=patient):
                wrong[f"{number} {points[number]}, {'repeated' if patient else 'left'}"] = found
    return wrong


def somebody_waits(point: str) -> bool:
    """Who then repeats what was not answered, or leaves."""
    return " in POST /" in point or " in GET /" in point
