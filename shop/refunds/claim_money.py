"""Set money of a payment aside for a refund, before the provider is asked for it."""

from sqlalchemy import ColumnElement, update

from shop.db import rows_changed
from shop.payment.models import Attempt
from shop.refunds.rules import TooMuch

_NOT_REFUNDED = Attempt.received_cents - Attempt.refunded_cents


def claim_money(attempt_id: int, cents: int) -> None:
    """So much less is left of the payment. Raises `TooMuch`; of two at once one gets the last.

    Nothing is left of a payment its bank took back, nor of what a dispute has taken of it. Does not
    commit.
    """
    _claim(attempt_id, cents, _NOT_REFUNDED - Attempt.disputed_cents)


def claim_given(attempt_id: int, cents: int) -> None:
    """The same for money the provider has given back already, perhaps before a dispute took it
    again. Raises `TooMuch` for more than was received. Does not commit.
    """
    _claim(attempt_id, cents, _NOT_REFUNDED)


def _claim(attempt_id: int, cents: int, left: ColumnElement[int]) -> None:
    claimed = rows_changed(
        update(Attempt)
        .where(Attempt.id == attempt_id, Attempt.state != "lost", left >= cents)
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
