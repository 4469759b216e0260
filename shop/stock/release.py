"""Give back what was held for an order that was not paid."""

from shop.stock.end_reservations import end_reservations


def release(order_id: int) -> None:
    """Everything still held for this order is free again. A second call changes nothing.

    Does not commit.
    """
    end_reservations(order_id, "released")
