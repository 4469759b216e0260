"""Hold the payouts Stripe knows against ours."""

from datetime import datetime

from sqlalchemy import select

from shop.db import db
from shop.payment.provider import PayoutSeen
from shop.payment.stripe_balance import list_payouts
from shop.payouts.models import Payout
from shop.payouts.note_payout import note_payout
from shop.payouts.queries import payouts_that_differ
from shop.reconcile.step import Found, in_batches
from shop.web.filters import euro

#: As many as one looks at.
_MOST = 50


def compare_payouts(since: datetime) -> Found:
    """Takes over and itemises those nobody told of, and names all that do not add up. Commits.

    Raises `PaymentUnavailable`, `PaymentRejected`.
    """
    found = Found()
    in_batches(
        found,
        list_payouts(since),
        news=_not_known,
        book=_note,
        name=lambda payout: f"Auszahlung {payout.id} über {euro(payout.amount_cents)}",
    )
    for row in payouts_that_differ(_MOST):
        gap = euro(row.difference or 0)
        found.wrong.append(f"Auszahlung {row.payout.id} geht nicht auf: es bleiben {gap}")
    db.session.rollback()
    return found


def _not_known(batch: list[PayoutSeen]) -> list[PayoutSeen]:
    ids = [payout.id for payout in batch]
    rows = db.session.execute(
        select(Payout.id, Payout.status, Payout.itemised_at).where(Payout.id.in_(ids))
    )
    known = {payout_id: (status, itemised_at) for payout_id, status, itemised_at in rows}
    red = {row.payout.id for row in payouts_that_differ(_MOST)}
    return [
        payout
        for payout in batch
        if payout.id in red or not _is_done(payout, *known.get(payout.id, ("", None)))
    ]


def _is_done(payout: PayoutSeen, status: str, itemised_at: datetime | None) -> bool:
    can_be_itemised = payout.automatic and payout.reconciliation == "completed"
    return status == payout.status and (itemised_at is not None or not can_be_itemised)


def _note(payout: PayoutSeen) -> bool:
    note_payout(payout.id)
    return True
