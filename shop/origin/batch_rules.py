"""What a batch is made of: premium, shares of a set, and what is refused."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from shop.errors import Refused
from shop.origin.rules import BatchBlocked, BatchTooSmall

#: The pound by which green coffee is traded is 453.59237 g, exactly.
POUND_IN_HUNDRED_THOUSANDTHS_OF_A_GRAM = 45_359_237
#: Per cent of the green coffee that roasting takes away; another loss is mostly a slip of the pen.
LEAST_USUAL_LOSS, MOST_USUAL_LOSS = 10, 25


class LotTooSmall(Refused):
    """The green lot holds less than is to be roasted of it. `left_grams`: what it holds."""

    def __init__(self, green_lot_id: int, left_grams: int) -> None:
        super().__init__()
        self.green_lot_id = green_lot_id
        self.left_grams = left_grams


class RateMissing(Refused):
    """A premium is owed in dollars, and the lot knows no rate to the euro."""

    def __init__(self, green_lot_id: int) -> None:
        super().__init__()
        self.green_lot_id = green_lot_id


class MadeMoreThanGreen(Refused):
    """More roasted coffee than green coffee went in."""


class UnusualLoss(Refused):
    """Roasting took away much less or more than usual, and nobody said that it did. `loss_bp`."""

    def __init__(self, loss_bp: int) -> None:
        super().__init__()
        self.loss_bp = loss_bp


class AlreadyPacked(Refused):
    """Bags are filled: the date printed on them cannot change any more."""


class AlreadyUsed(Refused):
    """Coffee of the batch is in bags, in a set or written off, or its price is published."""


class Bought(Refused):
    """The batch came with a purchase, under this number: its delivery is taken back there."""

    def __init__(self, number: str) -> None:
        super().__init__(number)
        self.number = number


class PartTooSmall(BatchTooSmall):
    """A batch holds less than is to go from it into a set."""

    def __init__(self, batch_id: int, left_grams: int) -> None:
        super().__init__(left_grams)
        self.batch_id = batch_id


class PartBlocked(BatchBlocked):
    """A batch in a set is blocked: the set is not made, and not unblocked."""

    def __init__(self, batch_id: int, code: str) -> None:
        super().__init__()
        self.batch_id = batch_id
        self.code = code


@dataclass(frozen=True, slots=True)
class Source:
    """Green coffee of one lot in a batch, and what the batch owes it per roasted kilogram."""

    green_lot_id: int
    green_grams: int
    premium_micro_per_kg: int


@dataclass(frozen=True, slots=True)
class Part:
    """So many roasted grams of a batch that goes into a set, and what that batch was made of."""

    grams: int
    made_grams: int
    project_micro_per_kg: int
    sources: tuple[Source, ...]


def premium_micro_per_kg(
    premium_usd_e4: int, usd_per_eur_e4: int, green_grams: int, made_grams: int
) -> int:
    """What one roasted kilogram owes to a lot of which so many grams went into the batch.

    Pounds of green coffee per kilogram roasted × dollars per pound ÷ dollars per euro, in
    millionths of a euro, half up.
    """
    return _half_up(
        green_grams * premium_usd_e4 * 10**14,
        POUND_IN_HUNDRED_THOUSANDTHS_OF_A_GRAM * made_grams * usd_per_eur_e4,
    )


def is_usual_loss(green_grams: int, made_grams: int) -> bool:
    """Whether so much roasted coffee is what one gets of so much green coffee."""
    lost = (green_grams - made_grams) * 100
    return LEAST_USUAL_LOSS * green_grams <= lost <= MOST_USUAL_LOSS * green_grams


def sources_of_set(parts: Iterable[Part]) -> list[Source]:
    """What a set is made of, by green lot, in the order of their ids.

    Grams are rounded up, so that no lot is lost and never less went in than came out; the premium
    is that of the parts by weight, half up.
    """
    parts = list(parts)
    made = sum(part.grams for part in parts)
    green: dict[int, int] = {}
    owed: dict[int, int] = {}
    for part in parts:
        for source in part.sources:
            lot = source.green_lot_id
            grams = -(-source.green_grams * part.grams // part.made_grams)
            green[lot] = green.get(lot, 0) + grams
            owed[lot] = owed.get(lot, 0) + source.premium_micro_per_kg * part.grams
    return [Source(lot, green[lot], _half_up(owed[lot], made)) for lot in sorted(green)]


def project_micro_of_set(parts: Iterable[Part]) -> int:
    """What a roasted kilogram of a set owes to the projects: that of its parts by weight."""
    parts = list(parts)
    owed = sum(part.project_micro_per_kg * part.grams for part in parts)
    return _half_up(owed, sum(part.grams for part in parts))


def part_bp(grams: int, whole_grams: int) -> int:
    """A part in basis points of the whole, half up."""
    return _half_up(grams * 10_000, whole_grams)


def next_code(codes: Iterable[str], year: int) -> str:
    """„26-012“: the number after the highest of this year among these."""
    like = re.compile(rf"{year % 100:02d}-([0-9]{{1,6}})")
    numbers = [int(found[1]) for code in codes if (found := like.fullmatch(code))]
    return f"{year % 100:02d}-{max(numbers, default=0) + 1:03d}"


def _half_up(dividend: int, divisor: int) -> int:
    return (2 * dividend + divisor) // (2 * divisor)
