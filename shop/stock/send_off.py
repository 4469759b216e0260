"""What is packed leaves the house."""

from sqlalchemy import bindparam, update

from shop.db import rows_changed
from shop.stock.models import Reservation


def send_off(order_id: int) -> None:
    """Everything packed of the order is with the carrier or the customer. Does not commit."""
    rows_changed(_SEND, {"of_order": order_id})


_SEND = (
    update(Reservation)
    .where(Reservation.order_id == bindparam("of_order"), Reservation.state == "sold")
    .values(sent=Reservation.packed)
)
