"""Set money of a payment aside for a refund, before the provider is asked for it."""

from sqlalchemy import update

from shop.db import rows_changed
from shop.payment.models import Attempt
from shop.refunds.rules import TooMuch


def claim_money(attempt_id: int, cents: int) -> None:
    """So much less is left of the payment. Raises `TooMuch`; of two at once one gets the last.

    Nothing is left of a payment its bank took back. Does not commit.
    """
    claimed = rows_changed(
        update(Attempt)
        .where(
            Attempt.id == attempt_id,
            Attempt.state != "lost",
            Attempt.received_cents - Attempt.refunded_cents >= cents,
        )
        .values(refunded_cents=Attempt.refunded_cents + cents)
    )
    if not claimed:
        raise TooMuch


def unclaim_money(attempt_id: int, cents: int) -> None:
    """The refund failed: its money is left again. Does not commit."""
    rows_changed(
        update(Attempt)
        .where(Attempt.id == attempt_id)
        .values(refunded_cents=Attempt.refunded_cents - cents)
    )
