"""Generated histories of whatever can happen: the books hold after every step.

A sample runs with every test run; `pytest --long` runs more than ten thousand.
"""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.faults.history_machine import Histories
from tests.faults.history_shop import HistoryShop, shop_in_memory, shop_on_postgresql
from tests.make.databases import Databases

CHUNKS = 40
IN_A_CHUNK = 252
SAMPLE = 4
ON_POSTGRESQL = 80
#: Most histories are short, some are long, by the number of their chunk.
STEPS = (3, 5, 5, 10)

_SETTINGS = settings(
    database=None,
    deadline=None,
    print_blob=False,
    phases=(Phase.generate, Phase.shrink),
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(scope="session")
def in_memory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HistoryShop]:
    with shop_in_memory(tmp_path_factory.mktemp("history")) as shop:
        yield shop


@pytest.fixture(scope="session")
def on_postgresql(
    tmp_path_factory: pytest.TempPathFactory, databases: Databases
) -> Iterator[HistoryShop]:
    with shop_on_postgresql(tmp_path_factory.mktemp("history"), databases) as shop:
        yield shop


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_the_books_hold_whatever_happens(chunk: int, in_memory: HistoryShop, is_long: bool) -> None:
    _run(in_memory, chunk, IN_A_CHUNK if is_long else SAMPLE, asks_often=True)


@pytest.mark.parametrize("chunk", range(4))
def test_the_books_hold_on_postgresql(
    chunk: int, on_postgresql: HistoryShop, is_long: bool
) -> None:
    _run(on_postgresql, CHUNKS + chunk, ON_POSTGRESQL // 4 if is_long else 2, asks_often=False)


def _run(shop: HistoryShop, number: int, histories: int, *, asks_often: bool) -> None:
    told = {"shop": shop, "asks_often": asks_often}
    machine = seed(number)(type("Histories", (Histories,), told))
    steps = STEPS[number % len(STEPS)]
    size = settings(_SETTINGS, max_examples=histories, stateful_step_count=steps)
    run_state_machine_as_test(machine, settings=size)
