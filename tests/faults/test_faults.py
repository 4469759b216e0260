"""Whatever befalls a call of Stripe: the books hold, and nobody sees a page they must interpret."""

from collections import Counter
from collections.abc import Iterator
from typing import get_args

import pytest

from shop.demo.stripe.faults import Kind
from tests.faults.money_stories import REFUNDS, SHORT
from tests.faults.play import Fault, rehearse, suffer
from tests.faults.scene import Scene
from tests.faults.stories import PURCHASES, Story

STORIES = PURCHASES + REFUNDS
KINDS: tuple[Kind, ...] = get_args(Kind)
#: What the library repeats by itself, with the same key: carried out once, answered twice.
MENDED: tuple[Kind, ...] = ("drop_before", "drop_after", "500_after")
#: To whoever only reads, it is the same whether the call was carried out.
OF_READING: tuple[Kind, ...] = ("drop_after", "500_after", "409", "429", "slow")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    stories = STORIES if metafunc.config.getoption("long") else SHORT
    metafunc.parametrize("story", stories, ids=str)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_any_fault_may_meet_any_call_of_stripe(scene: Scene, story: Story, is_long: bool) -> None:
    cells = list(every_fault(rehearse(scene, story)))
    if not is_long:
        cells = cells[::9]
    wrong = {str(cell): found for cell in cells if (found := suffer(scene, story, cell))}
    print(f"{len(cells)} cells")
    assert wrong == {}


def every_fault(points: list[str]) -> Iterator[Fault]:
    """Each kind at each call: at its repetition, too, and when it writes at the first alone."""
    seen: Counter[str] = Counter()
    for point in points:
        if point.startswith("before ") and "/v1/" in point:
            _, method, path, _ = point.split(" ", 3)
            call = f"{method} {path}"
            writes = method == "POST"
            for kind in KINDS if writes else OF_READING:
                yield Fault(kind, call, seen[call], times=2)
            for kind in MENDED if writes else ():
                yield Fault(kind, call, seen[call], times=1)
            seen[call] += 1
