"""A charge: its balance line appears a while after the payment."""

from shop.payment.provider import ChargeSeen
from shop.payouts.take_note_of_line import take_note_of_line


def take_note_of_charge(seen: ChargeSeen) -> None:
    """Keeps its balance line and books its fee, once there is one. Does not commit."""
    if seen.balance_line is not None:
        take_note_of_line(seen.balance_line)
