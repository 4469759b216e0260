"""What may be booked of a counter, and on which day."""

from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum

from shop.errors import Refused
from shop.money.vat import VatClass, rate_bp

#: So long ago a sale can still be told: a counter on commission settles once a month.
MOST_DAYS = 60
#: Nobody sells more of one thing at once; a slip of the key is the likelier reason.
MOST_UNITS = 999


class PaidBy(StrEnum):
    CASH = "cash"
    SETTLEMENT = "settlement"


class BookedAlready(Refused):
    """The same form once more: a button pressed twice. `number`: of the order it made."""

    def __init__(self, number: str = "") -> None:
        super().__init__()
        self.number = number


class BadDay(Refused):
    """In the future, or longer ago than `MOST_DAYS`."""

    status = 422


class PriceChanged(Refused):
    """What was shown before booking is not what it costs now."""


class NothingSold(Refused):
    """A sale of nothing, or of what does not lie there."""

    status = 422


class MoreThanThere(Refused):
    """More was counted than the books know of. `variant_ids`: of which."""

    status = 422

    def __init__(self, variant_ids: frozenset[int]) -> None:
        super().__init__()
        self.variant_ids = variant_ids


def refuse_day(day: date, today: date) -> None:
    """Raises `BadDay`."""
    if not today - timedelta(days=MOST_DAYS) <= day <= today:
        raise BadDay


def sold_of(there: dict[int, int], left: dict[int, int]) -> dict[int, int]:
    """Variant id → units that are not there any more, of those somebody counted.

    Raises `MoreThanThere`.
    """
    more = frozenset(id for id, units in left.items() if units > there.get(id, 0))
    if more:
        raise MoreThanThere(more)
    return {id: there[id] - units for id, units in left.items() if there.get(id, 0) > units}


def at_rates_of(
    parts: Iterable[tuple[int, int]], today: date, day: date
) -> tuple[tuple[int, int], ...]:
    """(rate, price) pairs of today, with the rates of the day it was sold on (§ 27 (1) UStG)."""
    rates = {rate_bp(kind, today): rate_bp(kind, day) for kind in VatClass}
    return tuple((rates[rate], price) for rate, price in parts)
