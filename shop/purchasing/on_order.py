"""What is on its way from suppliers."""

from dataclasses import dataclass

from sqlalchemy import func, select

from shop.catalogue.models import Variant
from shop.db import db
from shop.purchasing.models import Purchase, PurchaseLine


@dataclass(frozen=True, slots=True)
class OnOrder:
    """Of open purchases, what has not come."""

    #: Variant id → units of goods without coffee.
    units: dict[int, int]
    #: Product id → units of all its variants.
    units_of_product: dict[int, int]
    #: Product id → grams of roasted coffee.
    grams: dict[int, int]


def on_order() -> OnOrder:
    """One query over the open purchases. What came beyond the order counts nothing."""
    missing = PurchaseLine.ordered - PurchaseLine.received
    rows = db.session.execute(
        select(
            PurchaseLine.variant_id,
            func.coalesce(PurchaseLine.product_id, Variant.product_id),
            func.sum(missing),
        )
        .join(Purchase, Purchase.id == PurchaseLine.order_id)
        .outerjoin(Variant, Variant.id == PurchaseLine.variant_id)
        .where(Purchase.state == "open", missing > 0)
        .group_by(
            PurchaseLine.variant_id, func.coalesce(PurchaseLine.product_id, Variant.product_id)
        )
    )
    found = OnOrder({}, {}, {})
    for variant_id, product_id, amount in rows:
        if variant_id is not None:
            found.units[variant_id] = int(amount)
            before = found.units_of_product.get(product_id, 0)
            found.units_of_product[product_id] = before + int(amount)
        elif product_id is not None:
            found.grams[product_id] = int(amount)
    return found
