"""The beans something could be ground from when somebody orders it."""

from sqlalchemy import select
from sqlalchemy.orm import aliased

from shop.catalogue.models import Variant
from shop.db import db


def beans_for(variant_id: int) -> tuple[str, ...]:
    """SKUs of whole beans of the same product and weight; none for what is not ground."""
    beans, ground = aliased(Variant), aliased(Variant)
    found = db.session.scalars(
        select(beans.sku)
        .join(ground, ground.product_id == beans.product_id)
        .where(
            ground.id == variant_id,
            ground.grind.in_(("filter", "espresso")),
            beans.grind == "bean",
            beans.coffee_grams == ground.coffee_grams,
            beans.ground_from_id.is_(None),
        )
        .order_by(beans.position, beans.id)
    )
    return tuple(found)
