"""Hold units for an order: all of them or none."""

from sqlalchemy import select, update

from shop.clock import now
from shop.db import db, insert_rows, rows_changed
from shop.stock.models import Level, Movement, Reservation
from shop.stock.rules import OutOfStock


def reserve(order_id: int, demand: dict[int, int]) -> None:
    """Holds `demand` (variant id → units) for this order.

    One guarded UPDATE per variant, in id order so that two orders never wait for each other in a
    ring; its row count is the answer. Raises `OutOfStock` naming every shortage; the caller rolls
    back. Does not commit.
    """
    short = [
        variant_id
        for variant_id in sorted(demand)
        if not take_units(variant_id, demand[variant_id])
    ]
    if short:
        raise OutOfStock({variant_id: free_units(variant_id) for variant_id in short})
    held = [{"order_id": order_id, "variant_id": id, "units": demand[id]} for id in sorted(demand)]
    insert_rows(Reservation, held)
    moved = {"kind": "reservation", "order_id": order_id, "moved_at": now()}
    insert_rows(
        Movement,
        [moved | {"variant_id": id, "reserved_change": demand[id]} for id in sorted(demand)],
    )


def take_units(variant_id: int, units: int) -> bool:
    """Whether so many were free and are now reserved; books no movement."""
    return (
        rows_changed(
            update(Level)
            .where(Level.variant_id == variant_id, Level.on_hand - Level.reserved >= units)
            .values(reserved=Level.reserved + units)
        )
        == 1
    )


def free_units(variant_id: int) -> int:
    free = select(Level.on_hand - Level.reserved).where(Level.variant_id == variant_id)
    return db.session.scalar(free) or 0
