"""What the stock turns down."""

from shop.errors import Refused


class OutOfStock(Refused):
    """Fewer units are free than asked for. `shortages`: variant id → units still free."""

    def __init__(self, shortages: dict[int, int]) -> None:
        super().__init__()
        self.shortages = shortages


class BelowReserved(Refused):
    """A correction would leave fewer units on the shelf than are promised to orders, or than 0."""
