"""What the staff of the demo shop do without an order."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import partial

from sqlalchemy import func, select

from shop.catalogue.models import Variant
from shop.clock import BERLIN, business_date
from shop.db import db
from shop.demo.count_shelf import count_shelf
from shop.demo.data.recipes import FILTER, WINTER
from shop.demo.publish_splits import (
    publish_splits,
    publish_splits_again,
    publish_splits_of_goods,
)
from shop.demo.rearrange import rearrange
from shop.demo.restock import restock
from shop.demo.roastery import Roastery
from shop.demo.story import Shop, Step
from shop.stock.models import Level, Reservation

_DELIVERY_DAYS = (1, 15)
#: So long before its best before is what was roasted for nobody, as it is seen today.
_OLD_DAYS = 45
_TOO_MANY = ("D-FILT-1000-E", 14)
_DOUBTED = "D-DECA"
_DOUBT_DAYS = 6
_DOUBT = "Vorsichtshalber gesperrt: Das Ergebnis einer Laborprüfung steht noch aus."


def house(opening: datetime, until: datetime, shop: Shop, roastery: Roastery) -> Iterator[Step]:
    """Deliveries, a new price, and what goes wrong: one roast too many, one in doubt."""
    first, last = business_date(opening), business_date(until)
    yield from _deliveries(first, last, shop.staff_id, roastery)
    yield Step(opening, partial(publish_splits_of_goods, shop.staff_id))
    yield Step(opening + (until - opening) / 2, partial(_rearrange, shop.staff_id, roastery))
    roasted_on = last + timedelta(days=_OLD_DAYS - 365)
    if roasted_on >= first:
        yield Step(_early(roasted_on + timedelta(days=1)), partial(_roast_too_much, shop, roastery))
    doubted_on = last - timedelta(days=_DOUBT_DAYS)
    if doubted_on > first:
        yield Step(_early(doubted_on), partial(_doubt, shop, roastery))
    yield Step(until, partial(count_shelf, shop.staff_id))


def _deliveries(first: date, last: date, staff_id: int, roastery: Roastery) -> Iterator[Step]:
    day = first
    while day <= last:
        if day.day in _DELIVERY_DAYS or day == first:
            reason = f"Lieferung vom {day:%d.%m.%Y}"
            yield Step(_early(day), partial(restock, reason, staff_id, roastery))
        day += timedelta(days=1)


def _rearrange(staff_id: int, roastery: Roastery) -> None:
    """A new price, and the winter coffee is sold no more: what was not packed is given away."""
    rearrange()
    roastery.write_off_rest(WINTER, "Winterkaffee nicht mehr im Verkauf, Rest verschenkt")
    publish_splits_again(staff_id)


def _roast_too_much(shop: Shop, roastery: Roastery) -> None:
    """Kilograms of a grind that hardly anybody wants."""
    sku, units = _TOO_MANY
    roastery.roast(FILTER)
    roastery.fill_bags(sku, shop.variant_ids[sku], 1000, units, "Für ein Fest, das ausfiel")
    publish_splits(roastery.packed_from(), shop.staff_id)


def _doubt(shop: Shop, roastery: Roastery) -> None:
    """A decaffeinated batch is blocked that some have bought of, and another comes instead."""
    newest = (
        select(func.max(Level.batch_id))
        .join(Reservation, Reservation.level_id == Level.id)
        .join(Variant, Variant.id == Level.variant_id)
        .where(Variant.sku.startswith(_DOUBTED), Reservation.state == "sold")
    )
    if batch_id := db.session.scalar(newest):
        roastery.block(batch_id, _DOUBT)
        restock("Ersatz für die gesperrte Charge", shop.staff_id, roastery)


def _early(day: date) -> datetime:
    return datetime.combine(day, time(6, 30), BERLIN).astimezone(UTC)
