"""What a purchase is, and what is turned down about one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from shop.errors import Refused


class NotOpen(Refused):
    """The purchase is closed or cancelled."""


class SomethingCame(Refused):
    """Some of it has come: it can be closed, not changed or cancelled."""


class NothingCame(Refused):
    """A receipt of nothing."""


class BookedAlready(Refused):
    """The same form once more: a button pressed twice."""


class ReceivedMeanwhile(Refused):
    """Somebody else booked this line since the form was opened. `line_ids`: which ones."""

    def __init__(self, line_ids: frozenset[int]) -> None:
        super().__init__()
        self.line_ids = line_ids


class Overdelivered(Refused):
    """More would have come than was ordered, and nobody said so. `line_ids`: of which ones."""

    def __init__(self, line_ids: frozenset[int]) -> None:
        super().__init__()
        self.line_ids = line_ids


class TakenBackAlready(Refused):
    """The receipt was taken back before."""


@dataclass(frozen=True, slots=True)
class Wish:
    """A line to be ordered: goods by their variant, or coffee in words or as a product."""

    text: str
    #: Units, or grams of roasted coffee.
    amount: int
    variant_id: int | None = None
    product_id: int | None = None
    cost_cents: int | None = None

    @property
    def kind(self) -> str:
        return "coffee" if self.variant_id is None else "goods"


@dataclass(frozen=True, slots=True)
class Terms:
    """From whom, and when."""

    supplier: str
    supplier_contact: str
    ordered_on: date
    expected_on: date | None
    note: str


@dataclass(frozen=True, slots=True)
class Came:
    """What came of one line, and what of it had come when somebody looked."""

    amount: int
    seen: int
    best_before: date | None = None


@dataclass(frozen=True, slots=True)
class LineState:
    """A line as it is now."""

    id: int
    kind: str
    variant_id: int | None
    ordered: int
    received: int


def refuse_receipt(
    lines: Iterable[LineState], came: Mapping[int, Came], *, more_is_right: bool
) -> None:
    """Raises `NothingCame`, `ReceivedMeanwhile`, and `Overdelivered` unless `more_is_right`."""
    known = {line.id: line for line in lines}
    if not came or min(one.amount for one in came.values()) < 1 or not came.keys() <= known.keys():
        raise NothingCame
    changed = frozenset(id for id, one in came.items() if known[id].received != one.seen)
    if changed:
        raise ReceivedMeanwhile(changed)
    over = frozenset(
        id for id, one in came.items() if known[id].received + one.amount > known[id].ordered
    )
    if over and not more_is_right:
        raise Overdelivered(over)


def all_came(lines: Iterable[LineState]) -> bool:
    return all(line.received >= line.ordered for line in lines)


def received_of(lines: Sequence[LineState]) -> dict[str, object]:
    """What has come of each line, as the book of changes keeps it."""
    return {f"received ({place})": line.received for place, line in enumerate(lines, 1)}


def number_of(purchase_id: int) -> str:
    return f"EK-{purchase_id:05d}"


def as_noted(terms: Terms, lines: Sequence[str]) -> dict[str, Any]:
    """What the book of changes keeps of a purchase."""
    return {
        "supplier": terms.supplier,
        "supplier_contact": terms.supplier_contact,
        "ordered_on": terms.ordered_on,
        "expected_on": terms.expected_on,
        "note": terms.note,
        "lines": "; ".join(lines),
    }
