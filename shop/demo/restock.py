"""A delivery to the shelf of the demo shop."""

from sqlalchemy import ColumnElement, func, or_, select

from shop.catalogue.models import Product, Variant
from shop.clock import today
from shop.db import db
from shop.demo.publish_splits import publish_splits
from shop.demo.roastery import Roastery
from shop.origin.models import Batch
from shop.origin.rules import last_day_to_sell
from shop.stock.correct import correct
from shop.stock.models import Level
from shop.stock.receive import receive

#: Bags on a full shelf: few enough that they are sold before they are old.
_FULL = {240: 12, 250: 20, 500: 10, 1000: 6, 5000: 4}
_FULL_OTHERWISE = 30
#: Of these fewer are sold, so half of that is a full shelf.
_SLOW = ("D-DECA", "D-GESC", "D-WINT")


def restock(reason: str, staff_id: int, roastery: Roastery) -> None:
    """Takes away what is too old, fills up what published goods are down to half a shelf, and
    publishes where their prices go. Does not commit.
    """
    _take_away_the_old(staff_id)
    rows = db.session.execute(
        select(Variant.id, Variant.sku, Variant.net_grams, Variant.coffee_grams, _for_sale())
        .join(Product, Product.id == Variant.product_id)
        # What is ground to order is filled up as beans.
        .where(Product.state == "published", Variant.ground_from_id.is_(None))
        .order_by(Variant.id)
    ).all()
    for variant_id, sku, net_grams, coffee_grams, on_hand in rows:
        full = _full(sku, net_grams)
        if on_hand > full // 2:
            continue
        if coffee_grams:
            roastery.fill_bags(sku, variant_id, coffee_grams, full - on_hand, reason)
        else:
            receive(variant_id, full - on_hand, reason, staff_id)
    publish_splits(roastery.packed_from(), staff_id)


def _full(sku: str, net_grams: int | None) -> int:
    full = _FULL.get(net_grams or 0, _FULL_OTHERWISE)
    return full // 2 if sku.startswith(_SLOW) else full


def _take_away_the_old(staff_id: int) -> None:
    rows = db.session.execute(
        select(Level.id, Level.on_hand - Level.reserved)
        .join(Batch, Batch.id == Level.batch_id)
        .where(Level.on_hand > Level.reserved, Batch.best_before < last_day_to_sell(today()))
        .order_by(Level.id)
    ).all()
    for level_id, units in rows:
        correct(level_id, -units, "Zu nah am Mindesthaltbarkeitsdatum, entsorgt", staff_id)


def _for_sale() -> ColumnElement[int]:
    of_no_batch_or_good = or_(
        Level.batch_id.is_(None),
        Batch.blocked_at.is_(None) & (Batch.best_before >= last_day_to_sell(today())),
    )
    on_hand: ColumnElement[int] = (
        select(func.coalesce(func.sum(Level.on_hand), 0))
        .outerjoin(Batch, Batch.id == Level.batch_id)
        .where(Level.variant_id == Variant.id, of_no_batch_or_good)
        .correlate(Variant)
        .scalar_subquery()
    )
    return on_hand
