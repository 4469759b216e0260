"""Hold the fraud warnings and reviews Stripe knows against ours."""

from datetime import datetime
from itertools import chain

from sqlalchemy import select

from shop.db import db
from shop.disputes.models import Warning
from shop.disputes.take_note_of_warning import take_note_of_warning
from shop.payment.provider import WarningSeen
from shop.payment.stripe_disputes import list_warnings, retrieve_review
from shop.reconcile.step import Found, fetched, in_batches


def compare_warnings(since: datetime) -> Found:
    """Takes over those nobody told of, and the reviews that ended unheard. Commits.

    Raises `PaymentUnavailable`, `PaymentRejected`.
    """
    found = Found()
    in_batches(
        found,
        chain(list_warnings(since), fetched(found, _open_reviews(), retrieve_review, "Prüfung")),
        news=_not_known,
        book=take_note_of_warning,
        name=lambda warning: f"Warnung {warning.id}",
    )
    return found


def _open_reviews() -> list[str]:
    """Ours that are open: Stripe lists none that has ended."""
    ids = db.session.scalars(
        select(Warning.id).where(Warning.kind == "review", Warning.is_open)
    ).all()
    db.session.rollback()
    return list(ids)


def _not_known(batch: list[WarningSeen]) -> list[WarningSeen]:
    ids = [warning.id for warning in batch]
    known = db.session.execute(
        select(Warning.id, Warning.is_open).where(
            Warning.id.in_(ids), Warning.order_id.is_not(None)
        )
    )
    is_open = {warning_id: state for warning_id, state in known}
    return [
        warning
        for warning in batch
        if warning.id not in is_open
        or (warning.kind == "review" and is_open[warning.id] and not warning.is_open)
    ]
