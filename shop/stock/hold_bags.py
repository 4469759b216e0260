"""What an order has bought is held, before any of it is taken back."""

from sqlalchemy import bindparam, select

from shop.catalogue.models import Variant
from shop.db import execute
from shop.stock.models import Level, Reservation


def hold_bags(order_id: int) -> None:
    """Locks, until the transaction ends, the levels its bags came from, in id order as everybody
    takes them; before them their variants, so that none is ground to order meanwhile."""
    execute(_VARIANTS, {"of_order": order_id})
    execute(_LEVELS, {"of_order": order_id})


_SOLD_FROM = select(Reservation.level_id).where(
    Reservation.order_id == bindparam("of_order"), Reservation.state == "sold"
)
_VARIANTS = (
    select(Variant.id)
    .where(Variant.id.in_(select(Level.variant_id).where(Level.id.in_(_SOLD_FROM))))
    .order_by(Variant.id)
    .with_for_update(read=True)
)
_LEVELS = select(Level.id).where(Level.id.in_(_SOLD_FROM)).order_by(Level.id).with_for_update()
