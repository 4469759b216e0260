"""Invent what people ordered in the past: the same past every time, by a seeded generator."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import cache
from random import Random

from shop.cart.rules import Delivery
from shop.clock import BERLIN, business_date
from shop.demo.data.assortment import AT_OPENING
from shop.demo.data.offer import Item

#: So many different people buy; some come back.
BUYERS = 180
PLACES = 4

#: Orders per day, month by month: summer is quiet, December is not.
_PER_DAY = (1.1, 1.1, 1.1, 1.08, 1.05, 1.05, 1.05, 1.05, 1.08, 1.15, 1.25, 1.8)
_LIKED = {
    **{"D-HAUS": 30, "D-FILT": 17, "D-ESPR": 17, "D-DECA": 8, "D-SCHO": 8, "D-PROB": 6},
    **{"D-MIKR": 4, "D-GESC": 4, "D-WINT": 4, "D-BECH": 3, "D-FILZ": 3, "D-BUER": 1},
}
_SIZES = {250: 5, 500: 3, 1000: 2}
_HOURS = range(7, 23)
_PER_HOUR = (2, 3, 5, 6, 6, 6, 5, 4, 4, 5, 6, 8, 9, 8, 6, 3)
#: By then an order is paid or given up.
_SETTLED_AFTER = timedelta(hours=1)


class Fate(StrEnum):
    """What becomes of an order once it is placed."""

    PAID = "paid"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Invented:
    """An order somebody might have placed; moments in UTC."""

    placed_at: datetime
    #: SKU → units
    wanted: dict[str, int]
    delivery: Delivery = Delivery.SHIPPING
    #: Number of the pickup place, from 0.
    place: int = 0
    buyer: int = 1
    fate: Fate = Fate.PAID
    #: Until it is paid or given up.
    hesitation: timedelta = timedelta(minutes=2)


def invent_orders(opening: datetime, until: datetime) -> list[Invented]:
    """All orders from the opening on, oldest first; none so young that it could still be unpaid."""
    chance = Random(1998)
    found = [*_ordinary(chance, opening, until), *_remarkable(opening.year, until.year)]
    return sorted(
        (x for x in found if opening <= x.placed_at <= until - _SETTLED_AFTER),
        key=lambda x: x.placed_at,
    )


def _ordinary(chance: Random, opening: datetime, until: datetime) -> Iterator[Invented]:
    number = 0
    day = business_date(opening)
    while day <= business_date(until):
        wanted_today = _PER_DAY[day.month - 1]
        for _ in range(int(wanted_today) + (chance.random() < wanted_today % 1)):
            number += 1
            yield _order(chance, day, number)
        day += timedelta(days=1)


def _order(chance: Random, day: date, number: int) -> Invented:
    hour = chance.choices(_HOURS, _PER_HOUR)[0]
    moment = time(hour, chance.randrange(60), chance.randrange(60))
    return Invented(
        placed_at=datetime.combine(day, moment, BERLIN).astimezone(UTC),
        wanted=_wanted(chance, day),
        delivery=Delivery.SHIPPING if chance.random() < 0.6 else Delivery.PICKUP,
        place=chance.choices(range(PLACES), (5, 3, 2, 1))[0],
        buyer=chance.randint(1, BUYERS),
        fate=_fate(number),
        hesitation=timedelta(seconds=chance.randint(45, 420)),
    )


def _wanted(chance: Random, day: date) -> dict[str, int]:
    kinds = chance.choices((1, 2, 3), (5, 4, 2))[0]
    return {
        sku: chance.choices((1, 2, 3), (7, 2, 1))[0]
        for sku in chance.choices(*_likings(day.month == 12), k=kinds)
    }


@cache
def _likings(before_christmas: bool) -> tuple[list[str], list[float]]:
    """SKUs, and how often each is taken: a product's share, divided among its variants."""
    skus, weights = [], []
    for offer in AT_OPENING:
        total = sum(map(_size, offer.items))
        for item in offer.items:
            gift = 4 if item.parts and before_christmas else 1
            skus.append(item.sku)
            weights.append(gift * _LIKED[item.sku[:6]] * _size(item) / total)
    return skus, weights


def _size(item: Item) -> int:
    return _SIZES.get(item.net_grams or 0, 1)


def _fate(number: int) -> Fate:
    if number % 90 == 7:
        return Fate.EXPIRED
    return Fate.CANCELLED if number % 120 == 13 else Fate.PAID


def _remarkable(first_year: int, last_year: int) -> Iterator[Invented]:
    """Orders at moments where calendars are easily got wrong."""
    for year in range(first_year, last_year + 1):
        for last_day in ((3, 31), (6, 30), (9, 30), (12, 31)):
            # A set at two rates, paid in the last minute of a quarter.
            midnight = datetime.combine(date(year, *last_day), time(23, 57, 20), BERLIN)
            yield Invented(midnight.astimezone(UTC), {"D-GESC-B": 1, "D-HAUS-250-F": 1})
        # Half past two, for the second time that night: summer time has just ended.
        end_of_summer = datetime.combine(_last_sunday_of_october(year), time(1, 30), UTC)
        yield Invented(end_of_summer, {"D-FILT-250-B": 2}, Delivery.PICKUP)


def _last_sunday_of_october(year: int) -> date:
    last = date(year, 10, 31)
    return last - timedelta(days=last.isoweekday() % 7)
