"""What to order next: goods and coffee of which less is there than somebody wants to have."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Row, func, select

from shop.catalogue.models import Product, Variant
from shop.catalogue.rules import variant_name
from shop.db import db
from shop.purchasing.on_order import on_order
from shop.purchasing.rules import Wish
from shop.stock.models import STOCKROOM, Level

#: So many times the reorder point is what should be there once it has come.
_FULL = 2


def proposal() -> list[Wish]:
    """One line for each product that runs out and is not on its way in such an amount: of coffee
    the missing grams, of goods the units, of the variant of which there are fewest."""
    on_its_way = on_order()
    wishes = []
    for product in _asked_for():
        rows = _free(product.id)
        if product.reorder_grams is not None and any(row.coffee_grams for row in rows):
            there = sum(row.coffee_grams * int(row.free) for row in rows)
            there += on_its_way.grams.get(product.id, 0)
            if there < product.reorder_grams:
                amount = _round_up(_FULL * product.reorder_grams - there, 1000)
                wishes.append(Wish(product.name, amount, product_id=product.id))
        if product.reorder_units is not None and any(not row.coffee_grams for row in rows):
            wishes += _goods(product, rows, on_its_way.units_of_product.get(product.id, 0))
    return wishes


def _goods(
    product: Row[*tuple[Any, ...]], rows: Iterable[Row[*tuple[Any, ...]]], coming: int
) -> list[Wish]:
    goods = [row for row in rows if not row.coffee_grams]
    there = sum(int(row.free) for row in goods) + coming
    if there >= product.reorder_units:
        return []
    fewest = min(goods, key=lambda row: int(row.free))
    text = f"{product.name}, {variant_name(fewest.size, fewest.grind)}"
    return [Wish(text, _FULL * product.reorder_units - there or 1, variant_id=fewest.id)]


def _asked_for() -> list[Row[*tuple[Any, ...]]]:
    return list(
        db.session.execute(
            select(Product.id, Product.name, Product.reorder_grams, Product.reorder_units)
            .where(
                Product.state == "published",
                Product.reorder_grams.is_not(None) | Product.reorder_units.is_not(None),
            )
            .order_by(Product.position, Product.id)
        )
    )


def _free(product_id: int) -> list[Row[*tuple[Any, ...]]]:
    free = func.coalesce(func.sum(Level.on_hand - Level.reserved), 0)
    return list(
        db.session.execute(
            select(
                *(Variant.id, Variant.size, Variant.grind, Variant.coffee_grams),
                free.label("free"),
            )
            .outerjoin(Level, (Level.variant_id == Variant.id) & (Level.location_id == STOCKROOM))
            .where(Variant.product_id == product_id, Variant.ground_from_id.is_(None))
            .group_by(Variant.id)
            .order_by(Variant.position, Variant.id)
        )
    )


def _round_up(amount: int, step: int) -> int:
    return -(-amount // step) * step
