"""Handle the events that never arrived."""

from datetime import datetime

from sqlalchemy import select

from shop.config import settings
from shop.db import db
from shop.payment.models import PaymentEvent
from shop.payment.provider import Notice
from shop.payment.stripe_events import list_undelivered
from shop.reconcile.handle_event import handle_event
from shop.reconcile.step import Found, in_batches


def replay_events(since: datetime) -> Found:
    """Oldest first. Commits. Raises `PaymentUnavailable`, `PaymentRejected`."""
    found = Found()
    in_batches(
        found,
        list_undelivered(since),
        news=_not_handled,
        book=_handle,
        name=lambda notice: f"Ereignis {notice.id} ({notice.kind})",
    )
    return found


def _not_handled(batch: list[Notice]) -> list[Notice]:
    ids = [notice.id for notice in batch]
    handled = set(db.session.scalars(select(PaymentEvent.id).where(PaymentEvent.id.in_(ids))))
    of_this_mode = settings().livemode
    return [one for one in batch if one.id not in handled and one.livemode == of_this_mode]


def _handle(notice: Notice) -> bool:
    handle_event(notice)
    return True
