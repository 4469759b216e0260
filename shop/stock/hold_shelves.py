"""Whoever raises what lies somewhere makes sure that it may lie there, until the end."""

from collections.abc import Collection

from sqlalchemy import bindparam, select

from shop.catalogue.models import Variant
from shop.db import execute
from shop.stock.hold_location import hold_location
from shop.stock.models import STOCKROOM, Level
from shop.stock.rules import GroundToOrder


def hold_shelves(level_ids: Collection[int]) -> None:
    """Until the transaction ends nobody closes their places, nor has their goods ground to order.

    Refuses with `GroundToOrder`, and `LocationClosed`. Before the levels themselves are locked:
    variants and then places, in id order, as `put_on_shelf` takes them.
    """
    levels = {"levels": sorted(set(level_ids))}
    if any(ground_from is not None for (ground_from,) in execute(_GROUND_FROM, levels)):
        raise GroundToOrder
    for (location_id,) in execute(_PLACES, levels).all():
        hold_location(location_id)


_OF = Level.id.in_(bindparam("levels", expanding=True))
_GROUND_FROM = (
    select(Variant.ground_from_id)
    .where(Variant.id.in_(select(Level.variant_id).where(_OF)))
    .order_by(Variant.id)
    .with_for_update(read=True)
)
_PLACES = (
    select(Level.location_id)
    .where(_OF, Level.location_id != STOCKROOM)
    .distinct()
    .order_by(Level.location_id)
)
