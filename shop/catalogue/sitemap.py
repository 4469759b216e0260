"""What search engines are told there is."""

from collections.abc import Sequence
from typing import cast

from sqlalchemy import Table, select

from shop.catalogue.for_sale import codes_for_sale, drawn_from, levels, now_bound
from shop.catalogue.models import Product, Variant
from shop.db import db

product, variant = (cast(Table, model.__table__) for model in (Product, Variant))


def published_slugs() -> Sequence[str]:
    """Every product one may find."""
    return db.session.scalars(
        select(Product.slug)
        .where(Product.state == "published")
        .order_by(Product.position, Product.id)
    ).all()


def published_codes() -> Sequence[str]:
    """Every batch one may get a bag of."""
    return db.session.scalars(_CODES, now_bound()).all()


_CODES = codes_for_sale(
    levels.join(variant, levels.c.variant_id == drawn_from(variant)).join(
        product, product.c.id == variant.c.product_id
    ),
    product.c.state == "published",
    variant.c.on_sale.is_(True),
)
