"""Decide whether one more acknowledgement may go to an address."""

import hashlib
from datetime import datetime, timedelta

from sqlalchemy import delete, update

from shop.clock import now
from shop.db import db, insert_missing, rows_changed
from shop.returns.models import AcknowledgementCount
from shop.returns.rules import MAILS_PER_HOUR, mailbox_of


def allow_mail(email: str) -> bool:
    """True for the first `MAILS_PER_HOUR` of an hour, which it counts; a rollback gives it back.

    One UPDATE decides, so any number at once do not slip past. Does not commit.
    """
    hour = now().replace(minute=0, second=0, microsecond=0)
    db.session.execute(
        delete(AcknowledgementCount).where(AcknowledgementCount.hour < hour - timedelta(hours=1))
    )
    bucket = _bucket(email, hour)
    insert_missing(AcknowledgementCount, [{"bucket": bucket, "hour": hour, "queued": 0}])
    return bool(
        rows_changed(
            update(AcknowledgementCount)
            .where(
                AcknowledgementCount.bucket == bucket, AcknowledgementCount.queued < MAILS_PER_HOUR
            )
            .values(queued=AcknowledgementCount.queued + 1)
        )
    )


def _bucket(email: str, hour: datetime) -> str:
    return hashlib.sha256(f"{mailbox_of(email)}\0{hour.isoformat()}".encode()).hexdigest()
