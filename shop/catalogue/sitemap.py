"""What search engines are told there is."""

from collections.abc import Sequence

from sqlalchemy import select

from shop.catalogue.models import Product
from shop.db import db


def published_slugs() -> Sequence[str]:
    """Every product one may find."""
    return db.session.scalars(
        select(Product.slug)
        .where(Product.state == "published")
        .order_by(Product.position, Product.id)
    ).all()
