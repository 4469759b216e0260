"""The staff have done what a withdrawal asks for, where no refund in the shop says so."""

from sqlalchemy import func, select

from shop.audit.models import Change
from shop.audit.note_change import note_change
from shop.db import db
from shop.errors import Refused
from shop.returns.models import Withdrawal
from shop.returns.rules import CLOSED_BY

RECORD = "withdrawal"


class ClosedAlready(Refused):
    """Somebody has closed it."""


def close_withdrawal(withdrawal_id: int, by: str, person_id: int) -> None:
    """Notes who did it and what with, one of `CLOSED_BY`: nothing about the customer.

    Raises `ClosedAlready`. Does not commit.
    """
    if by not in CLOSED_BY:
        raise ValueError(by)
    # Of two at once the second waits here, and then sees the first one's note.
    db.session.execute(
        select(Withdrawal.id).where(Withdrawal.id == withdrawal_id).with_for_update(key_share=True)
    )
    if db.session.scalar(
        select(func.count()).where(Change.record == RECORD, Change.record_id == withdrawal_id)
    ):
        raise ClosedAlready
    note_change(RECORD, withdrawal_id, {}, {"closed_by": by}, person_id)
