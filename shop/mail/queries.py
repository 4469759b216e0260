"""Mails that did not leave, as the staff see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from shop.db import db
from shop.mail.models import OutboxMail

#: More than these at once have one cause.
MOST = 100

#: One that is being tried again has no error until it fails again.
HAS_FAILED = (OutboxMail.sent_at.is_(None), OutboxMail.last_error != "")


@dataclass(frozen=True, slots=True)
class FailedMail:
    id: int
    subject: str
    #: Where it was to go, without the name before the @.
    domain: str
    queued_at: datetime
    tries: int
    next_try_at: datetime
    last_error: str


def failed_mails() -> Sequence[FailedMail]:
    """Those whose last try failed, oldest first."""
    rows = db.session.execute(
        select(
            OutboxMail.id,
            OutboxMail.subject,
            OutboxMail.recipient,
            OutboxMail.queued_at,
            OutboxMail.tries,
            OutboxMail.next_try_at,
            OutboxMail.last_error,
        )
        .where(*HAS_FAILED)
        .order_by(OutboxMail.id)
        .limit(MOST)
    )
    return [
        FailedMail(
            id=row.id,
            subject=row.subject,
            domain=row.recipient.rpartition("@")[2],
            queued_at=row.queued_at,
            tries=row.tries,
            next_try_at=row.next_try_at,
            last_error=row.last_error,
        )
        for row in rows
    ]


def count_failed() -> int:
    return db.session.scalar(select(func.count()).select_from(OutboxMail).where(*HAS_FAILED)) or 0
