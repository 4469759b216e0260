"""Book a line of the provider's balance."""

from shop.ledger.book_money import book_money
from shop.ledger.rules import bookings
from shop.payment.provider import BalanceSeen


def book_line(line: BalanceSeen, order_id: int | None) -> None:
    """Adds what is new in it to the books, once, whoever saw the line first. Does not commit."""
    for booking in bookings(line):
        book_money(booking.kind, booking.stripe_id, booking.amount_cents, order_id)
