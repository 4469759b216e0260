"""Change what a variant costs."""

from sqlalchemy import insert, select, update

from shop import clock
from shop.catalogue.models import Price, Variant
from shop.db import db, rows_changed
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


def set_price(variant_id: int, price_cents: int, reason: str) -> None:
    """From now on the variant costs this gross price; its history gets a row and keeps all others.

    Nothing happens when it costs that already. Refuses with `NotAPrice`, `NoReason`,
    `NoSuchVariant`.
    """
    if not 0 < price_cents <= DEAREST_CENTS:
        raise NotAPrice
    if not 0 < len(reason.strip()) <= 200:
        raise NoReason
    # The guarded update comes first: it holds the row, so that history keeps the true order.
    changed = rows_changed(
        update(Variant)
        .where(Variant.id == variant_id, Variant.price_cents != price_cents)
        .values(price_cents=price_cents)
    )
    if not changed:
        return _refuse_unknown(variant_id)
    db.session.execute(
        insert(Price).values(
            variant_id=variant_id,
            price_cents=price_cents,
            valid_from=clock.now(),
            reason=reason.strip(),
        )
    )


def _refuse_unknown(variant_id: int) -> None:
    if db.session.scalar(select(Variant.id).where(Variant.id == variant_id)) is None:
        raise NoSuchVariant
