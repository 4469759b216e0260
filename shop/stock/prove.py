"""Prove that the counters are what the movements and reservations add up to."""

from sqlalchemy import func, select

from shop.catalogue.models import Variant
from shop.db import db
from shop.stock.models import Level, Movement, Reservation


def prove() -> list[str]:
    """One German sentence for each variant whose counters are wrong; empty when the stock holds.

    On hand = Σ movements; reserved = Σ movements = Σ reservations still held. Changes nothing.
    """
    moved = (
        select(
            Movement.variant_id,
            func.sum(Movement.on_hand_change).label("on_hand"),
            func.sum(Movement.reserved_change).label("reserved"),
        )
        .group_by(Movement.variant_id)
        .subquery()
    )
    held = (
        select(Reservation.variant_id, func.sum(Reservation.units).label("units"))
        .where(Reservation.state == "held")
        .group_by(Reservation.variant_id)
        .subquery()
    )
    rows = db.session.execute(
        select(
            Variant.sku,
            func.coalesce(Level.on_hand, 0),
            func.coalesce(Level.reserved, 0),
            func.coalesce(moved.c.on_hand, 0),
            func.coalesce(moved.c.reserved, 0),
            func.coalesce(held.c.units, 0),
        )
        .outerjoin(Level, Level.variant_id == Variant.id)
        .outerjoin(moved, moved.c.variant_id == Variant.id)
        .outerjoin(held, held.c.variant_id == Variant.id)
        .order_by(Variant.sku)
    )
    return [
        f"{sku}: im Regal {on_hand}, nach den Bewegungen {on_hand_moved}; "
        f"zurückgelegt {reserved}, nach den Bewegungen {reserved_moved}, "
        f"von Bestellungen gehalten {units}"
        for sku, on_hand, reserved, on_hand_moved, reserved_moved, units in rows
        if on_hand != on_hand_moved or not reserved == reserved_moved == units
    ]
