"""Whatever befalls a call of Stripe: the books hold, and nobody sees a page they must interpret."""

from collections import Counter
from collections.abc import Iterator
from typing import get_args

import pytest

from shop.demo.stripe.faults import Kind
from tests.faults.money_stories import REFUNDS
from tests.faults.play import Fault, rehearse, suffer
from tests.faults.scene import Scene
from tests.faults.stories import PURCHASES, Story

KINDS: tuple[Kind, ...] = get_args(Kind)
STORIES = PURCHASES + REFUNDS


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    stories = STORIES if metafunc.config.getoption("long") else STORIES[::6]
    metafunc.parametrize("story", stories, ids=str)


def test_any_fault_may_meet_any_call_of_stripe(scene: Scene, story: Story, is_long: bool) -> None:
    cells = list(every_fault(rehearse(scene, story)))
    if not is_long:
        cells = cells[::7]
    wrong = {str(cell): found for cell in cells if (found := suffer(scene, story, cell))}
    print(f"{len(cells)} cells")
    assert wrong == {}


def every_fault(points: list[str]) -> Iterator[Fault]:
    """Each kind at each call; once, which the library mends, and at its repetition, too."""
    seen: Counter[str] = Counter()
    for point in points:
        if point.startswith("before ") and "/v1/" in point:
            _, method, path, _ = point.split(" ", 3)
            call = f"{method} {path}"
            yield from (Fault(kind, call, seen[call], times) for kind in KINDS for times in (1, 2))
            seen[call] += 1
