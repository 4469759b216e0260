"""Fetch a payout, and what it is made of."""

from shop.db import db, start_writing
from shop.payment.stripe_balance import retrieve_payout
from shop.payouts.itemise import itemise
from shop.payouts.take_note_of_payout import take_note_of_payout


def note_payout(payout_id: str) -> None:
    """The payout is here and, as soon as it can be itemised, its lines. May be repeated at will.

    Commits in between, since Stripe is asked twice. Raises `PaymentUnavailable`,
    `PaymentRejected`.
    """
    db.session.rollback()
    payout = retrieve_payout(payout_id)
    start_writing()
    take_note_of_payout(payout)
    db.session.commit()
    if itemise(payout_id):
        db.session.commit()
