"""What the stock turns down, and which units go first."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from shop.errors import Refused


class OutOfStock(Refused):
    """Fewer units are free than asked for. `shortages`: variant id → units still free."""

    def __init__(self, shortages: dict[int, int]) -> None:
        super().__init__()
        self.shortages = shortages


class BelowReserved(Refused):
    """A correction would leave fewer units on the shelf than are promised to orders, or than 0."""


class NotGood(Refused):
    """Blocked or too old to be sold: it goes to the stockroom, and nowhere else."""


class MovedAlready(Refused):
    """The same form once more: a button pressed twice."""


class MovedMeanwhile(Refused):
    """Something came or went where somebody counted, since they began."""


class LocationClosed(Refused):
    """Nothing comes to a location that is closed."""


class GoodsThere(Refused):
    """A location with goods stays open until they are somewhere else."""


class BeingCounted(Refused):
    """A location stays open while somebody counts there."""


class LocationNamed(Refused):
    """Another location has this name."""


class GroundToOrder(Refused):
    """What is ground to order lies nowhere: its beans do."""


class AlreadyGround(Refused):
    """Ground bags are no beans again, whatever became of their order."""


class NotAmongThem(Refused):
    """Of the batch somebody named nothing is out: it came back meanwhile."""


class NotItsBeans(Refused):
    """It cannot be ground from that: not whole beans of the same product and weight."""


class UnitsThere(Refused):
    """Ground to order from now on: only once no ground units are left, nor anything drawn on it."""


class NeedsBatch(Refused):
    """Coffee is packed from a batch, not just received."""


class NotFromABatch(Refused):
    """A mug is received, not packed from a batch."""


class Misfit(StrEnum):
    """Why the coffee of a batch is not what a product says it is."""

    HAS_CAFFEINE = "has_caffeine"
    HAS_NO_CAFFEINE = "has_no_caffeine"
    #: Not all of it is from where the product's name says it is.
    ELSEWHERE = "elsewhere"


class DoesNotFit(Refused):
    """The bag would say something else of the coffee than is true of it."""

    def __init__(self, why: Misfit) -> None:
        super().__init__()
        self.why = why


class Promise(NamedTuple):
    """What a product says of its coffee."""

    kind: str
    decaf: bool
    #: As in `products.provinces`.
    provinces: str


class Coffee(NamedTuple):
    """What a batch is made of: keys of `origin/rules.py`."""

    processes: frozenset[str]
    provinces: frozenset[str]


def misfit(promise: Promise, coffee: Coffee) -> Misfit | None:
    """Why this coffee may not be sold as this product (Art. 7 and 26 LMIV, § 5 UWG); None if it
    may. A set says of each coffee in it what it is."""
    if promise.decaf and not (coffee.processes and coffee.processes <= _DECAF):
        return Misfit.HAS_CAFFEINE
    if not promise.decaf and promise.kind != "set" and coffee.processes & _DECAF:
        return Misfit.HAS_NO_CAFFEINE
    named = set(filter(None, promise.provinces.split(",")))
    if named and not (coffee.provinces and coffee.provinces <= named):
        return Misfit.ELSEWHERE
    return None


_DECAF = frozenset({"washed_decaf"})


class Free(NamedTuple):
    """Units of one level that may be sold."""

    level_id: int
    variant_id: int
    #: 0 where there is no batch.
    batch_id: int
    #: Null where there is no batch.
    best_before: date | None
    units: int


def first_expiring(levels: Iterable[Free], demand: Mapping[int, int]) -> dict[int, int]:
    """Which units go to an order: level id → units, those that expire first before the others.

    `demand` is variant id → units. Where there are too few, as many as there are. Of two batches
    with the same date the older one goes first, as the product page says (`catalogue/for_sale.py`).
    """
    left = dict(demand)
    taken: dict[int, int] = {}
    ordered = sorted(levels, key=lambda level: (level.best_before or date.max, level.batch_id))
    for level in ordered:
        if units := min(level.units, left.get(level.variant_id, 0)):
            taken[level.level_id] = units
            left[level.variant_id] -= units
    return taken


class Held(NamedTuple):
    """Units of one level that an order holds for what it ordered."""

    level_id: int
    variant_id: int
    units: int


def summed_up(demand: Mapping[int, int], drawn_from: Mapping[int, int]) -> dict[int, int]:
    """Units by what they are drawn from: beans are wanted whole, and ground to order.

    Both are variant id → …; what nothing is known of is wanted of nothing.
    """
    total: dict[int, int] = {}
    for variant_id, units in demand.items():
        if variant_id in drawn_from:
            stock = drawn_from[variant_id]
            total[stock] = total.get(stock, 0) + units
    return total


def shared_out(
    demand: Mapping[int, int],
    drawn_from: Mapping[int, int],
    levels: Iterable[Free],
    taken: Mapping[int, int],
) -> list[Held]:
    """What each variant has of the units `taken` (level id → units, as they expire).

    What is missing is missing of the variants with the highest ids.
    """
    stock_of = {level.level_id: level.variant_id for level in levels}
    left = dict(taken)
    held = []
    for variant_id in sorted(demand):
        missing = demand[variant_id]
        for level_id in left:
            if stock_of[level_id] != drawn_from.get(variant_id):
                continue
            if units := min(missing, left[level_id]):
                held.append(Held(level_id, variant_id, units))
                left[level_id] -= units
                missing -= units
    return held


def refuse_shortage(demand: Mapping[int, int], held: Iterable[Held]) -> None:
    """Raises `OutOfStock` where fewer units are held than wanted, naming all such variants."""
    got = dict.fromkeys(sorted(demand), 0)
    for one in held:
        got[one.variant_id] += one.units
    if short := {variant: units for variant, units in got.items() if units < demand[variant]}:
        raise OutOfStock(short)


def last_sold_first(sold: Sequence[tuple[int, int]], units: int) -> dict[int, int]:
    """Whose units came back: level id → units, of (level id, units still out) as they were taken.

    Nobody asks the customer for the code on each bag; the freshest are assumed to be last. Whoever
    knows better puts those behind; a level may stand there several times. Raises
    `ValueError` for more than are out.
    """
    back: dict[int, int] = {}
    for level_id, out in reversed(sold):
        if taken := min(out, units):
            back[level_id] = back.get(level_id, 0) + taken
            units -= taken
    if units:
        raise ValueError("more came back than was sold")
    return back
