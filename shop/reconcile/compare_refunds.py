"""Hold the refunds Stripe knows against ours."""

from datetime import datetime

from sqlalchemy import select

from shop.db import db
from shop.payment.provider import RefundSeen
from shop.payment.stripe_refunds import list_refunds
from shop.reconcile.step import Found, in_batches
from shop.refunds.models import Refund
from shop.refunds.take_note_of import take_note_of
from shop.web.filters import euro

#: Nothing that the provider says changes these.
_ENDED = frozenset({"failed", "replaced", "settled"})


def compare_refunds(since: datetime) -> Found:
    """Takes over what was made in the dashboard and what nobody told. Commits.

    Raises `PaymentUnavailable`, `PaymentRejected`.
    """
    found = Found()
    in_batches(
        found,
        list_refunds(since),
        news=_not_booked,
        book=take_note_of,
        name=lambda refund: f"Erstattung {refund.id} über {euro(refund.amount_cents)}",
    )
    return found


def _not_booked(batch: list[RefundSeen]) -> list[RefundSeen]:
    ids = [refund.id for refund in batch]
    known = db.session.execute(
        select(Refund.stripe_id, Refund.state, Refund.waits_for_customer).where(
            Refund.stripe_id.in_(ids)
        )
    )
    # As Stripe calls it.
    statuses = {
        stripe_id: "requires_action" if state == "pending" and waits else state
        for stripe_id, state, waits in known
    }
    return [seen for seen in batch if statuses.get(seen.id, "") not in _ENDED | {seen.status}]
