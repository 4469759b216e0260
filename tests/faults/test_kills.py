"""Killed at every commit, every call of Stripe and every mail, the shop finds back by itself."""

import pytest

from tests.faults.money_stories import REFUNDS
from tests.faults.play import die, rehearse
from tests.faults.scene import Scene
from tests.faults.stories import PURCHASES, Story

STORIES = PURCHASES + REFUNDS


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    is_long = metafunc.config.getoption("long")
    stories = STORIES if is_long else STORIES[::4]
    metafunc.parametrize("story", stories, ids=str)


def test_the_shop_may_die_at_any_point(scene: Scene, story: Story, is_long: bool) -> None:
    points = rehearse(scene, story)
    wrong = {}
    for number in range(len(points))[:: 1 if is_long else 9]:
        for patient in (True, False) if somebody_waits(points[number]) else (True,):
            if found := die(scene, story, points, number, patient=patient):
                wrong[f"{number} {points[number]}, {'repeated' if patient else 'left'}"] = found
    print(f"{len(points)} points")
    assert wrong == {}


def somebody_waits(point: str) -> bool:
    """Who then repeats what was not answered, or leaves."""
    return " in POST /" in point or " in GET /" in point
