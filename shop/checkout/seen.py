"""What the review page showed, so that it can say what has changed since. Pure."""

from dataclasses import dataclass
from typing import Self

from shop.cart.rules import PricedCart

_LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Seen:
    """Variant id → (units, unit price in cents, claims beside it) as shown, and the total.

    It comes back from the customer's browser, so it only words a sentence; whether anything
    changed is decided by `agreed`.
    """

    lines: dict[int, tuple[int, int, int]]
    total_cents: int

    @classmethod
    def of(cls, cart: PricedCart) -> Self:
        lines = {
            line.variant_id: (line.quantity, line.unit_price_cents, len(line.said))
            for line in cart.lines
        }
        return cls(lines, cart.total_cents)

    def __str__(self) -> str:
        lines = ("x".join(map(str, (id, *shown))) for id, shown in self.lines.items())
        return " ".join([str(self.total_cents), *lines])

    @classmethod
    def read(cls, text: str) -> Self | None:
        """None for everything that `str` did not write."""
        try:
            total, *lines = text[:_LONGEST].split(" ")
            rows = [tuple(map(int, line.split("x"))) for line in lines]
            shown = {id: (units, cents, claims) for id, units, cents, claims in rows}
            return cls(shown, int(total))
        except ValueError:
            return None
