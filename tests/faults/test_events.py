"""Events come late, twice, in any order, forged or never: the end is what Stripe has."""

from collections.abc import Callable
from random import Random

import pytest

from shop.demo.stripe.event_queue import QueuedEvent
from tests.faults.money_stories import REFUNDS, SHORT
from tests.faults.play import hear, hear_nothing
from tests.faults.scene import Scene
from tests.faults.stories import PURCHASES, Story

Events = list[QueuedEvent]
STORIES = PURCHASES + REFUNDS


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    stories = STORIES if metafunc.config.getoption("long") else SHORT
    metafunc.parametrize("story", stories, ids=str)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_events_may_come_as_they_like(scene: Scene, story: Story) -> None:
    wrong = {}
    for name, carry in WAYS.items():
        scene.carry = carry
        wrong[name] = hear(scene, story)
    scene.carry = list
    scene.forges = True
    wrong["forged ones before"] = hear(scene, story)
    scene.forges = False
    wrong["late"] = hear_nothing(scene, story, late=True)
    wrong["never"] = hear_nothing(scene, story, late=False)
    assert {name: found for name, found in wrong.items() if found} == {}


def newest_first(events: Events) -> Events:
    return events[::-1]


def twice(events: Events) -> Events:
    return [event for event in events for _ in range(2)]


def all_of_them_again(events: Events) -> Events:
    return events + events


def shuffled(seed: int) -> Callable[[Events], Events]:
    def carry(events: Events) -> Events:
        return Random(seed).sample(events, len(events))

    return carry


WAYS: dict[str, Callable[[Events], Events]] = {
    "newest first": newest_first,
    "each twice": twice,
    "all of them again": all_of_them_again,
    **{f"shuffled by {seed}": shuffled(seed) for seed in range(2)},
}
