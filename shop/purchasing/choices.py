"""What can be ordered: goods without coffee by the unit, roasted coffee by weight."""

from sqlalchemy import select

from shop.catalogue.models import Product, Variant
from shop.catalogue.rules import variant_name
from shop.db import db

#: Roasted coffee that is no product's yet: the line's words say what it is.
ANY_COFFEE = "c"


def choices() -> dict[str, str]:
    """„v<variant id>“ and „c<product id>“ → words, in the order of the catalogue."""
    rows = db.session.execute(
        select(
            *(Variant.id, Variant.size, Variant.grind, Variant.sku, Variant.coffee_grams),
            *(Product.id, Product.name),
        )
        .join(Product, Product.id == Variant.product_id)
        .where(Product.state != "retired")
        .order_by(Product.position, Product.id, Variant.position, Variant.id)
    )
    goods: dict[str, str] = {}
    coffee: dict[str, str] = {}
    for id, size, grind, sku, grams, product_id, name in rows:
        if grams:
            coffee[f"c{product_id}"] = name
        else:
            goods[f"v{id}"] = f"{name}, {variant_name(size, grind)} ({sku})"
    return coffee | goods
