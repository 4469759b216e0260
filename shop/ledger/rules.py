"""Which rows of the books a line of the provider's balance makes: decided here and nowhere else."""

from dataclasses import dataclass
from typing import Literal

from shop.payment.provider import BalanceSeen


@dataclass(frozen=True, slots=True)
class Booking:
    """A row of the money side. `stripe_id` is what it is booked once for."""

    kind: Literal["fee", "dispute", "payout", "payout_failed", "adjustment"]
    stripe_id: str
    amount_cents: int


def bookings(line: BalanceSeen) -> list[Booking]:
    """What the line adds to the books; with what it only repeats, they add up to its net.

    Payments and refunds are booked when they happen, not when the balance shows them: of their
    lines only the fee is new.
    """
    fee = Booking("fee", line.id, -line.fee_cents)
    match line.category:
        case "charge" | "charge_failure" | "refund" | "refund_failure":
            found = [fee]
        case "fee" | "tax" | "network_cost":
            found = [Booking("fee", line.id, line.net_cents)]
        case "dispute" | "dispute_reversal":
            found = [Booking("dispute", line.id, line.amount_cents), fee]
        case "payout":
            found = [Booking("payout", line.source_id, line.amount_cents), fee]
        case "payout_reversal":
            found = [Booking("payout_failed", line.source_id, line.amount_cents), fee]
        case _:
            found = [Booking("adjustment", line.id, line.amount_cents), fee]
    return [booking for booking in found if booking.amount_cents]
