"""Goods come in that were bought ready to sell."""

from sqlalchemy import select

from shop.catalogue.models import Variant
from shop.db import db
from shop.stock.models import STOCKROOM
from shop.stock.put_on_shelf import put_on_shelf
from shop.stock.rules import NeedsBatch


def receive(
    variant_id: int,
    units: int,
    reason: str,
    person_id: int | None = None,
    *,
    location_id: int = STOCKROOM,
    source: str = "",
) -> None:
    """Adds units to the shelf and says where they came from. Refuses less than one unit.

    Coffee comes from a batch (Art. 18 Reg. (EC) 178/2002) and is packed, not received: raises
    `NeedsBatch`; `LocationClosed` for a location that takes nothing. Does not commit.
    """
    if db.session.scalars(select(Variant.coffee_grams).where(Variant.id == variant_id)).one():
        raise NeedsBatch
    put_on_shelf(
        *("received", variant_id, None, units, reason, person_id),
        location_id=location_id,
        source=source,
    )
