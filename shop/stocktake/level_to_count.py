"""The level somebody counts; found goods may be of one the books do not know yet."""

from sqlalchemy import select

from shop.catalogue.models import Product, Variant
from shop.db import db, insert_missing
from shop.stock.coffee_of import coffee_of
from shop.stock.models import Level
from shop.stock.rules import DoesNotFit, NeedsBatch, NotFromABatch, Promise, misfit
from shop.stocktake.rules import GroundToOrder


def level_to_count(location_id: int, variant_id: int, batch_id: int | None) -> int:
    """Its id; a new level begins with nothing. Does not commit.

    A new one is refused as packing would be: coffee without a batch (`NeedsBatch`), other goods
    from one (`NotFromABatch`), coffee the product may not be called (`DoesNotFit`), and what is
    only ground to order (`GroundToOrder`).
    """
    wanted = select(Level.id).where(
        Level.variant_id == variant_id,
        Level.location_id == location_id,
        Level.batch_id.is_not_distinct_from(batch_id),
    )
    if found := db.session.scalar(wanted):
        return found
    _refuse_what_cannot_be(variant_id, batch_id)
    row = {"variant_id": variant_id, "location_id": location_id, "batch_id": batch_id}
    insert_missing(Level, [row | {"on_hand": 0, "reserved": 0}])
    return db.session.scalars(wanted).one()


def _refuse_what_cannot_be(variant_id: int, batch_id: int | None) -> None:
    told = db.session.execute(
        select(
            Variant.coffee_grams,
            Variant.ground_from_id,
            Product.kind,
            Product.decaf,
            Product.provinces,
        )
        .join(Product, Product.id == Variant.product_id)
        .where(Variant.id == variant_id)
    ).one()
    if told.ground_from_id is not None:
        raise GroundToOrder
    if told.coffee_grams and batch_id is None:
        raise NeedsBatch
    if not told.coffee_grams and batch_id is not None:
        raise NotFromABatch
    if batch_id is not None:
        promise = Promise(told.kind, told.decaf, told.provinces)
        if why := misfit(promise, coffee_of(batch_id)):
            raise DoesNotFit(why)
