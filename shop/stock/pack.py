"""Bags are filled from a batch."""

from sqlalchemy import select

from shop.catalogue.models import Product, Variant
from shop.db import db
from shop.origin.take_from_batch import take_from_batch
from shop.stock.coffee_of import coffee_of
from shop.stock.put_on_shelf import put_on_shelf
from shop.stock.rules import DoesNotFit, NotFromABatch, Promise, misfit


def pack(
    batch_id: int, variant_id: int, units: int, reason: str = "", person_id: int | None = None
) -> None:
    """Takes the coffee out of the batch and puts the bags on the shelf.

    Raises `BatchTooSmall` when the batch holds less than they need, `BatchBlocked`,
    `NotFromABatch` for goods without coffee, and `DoesNotFit` for another coffee than the product
    says it is; `GroundToOrder` for what is packed as beans. Refuses less than one unit. Does not
    commit.
    """
    told = db.session.execute(
        select(Variant.coffee_grams, Product.kind, Product.decaf, Product.provinces)
        .join(Product, Product.id == Variant.product_id)
        .where(Variant.id == variant_id)
    ).one()
    grams = told.coffee_grams
    if not grams:
        raise NotFromABatch
    if units < 1:
        raise ValueError("nothing packed")
    if why := misfit(Promise(told.kind, told.decaf, told.provinces), coffee_of(batch_id)):
        raise DoesNotFit(why)
    take_from_batch(batch_id, grams * units)
    put_on_shelf("packed", variant_id, batch_id, units, reason, person_id)
