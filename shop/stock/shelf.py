"""The units of one variant, batch by batch and place by place."""

from sqlalchemy import or_

from shop.clock import today
from shop.origin.models import Batch
from shop.stock.locations import Lying, lying
from shop.stock.models import STOCKROOM, Level


def shelf(variant_id: int) -> list[Lying]:
    """As it will be sold, what expires first before the others.

    A batch of which nothing is left in the stockroom stands there until its date: units of it may
    be found.
    """
    may_be_found = or_(Level.batch_id.is_(None), Batch.best_before >= today())
    return lying(
        Level.variant_id == variant_id,
        or_(Level.on_hand > 0, (Level.location_id == STOCKROOM) & may_be_found),
    )
