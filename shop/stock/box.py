"""What is sold comes off the shelf, into a parcel or a bag for whoever collects it."""

from sqlalchemy import bindparam, update

from shop.db import rows_changed
from shop.stock.models import Reservation


def box(order_id: int) -> None:
    """Everything of the order that did not come back is packed. Does not commit."""
    rows_changed(_BOX, {"of_order": order_id})


_BOX = (
    update(Reservation)
    .where(Reservation.order_id == bindparam("of_order"), Reservation.state == "sold")
    .values(packed=Reservation.units - Reservation.returned)
)
