"""What was packed lies on the shelf again; it stays sold."""

from sqlalchemy import bindparam, update

from shop.db import rows_changed
from shop.stock.models import Reservation


def unbox(order_id: int) -> None:
    """What of the order did not leave the house is not packed after all. Does not commit."""
    rows_changed(_UNBOX, {"of_order": order_id})


_UNBOX = (
    update(Reservation)
    .where(Reservation.order_id == bindparam("of_order"), Reservation.state == "sold")
    .values(packed=Reservation.sent)
)
