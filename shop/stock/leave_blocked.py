"""An order that waits for its payment leaves a batch that was blocked meanwhile."""

from sqlalchemy import bindparam, select

from shop.db import execute
from shop.origin.models import Batch
from shop.stock.hold_again import hold_again
from shop.stock.models import STOCKROOM, Level, Reservation
from shop.stock.release import release


def holds_blocked(order_id: int) -> bool:
    """Whether something held for this order comes from a blocked batch."""
    return execute(_BLOCKED, {"held_for": order_id}).first() is not None


def leave_blocked(order_id: int) -> None:
    """Holds for this order what expires first of all that may be sold, instead of what it held.

    Raises `OutOfStock` where there is not enough; the caller rolls back to its savepoint then. Does
    not commit.
    """
    # All in one order, as `reserve` does: what is released here is wanted again.
    execute(_LOCK, {"held_for": order_id})
    release(order_id)
    hold_again(order_id)


_OF_ORDER = (Reservation.order_id == bindparam("held_for"), Reservation.state == "held")
_BLOCKED = (
    select(Reservation.id)
    .join(Level, Level.id == Reservation.level_id)
    .join(Batch, Batch.id == Level.batch_id)
    .where(*_OF_ORDER, Batch.blocked_at.is_not(None))
    .limit(1)
)
_LOCK = (
    select(Level.id)
    .where(
        Level.variant_id.in_(
            select(Level.variant_id)
            .join(Reservation, Reservation.level_id == Level.id)
            .where(*_OF_ORDER)
        ),
        Level.location_id == STOCKROOM,
    )
    .order_by(Level.id)
    .with_for_update()
)
