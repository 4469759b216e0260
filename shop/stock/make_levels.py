"""Several goods come to one location at once."""

from collections.abc import Collection

from sqlalchemy import bindparam, select

from shop.catalogue.models import Variant
from shop.db import execute, insert_missing
from shop.stock.hold_levels import hold_levels
from shop.stock.hold_location import hold_location
from shop.stock.models import STOCKROOM, Level
from shop.stock.rules import GroundToOrder


def make_levels(variant_ids: Collection[int], location_id: int) -> None:
    """Their levels of no batch are there, those that are new with nothing, and held.

    Locks variants, location and levels in the order of `put_on_shelf`, each in id order. Refuses
    with `GroundToOrder`, and `LocationClosed`. Does not commit.
    """
    wanted = sorted(set(variant_ids))
    found = execute(_GROUND_FROM, {"variants": wanted})
    if any(ground_from is not None for (ground_from,) in found):
        raise GroundToOrder
    if location_id != STOCKROOM:
        hold_location(location_id)
    row = {"location_id": location_id, "batch_id": None, "on_hand": 0, "reserved": 0}
    if wanted:
        insert_missing(Level, [{"variant_id": variant_id} | row for variant_id in wanted])
    hold_levels(wanted, location_id)


_GROUND_FROM = (
    select(Variant.ground_from_id)
    .where(Variant.id.in_(bindparam("variants", expanding=True)))
    .order_by(Variant.id)
    .with_for_update(read=True)
)
