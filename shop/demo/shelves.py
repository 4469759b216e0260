"""Where the demo shop's goods may lie, what it grinds to order, and when it wants to be told."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import select, update

from shop.catalogue.models import Product, Variant
from shop.db import db
from shop.demo.story import Shop, Step
from shop.orders.models import PickupPlace
from shop.stock.add_location import add_location
from shop.stock.grind_to_order import grind_to_order
from shop.stock.models import STOCKROOM, Level
from shop.stock.write_off import write_off

#: Of these sizes few are sold ground: SKU without the grind.
_GROUND_TO_ORDER = ("D-HAUS-1000", "D-DECA-500")
_GRINDS = ("F", "E")
#: Grams of coffee, or units, below which a product runs out: by the beginning of its SKUs.
_GRAMS = {"D-HAUS": 12_000, "D-FILT": 9_000, "D-ESPR": 9_000, "D-MIKR": 8_000, "D-DECA": 3_000}
_UNITS = {"D-BECH": 12, "D-SCHO": 25}
_SAMPLE = timedelta(days=2, hours=4)


def set_up_shelves(shop: Shop) -> None:
    """Before anything is packed. Does not commit."""
    for place in db.session.scalars(select(PickupPlace).order_by(PickupPlace.id)):
        add_location("pickup", place.name, pickup_place_id=place.id, person_id=shop.staff_id)
    for size in _GROUND_TO_ORDER:
        for grind in _GRINDS:
            of = shop.variant_ids[f"{size}-{grind}"], shop.variant_ids[f"{size}-B"]
            grind_to_order(*of, shop.staff_id)
    for sku, grams in _GRAMS.items():
        _tell(sku, "reorder_grams", grams)
    for sku, units in _UNITS.items():
        _tell(sku, "reorder_units", units)


def shelves(opening: datetime, until: datetime, shop: Shop) -> Iterator[Step]:
    """Somebody opens a bag for a tasting."""
    if until - _SAMPLE > opening:
        yield Step(until - _SAMPLE, partial(_taste, shop))


def _tell(sku: str, column: str, amount: int) -> None:
    of = select(Variant.product_id).where(Variant.sku.startswith(sku))
    db.session.execute(update(Product).where(Product.id.in_(of)).values({column: amount}))


def _taste(shop: Shop) -> None:
    level_id = db.session.scalar(
        select(Level.id)
        .where(
            Level.variant_id == shop.variant_ids["D-HAUS-250-B"],
            Level.location_id == STOCKROOM,
            Level.on_hand > Level.reserved,
        )
        .order_by(Level.id.desc())
        .limit(1)
    )
    if level_id is not None:
        write_off(level_id, 1, "Verkostung oder Muster: für den Markt", shop.staff_id)
