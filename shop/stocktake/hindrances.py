"""Differences that were right when they were counted, and cannot be booked any more."""

from sqlalchemy import func, select

from shop.catalogue.models import Variant
from shop.db import db
from shop.stock.models import Level, Movement
from shop.stocktake.models import Count
from shop.stocktake.rules import Hindrance


def hindrances(stocktake_id: int) -> dict[int, Hindrance]:
    """Level id → why. Sales, packing and moving hinder nothing: a difference stays true beside
    them. Whoever books locks the levels and their variants in a statement before this one."""
    differs = Count.counted != Count.expected
    corrected = (
        select(Count.level_id)
        .join(Movement, Movement.level_id == Count.level_id)
        .where(
            Count.stocktake_id == stocktake_id,
            differs,
            Movement.kind == "correction",
            Movement.order_id.is_(None),
            Movement.moved_at > Count.counted_at,
        )
        .group_by(Count.level_id)
        # A mistake that was put right again changes nothing.
        .having(func.sum(Movement.on_hand_change) != 0)
    )
    ground = (
        select(Count.level_id)
        .join(Level, Level.id == Count.level_id)
        .join(Variant, Variant.id == Level.variant_id)
        .where(
            Count.stocktake_id == stocktake_id,
            Count.counted > Count.expected,
            Variant.ground_from_id.is_not(None),
        )
    )
    found = dict.fromkeys(db.session.scalars(corrected), Hindrance.CORRECTED)
    return found | dict.fromkeys(db.session.scalars(ground), Hindrance.GROUND)
