"""What to order next: what the stock says runs out, less what is on its way."""

from sqlalchemy import select

from shop.catalogue.models import Variant
from shop.db import db
from shop.purchasing.on_order import OnOrder, on_order
from shop.purchasing.rules import Wish
from shop.stock.running_out import Running, running_out

#: So many times the reorder point is what should be there once it has come.
_FULL = 2


def proposal(product_id: int | None = None) -> list[Wish]:
    """One line for each product below its reorder point: of coffee grams, which come as a batch, of
    goods units, of the variant of which there are fewest.

    What is roasted and not packed counts as there, and so does what was ordered and has not come. A
    product that somebody asks for is proposed whatever is on its way.
    """
    coming = on_order()
    wishes = []
    for one in running_out():
        if product_id not in (None, one.product_id):
            continue
        there = one.for_sale + one.loose_grams + _coming(one, coming)
        if there < one.reorder or product_id is not None:
            wishes.append(_wish(one, max(_FULL * one.reorder - there, 1)))
    return wishes


def _coming(one: Running, coming: OnOrder) -> int:
    of = coming.grams if one.is_coffee else coming.units_of_product
    return of.get(one.product_id, 0)


def _wish(one: Running, amount: int) -> Wish:
    if one.is_coffee:
        # Whole kilograms.
        return Wish(one.name, -(-amount // 1000) * 1000, product_id=one.product_id)
    fewest = min(one.variants, key=lambda variant: variant.units)
    variant_id = db.session.scalars(select(Variant.id).where(Variant.sku == fewest.sku)).one()
    return Wish(f"{one.name}, {fewest.name}", amount, variant_id=variant_id)
