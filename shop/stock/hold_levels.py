"""Whoever changes several levels takes them in one order, as everybody does."""

from collections.abc import Collection

from sqlalchemy import bindparam, select

from shop.db import execute
from shop.stock.models import Level


def hold_levels(variant_ids: Collection[int], location_id: int) -> None:
    """Locks the levels of goods of no batch at one location, in id order, until the end."""
    execute(_LOCK, {"variants": sorted(set(variant_ids)), "location": location_id})


_LOCK = (
    select(Level.id)
    .where(
        Level.variant_id.in_(bindparam("variants", expanding=True)),
        Level.location_id == bindparam("location"),
        Level.batch_id.is_(None),
    )
    .order_by(Level.id)
    .with_for_update()
)
