"""What the stock turns down, and which units go first."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from shop.errors import Refused


class OutOfStock(Refused):
    """Fewer units are free than asked for. `shortages`: variant id → units still free."""

    def __init__(self, shortages: dict[int, int]) -> None:
        super().__init__()
        self.shortages = shortages


class BelowReserved(Refused):
    """A correction would leave fewer units on the shelf than are promised to orders, or than 0."""


class NeedsBatch(Refused):
    """Coffee is packed from a batch, not just received."""


class NotFromABatch(Refused):
    """A mug is received, not packed from a batch."""


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
