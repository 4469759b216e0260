"""Fetch what a payout is made of."""

from sqlalchemy import update

from shop.clock import now
from shop.db import db, rows_changed, start_writing
from shop.errors import NotThere
from shop.payment.stripe_balance import lines_of_payout
from shop.payouts.models import Payout
from shop.payouts.queries import payout_view, sum_of_parts
from shop.payouts.take_note_of_line import take_note_of_line


def itemise(payout_id: str) -> bool:
    """Its lines are here and tied to it; False if it is not to be itemised (yet), or is already.

    One that does not add up is fetched again each time. Two at once do no harm. Ends the caller's
    transaction, asks the provider with none open, and leaves the lines for the caller to commit.
    Raises `PaymentUnavailable`, `PaymentRejected`.
    """
    # Before it is read too: whoever else itemised it may just have committed.
    db.session.rollback()
    wanted = _is_wanted(payout_id)
    db.session.rollback()
    if not wanted:
        return False
    found = sorted(lines_of_payout(payout_id), key=lambda line: line.id)
    start_writing()
    for line in found:
        take_note_of_line(line, payout_id)
    rows_changed(
        update(Payout)
        .where(Payout.id == payout_id)
        .values(itemised_at=now(), adds_up=Payout.amount_cents == sum_of_parts())
    )
    return True


def _is_wanted(payout_id: str) -> bool:
    try:
        found = payout_view(payout_id)
    except NotThere:
        return False
    # Of a manual payout the provider does not say what it is made of.
    can_be = found.payout.automatic and found.payout.reconciliation == "completed"
    return can_be and found.difference != 0
