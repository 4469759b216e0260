"""Change what a variant costs."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import insert, select, update

from shop import clock
from shop.catalogue.models import Price, Variant
from shop.catalogue.price_history import lowest_price_30_days
from shop.db import db
from shop.errors import NotThere, Refused

#: More is a slip of the keys.
DEAREST_CENTS = 1_000_000


class NoSuchVariant(NotThere):
    """No variant has this number."""


class NotAPrice(Refused):
    """Zero, negative, or beyond `DEAREST_CENTS`."""

    status = 422


class NoReason(Refused):
    """A price changes only with a reason, at most 200 characters of it."""

    status = 422


class NotAReduction(Refused):
    """Announced as reduced, but within 30 days it cost as little, or less: `lowest_cents`.

    None where it had no price before.
    """

    status = 422

    def __init__(self, lowest_cents: int | None) -> None:
        super().__init__(str(lowest_cents))
        self.lowest_cents = lowest_cents


class _Now(NamedTuple):
    price_cents: int
    reduced_from_cents: int | None
    reduced_at: datetime | None


def set_price(
    variant_id: int,
    price_cents: int,
    reason: str,
    person_id: int | None = None,
    *,
    announced: bool = False,
) -> None:
    """From now on the variant costs this gross price; its history gets a row and keeps all others.

    `announced`: shown as reduced, beside the lowest price of the 30 days before, which is looked up
    here and never given (§ 11 (1) PAngV). While it is reduced already and goes down further, the
    one before the first step stays (§ 11 (2)). Any other new price ends the announcement. Nothing
    happens when it costs that already. Refuses with `NotAPrice`, `NoReason`, `NotAReduction`,
    `NoSuchVariant`. Does not commit.
    """
    if not 0 < price_cents <= DEAREST_CENTS:
        raise NotAPrice
    if not 0 < len(reason.strip()) <= 200:
        raise NoReason
    before = _held(variant_id)
    if before.price_cents == price_cents:
        return
    moment = clock.now()
    reduced = _reduced(variant_id, before, price_cents, moment) if announced else (None, None)
    db.session.execute(
        update(Variant)
        .where(Variant.id == variant_id)
        .values(price_cents=price_cents, reduced_from_cents=reduced[0], reduced_at=reduced[1])
    )
    db.session.execute(
        insert(Price).values(
            variant_id=variant_id,
            price_cents=price_cents,
            valid_from=moment,
            reason=reason.strip(),
            person_id=person_id,
        )
    )


def _held(variant_id: int) -> _Now:
    """What it costs; until the commit nobody else changes it, so that history keeps the order.
    Orders of it are written meanwhile."""
    row = db.session.execute(
        select(Variant.price_cents, Variant.reduced_from_cents, Variant.reduced_at)
        .where(Variant.id == variant_id)
        .with_for_update(key_share=True)
    ).one_or_none()
    if row is None:
        raise NoSuchVariant
    return _Now(*row)


def _reduced(
    variant_id: int, before: _Now, price_cents: int, moment: datetime
) -> tuple[int | None, datetime | None]:
    if before.reduced_from_cents and price_cents < before.price_cents:
        return before.reduced_from_cents, before.reduced_at
    lowest = lowest_price_30_days(variant_id, moment)
    if lowest is None or lowest <= price_cents:
        raise NotAReduction(lowest)
    return lowest, moment
