"""Hold the disputes Stripe knows against ours."""

from datetime import datetime

from sqlalchemy import select

from shop.db import db
from shop.disputes.models import Dispute
from shop.disputes.take_note_of_dispute import take_note_of_dispute
from shop.payment.provider import DisputeSeen
from shop.payment.stripe_disputes import list_disputes
from shop.reconcile.step import Found, in_batches
from shop.web.filters import euro


def compare_disputes(since: datetime) -> Found:
    """Takes over those nobody told of, and how the others went on. Commits.

    Raises `PaymentUnavailable`, `PaymentRejected`.
    """
    found = Found()
    in_batches(
        found,
        list_disputes(since),
        news=_not_known,
        book=take_note_of_dispute,
        name=lambda dispute: f"Rückbuchung {dispute.id} über {euro(dispute.amount_cents)}",
    )
    return found


def _not_known(batch: list[DisputeSeen]) -> list[DisputeSeen]:
    ids = [dispute.id for dispute in batch]
    known = db.session.execute(
        select(Dispute.id, Dispute.status).where(Dispute.id.in_(ids), Dispute.order_id.is_not(None))
    )
    statuses = {dispute_id: status for dispute_id, status in known}
    return [dispute for dispute in batch if statuses.get(dispute.id) != dispute.status]
