"""Change what the variants of a product cost, today or from a day on."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import insert, select

from shop import clock
from shop.assortment.as_file import as_file
from shop.assortment.models import PlannedPrice
from shop.assortment.rules import NotADay, PlannedAlready
from shop.assortment.variant_queries import newest_price
from shop.audit.note_change import note_change
from shop.audit.rules import ChangedMeanwhile
from shop.catalogue.models import Variant
from shop.catalogue.price_history import lowest_price_30_days
from shop.catalogue.set_price import DEAREST_CENTS, NoReason, NotAPrice, NotAReduction, set_price
from shop.db import db
from shop.web.filters import euro

_FARTHEST = timedelta(days=731)


def change_prices(
    slug: str,
    wanted: Mapping[str, int],
    reason: str,
    person_id: int,
    *,
    from_day: date | None = None,
    announced: bool = False,
    seen: str | None = None,
) -> int:
    """How many variants cost something else now, or from midnight of a later Berlin day on.

    `wanted` is SKU → gross cents; what costs that already, or will by then as it is planned, is
    left alone. Announced ones are shown as reduced (`set_price`); of a later day it is known only
    then, and looked at now already.
    Refuses with `NotADay`, `PlannedAlready`, what `set_price` refuses, and with `ChangedMeanwhile`
    unless `seen`, if given, is the newest price. All of it or nothing; does not commit.
    """
    now, day = as_file(slug, hold=True), from_day or clock.today()
    if seen is not None and seen != newest_price(now.id):
        raise ChangedMeanwhile
    if not clock.today() <= day <= clock.today() + _FARTHEST:
        raise NotADay
    rows = db.session.execute(
        select(Variant.id, Variant.sku, Variant.price_cents)
        .where(Variant.product_id == now.id, Variant.sku.in_(wanted))
        .order_by(Variant.id)
    ).all()
    costs = {row.id: row.price_cents for row in rows}
    if day > clock.today():
        costs |= _planned_until(list(costs), day)
    changed = [(row.id, wanted[row.sku]) for row in rows if wanted[row.sku] != costs[row.id]]
    for variant_id, cents in changed:
        if day == clock.today():
            set_price(variant_id, cents, reason, person_id, announced=announced)
        else:
            _plan(variant_id, cents, reason.strip(), person_id, day, announced)
    return len(changed)


def _planned_until(variant_ids: list[int], day: date) -> dict[int, int]:
    """What those of them will cost on that day for which something is planned by then."""
    rows = db.session.execute(
        select(PlannedPrice.variant_id, PlannedPrice.price_cents)
        .where(
            PlannedPrice.variant_id.in_(variant_ids),
            PlannedPrice.state == "planned",
            PlannedPrice.from_day <= day,
        )
        .order_by(PlannedPrice.from_day)
    )
    return {variant_id: cents for variant_id, cents in rows}


def _plan(
    variant_id: int, cents: int, reason: str, person_id: int, day: date, announced: bool
) -> None:
    if not 0 < cents <= DEAREST_CENTS:
        raise NotAPrice
    if not 0 < len(reason) <= 200:
        raise NoReason
    of_the_day = select(PlannedPrice.id).where(
        PlannedPrice.variant_id == variant_id,
        PlannedPrice.from_day == day,
        PlannedPrice.state == "planned",
    )
    if db.session.scalar(of_the_day):
        raise PlannedAlready
    if announced:
        midnight = datetime.combine(day, time(), clock.BERLIN).astimezone(UTC)
        lowest = lowest_price_30_days(variant_id, midnight)
        if lowest is None or lowest <= cents:
            raise NotAReduction(lowest)
    row = {"price_cents": cents, "from_day": day, "announced": announced, "reason": reason}
    who = {"person_id": person_id, "planned_at": clock.now(), "state": "planned"}
    db.session.execute(insert(PlannedPrice).values(variant_id=variant_id, **row, **who))
    note_change("price", variant_id, {}, {"planned": planned_words(cents, day)}, person_id)


def planned_words(cents: int, day: date) -> str:
    return f"{euro(cents)} ab {day:%d.%m.%Y}"
