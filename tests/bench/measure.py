"""Rounds of load, short and alternating, so that what else the machine does meets both sides."""

import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from statistics import median
from time import perf_counter
from typing import Protocol

from tests.bench.processes import own_seconds, seconds_used
from tests.make.visitors import Visit, let_in

AT_ONCE = 8
#: So much of a round only warms up.
WARM_UP = 1 / 4

#: Makes the visit with this number.
MakeVisit = Callable[[int], Visit]


@dataclass(frozen=True)
class Round:
    visits: int
    seconds: float
    #: Processor seconds by name, `generator` being the load itself.
    used: dict[str, float]

    @property
    def rate(self) -> float:
        return self.visits / self.seconds


class Load(Protocol):
    """Something to do again and again."""

    def run(self, seconds: float, numbers: Iterator[int]) -> Round: ...


@dataclass(frozen=True)
class Visits:
    """What is asked for, and the processes that work for it: name → root of a process tree."""

    port: int
    make_visit: MakeVisit
    roots: Mapping[str, int]
    #: Where visits have to be prepared, a round ends after so many for each of its seconds.
    per_second: int = sys.maxsize

    def run(self, seconds: float, numbers: Iterator[int]) -> Round:
        done = 0

        def visits() -> Iterator[Visit]:
            nonlocal done
            until = perf_counter() + seconds
            while perf_counter() < until and done < self.per_second * seconds:
                done += 1
                yield self.make_visit(next(numbers))

        before = self._used()
        start = perf_counter()
        let_in(self.port, visits(), AT_ONCE)
        elapsed = perf_counter() - start
        used = {name: after - before[name] for name, after in self._used().items()}
        return Round(done, elapsed, used)

    def _used(self) -> dict[str, float]:
        used = {name: seconds_used(root) for name, root in self.roots.items()}
        return used | {"generator": own_seconds()}


@dataclass(frozen=True)
class Pair:
    """Rounds of a figure, each with the round of its yardstick that came right before."""

    yardstick: list[Round]
    figure: list[Round]

    @property
    def rate(self) -> float:
        return median(one.rate for one in self.figure)

    @property
    def yardstick_rate(self) -> float:
        return median(one.rate for one in self.yardstick)

    @property
    def ratio(self) -> float:
        return median(self._ratios)

    @property
    def extremes(self) -> tuple[float, float]:
        """Lowest and highest ratio of any round."""
        return min(self._ratios), max(self._ratios)

    @property
    def _ratios(self) -> list[float]:
        return [b.rate / a.rate for a, b in zip(self.yardstick, self.figure, strict=True)]


def compare(yardstick: Load, figure: Load, rounds: int, seconds: float) -> Pair:
    """A B A B …, after a short round of each that only warms up."""
    numbers = count(1)
    for load in (yardstick, figure):
        load.run(seconds * WARM_UP, numbers)
    both = [
        (yardstick.run(seconds / 2, numbers), figure.run(seconds, numbers)) for _ in range(rounds)
    ]
    return Pair([a for a, _ in both], [b for _, b in both])
