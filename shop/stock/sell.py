"""Turn what was held for an order into sold units."""

from shop.stock.end_reservations import end_reservations


def sell(order_id: int) -> None:
    """Everything still held for this order leaves the shelf. A second call changes nothing.

    Does not commit.
    """
    end_reservations(order_id, "sold")
