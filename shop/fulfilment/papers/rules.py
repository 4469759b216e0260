"""What stands on the papers: which bags, how many of each, and what of a code."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import NamedTuple

#: Orders on one print: more are no day's work, and a paper that nobody can hold.
MOST = 200
#: Signs of the pickup code on the list; the whole code stays with the customer.
_SHOWN_OF_CODE = 2


class Bag(NamedTuple):
    """Units of one position of an order that come from one batch."""

    line_id: int
    product: str
    #: „250 g, gemahlen für Filter“
    variant: str
    units: int
    #: Code of the batch and its best before; empty and None for goods that come from none.
    lot: str
    best_before: date | None
    is_blocked: bool
    #: „Filter“: whole beans are taken and ground for it; empty where it lies there as ordered.
    grind_for: str
    unit_price_cents: int
    #: With its packaging, one of them.
    grams: int


@dataclass(frozen=True, slots=True)
class PrintedOrder:
    """An order as the papers need it: no mail, no telephone, nothing of the payment."""

    id: int
    number: str
    state: str
    delivery: str
    #: Name of the pickup place; empty for a parcel.
    place: str
    place_id: int | None
    name: str
    extra: str
    street: str
    postcode: str
    city: str
    placed_on: date
    promised_on: date
    #: Since when it lies ready; None until it does.
    ready_on: date | None
    pickup_code: str
    is_gift: bool
    greeting: str
    is_withdrawn: bool
    #: Something of it was refunded before.
    is_reduced: bool
    #: Some of it has left in a parcel before; that is not in `bags`.
    is_rest: bool
    #: Nothing for a rest: the first parcel's slip has told it.
    shipping_cents: int
    bags: tuple[Bag, ...]

    @property
    def is_held(self) -> bool:
        """A bag of a blocked batch is in it: it is not packed until that is refunded."""
        return any(bag.is_blocked for bag in self.bags)

    @property
    def units(self) -> int:
        return sum(bag.units for bag in self.bags)

    @property
    def goods_cents(self) -> int:
        return sum(bag.units * bag.unit_price_cents for bag in self.bags)

    @property
    def grams(self) -> int:
        """What lies in the parcel, without the box."""
        return sum(bag.units * bag.grams for bag in self.bags)


def share(lots: Sequence[int], left: int) -> list[int]:
    """How many of each lot go into the parcel, and last those that come from none.

    Together exactly `left`, whatever is not yet booked as back.
    """
    taken = []
    for units in lots:
        part = max(0, min(units, left))
        taken.append(part)
        left -= part
    return [*taken, max(0, left)]


class Taken(NamedTuple):
    """One row of the packing list: so many of a variant from one batch."""

    product: str
    variant: str
    grind_for: str
    lot: str
    best_before: date | None
    units: int


def to_take(orders: Iterable[PrintedOrder]) -> list[Taken]:
    """What is taken off the shelf for these orders, product by product; what expires first, first.

    Nothing for an order that is held: it stays as it is until somebody has decided.
    """
    counted: dict[Taken, int] = {}
    for order in orders:
        for bag in () if order.is_held else order.bags:
            row = Taken(bag.product, bag.variant, bag.grind_for, bag.lot, bag.best_before, 0)
            counted[row] = counted.get(row, 0) + bag.units
    rows = (row._replace(units=units) for row, units in counted.items())
    return sorted(rows, key=_on_the_shelf)


def by_product(rows: Iterable[Taken]) -> Iterator[tuple[str, list[Taken]]]:
    """The rows of each product, in the order `to_take` gives them."""
    for product, group in groupby(rows, key=lambda row: row.product):
        yield product, list(group)


def hint_of_code(code: str) -> str:
    """„…3M“: enough to compare with what the customer shows, too little to collect with."""
    return f"…{code[-_SHOWN_OF_CODE:]}" if len(code) > 2 * _SHOWN_OF_CODE else ""


def house_number(street: str) -> tuple[str, str]:
    """„Alt-Köpenick 21 a“ → („Alt-Köpenick“, „21 a“); no number where none stands last.

    From the last blank before a figure, so that „Straße des 17. Juni 135“ keeps its name.
    """
    words = street.split()
    for at in range(len(words) - 1, 0, -1):
        if words[at][0].isdigit():
            rest = words[at + 1 :]
            if all(len(word) == 1 or not word[0].isalpha() for word in rest):
                return " ".join(words[:at]), " ".join(words[at:])
            break
    return street, ""


def _on_the_shelf(row: Taken) -> tuple[str, str, str, date, str]:
    return (row.product, row.variant, row.grind_for, row.best_before or date.max, row.lot)
