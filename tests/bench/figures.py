"""What is measured on a street of shops, beside what, and which target it has."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil

from tests.bench import visits
from tests.bench.measure import AT_ONCE, WARM_UP, Load, Pair, compare
from tests.bench.street import FEW, MANY, Street

SETTLED = "settled orders"
#: So many paid orders are prepared for each second of settling; a faster shop is done earlier.
PREPARED = 100


@dataclass(frozen=True)
class Target:
    """At least so much: as a ratio to the yardstick, or in visits per second."""

    least: float
    is_ratio: bool = True

    def is_reached(self, pair: Pair) -> bool:
        return (pair.ratio if self.is_ratio else pair.rate) >= self.least

    def __str__(self) -> str:
        return f"ratio ≥ {self.least:g}" if self.is_ratio else f"≥ {self.least:g}/s"


@dataclass(frozen=True)
class Plan:
    name: str
    load: Load
    yardstick: str
    against: Load
    target: Target | None


@dataclass(frozen=True)
class Figure:
    plan: Plan
    pair: Pair


def measure(street: Street, rounds: int, seconds: float, only: str) -> Iterator[Figure]:
    """The figures whose name begins with `only`."""
    for plan in (plan for plan in _plans(street) if plan.name.startswith(only)):
        yield Figure(plan, compare(plan.against, plan.load, rounds, seconds))


def letters_needed(rounds: int, seconds: float, only: str) -> int:
    """How many paid orders the settling of `measure` will take."""
    if not SETTLED.startswith(only):
        return 0
    in_a_round, to_warm_up = ceil(PREPARED * seconds), ceil(PREPARED * seconds * WARM_UP)
    return rounds * in_a_round + to_warm_up


def _plans(street: Street) -> list[Plan]:
    constant = street.load(street.constant, visits.constant_page)
    catalogue = street.load(street.few, visits.catalogue_page)
    product = street.load(street.few, visits.product_page)
    carts = street.load(street.few, visits.cart_visit)
    orders = street.load(street.few, street.order_visit)
    catalogue_of_many = street.load(street.many, visits.catalogue_page)
    product_of_many = street.load(street.many, visits.product_page)
    settlements = street.load(street.few, street.settlement, PREPARED)
    commits, commits_of_one = street.commits(AT_ONCE), street.commits(1)
    is_production = street.database == "postgresql"
    return [
        Plan("catalogue page", catalogue, "constant", constant, Target(0.4)),
        Plan("product page", product, "constant", constant, Target(0.4)),
        Plan("cart visit", carts, "constant", constant, _per_second(150, is_production)),
        Plan("order visit", orders, "constant", constant, _per_second(45, is_production)),
        Plan(f"catalogue of {MANY}", catalogue_of_many, f"of {FEW}", catalogue, Target(0.9)),
        Plan(f"product of {MANY}", product_of_many, f"of {FEW}", product, Target(0.9)),
        Plan(
            SETTLED, settlements, f"commits of {AT_ONCE}", commits, _per_second(100, is_production)
        ),
        Plan("commits of one", commits_of_one, f"commits of {AT_ONCE}", commits, None),
    ]


def _per_second(least: float, is_asked: bool) -> Target | None:
    return Target(least, is_ratio=False) if is_asked else None
