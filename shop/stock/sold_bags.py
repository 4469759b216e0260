"""Which bags an order has: of which batch, where they are, and whether they are ground."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, case, select

from shop.catalogue.models import Variant
from shop.db import execute
from shop.origin.models import Batch
from shop.stock.models import Level, Reservation


@dataclass(frozen=True, slots=True)
class SoldBags:
    """Units of one level that an order has bought and not given back."""

    level_id: int
    #: Empty for goods of no batch.
    code: str
    best_before: date | None
    is_blocked: bool
    units: int
    #: Of them, those that are off the shelf.
    packed: int
    #: Of them, those that left the house.
    sent: int
    #: Ground to order: beans on the shelf, something else once they are packed.
    is_ground: bool
    #: Packed ground, of what is ground to order by now: nothing of it may lie on a shelf again.
    has_no_shelf: bool

    @property
    def spoilt(self) -> int:
        """Ground already: nobody else can buy them."""
        if self.has_no_shelf:
            return self.units
        return self.packed if self.is_ground else 0


def sold_bags(order_id: int) -> dict[int, tuple[SoldBags, ...]]:
    """Variant id → what is out of it, blocked batches first, then as they were taken."""
    found: dict[int, tuple[SoldBags, ...]] = {}
    for variant_id, *row in execute(_SOLD, {"of_order": order_id}):
        found[variant_id] = (*found.get(variant_id, ()), SoldBags(*row))
    return found


_out = Reservation.units - Reservation.returned
_SOLD = (
    select(
        Reservation.variant_id,
        Reservation.level_id,
        case((Batch.id.is_(None), ""), else_=Batch.code),
        Batch.best_before,
        case((Batch.blocked_at.is_(None), False), else_=True),
        _out,
        Reservation.packed,
        Reservation.sent,
        Level.variant_id != Reservation.variant_id,
        Variant.ground_from_id.is_not(None),
    )
    .join(Level, Level.id == Reservation.level_id)
    .join(Variant, Variant.id == Level.variant_id)
    .outerjoin(Batch, Batch.id == Level.batch_id)
    .where(
        Reservation.order_id == bindparam("of_order"),
        Reservation.state == "sold",
        _out > 0,
    )
    .order_by(
        Reservation.variant_id,
        case((Batch.blocked_at.is_(None), 1), else_=0),
        Reservation.id,
    )
)
