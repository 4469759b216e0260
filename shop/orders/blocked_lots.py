"""Which batches of an order must not leave the house."""

from collections.abc import Collection

from sqlalchemy import bindparam, select

from shop.db import execute
from shop.orders.rules import LotBlocked
from shop.origin.models import Batch
from shop.stock.models import Level, Reservation


def refuse_blocked(order_id: int, among: Collection[int] | None = None) -> None:
    """Raises `LotBlocked` while something sold in this order comes from a blocked batch.

    Of units that are still here; with `among`, of those reservations that leave now. Whoever blocks
    one of its batches at this moment waits, or is waited for: what was not refused left before.
    What came back, or was given up, counts no more.
    """
    rows = execute(_LOTS, {"of_order": order_id}).all()
    codes = tuple(
        sorted(
            {
                row.code
                for row in rows
                if row.blocked_at is not None and (row.id in among if among else row.is_here)
            }
        )
    )
    if codes:
        raise LotBlocked(codes)


_LOTS = (
    select(
        Batch.code,
        Batch.blocked_at,
        Reservation.id,
        (Reservation.units - Reservation.returned > Reservation.sent).label("is_here"),
    )
    .join(Level, Level.batch_id == Batch.id)
    .join(Reservation, Reservation.level_id == Level.id)
    .where(
        Reservation.order_id == bindparam("of_order"),
        Reservation.state == "sold",
        Reservation.units > Reservation.returned,
    )
    .order_by(Batch.id)
    .with_for_update(read=True, of=Batch)
)
