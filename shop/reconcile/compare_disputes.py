"""Hold the disputes Stripe knows against ours."""

from datetime import datetime
from itertools import chain

from sqlalchemy import select

from shop.db import db
from shop.disputes.models import Dispute
from shop.disputes.take_note_of_dispute import take_note_of_dispute
from shop.payment.provider import DisputeSeen
from shop.payment.stripe_disputes import list_disputes, retrieve_dispute
from shop.reconcile.step import Found, fetched, in_batches
from shop.web.filters import euro


def compare_disputes(since: datetime) -> Found:
    """Takes over those nobody told of, and how all that are open went on. Commits.

    Raises `PaymentUnavailable`, `PaymentRejected`.
    """
    found = Found()
    in_batches(
        found,
        chain(
            list_disputes(since),
            fetched(found, _open_before(since), retrieve_dispute, "Rückbuchung"),
        ),
        news=_not_known,
        book=take_note_of_dispute,
        name=lambda dispute: f"Rückbuchung {dispute.id} über {euro(dispute.amount_cents)}",
    )
    return found


def _open_before(since: datetime) -> list[str]:
    """A bank may take months, and the list above begins later."""
    ids = db.session.scalars(
        select(Dispute.id).where(Dispute.closed_at.is_(None), Dispute.opened_at < since)
    ).all()
    db.session.rollback()
    return list(ids)


def _not_known(batch: list[DisputeSeen]) -> list[DisputeSeen]:
    ids = [dispute.id for dispute in batch]
    known = db.session.execute(
        select(Dispute.id, Dispute.status).where(Dispute.id.in_(ids), Dispute.order_id.is_not(None))
    )
    statuses = {dispute_id: status for dispute_id, status in known}
    return [dispute for dispute in batch if statuses.get(dispute.id) != dispute.status]
