"""Empty mails that nobody has to keep any more."""

from sqlalchemy import ColumnElement, func, update

from shop.clock import now
from shop.db import rows_changed
from shop.mail.models import OutboxMail


def forget_mails(*which: ColumnElement[bool]) -> None:
    """Recipient, subject and words are gone; that there was this news stays. Does not commit.

    One that has not left by now will not: there is nobody to send it to.
    """
    rows_changed(
        update(OutboxMail)
        .where(OutboxMail.recipient != "", *which)
        .values(
            recipient="",
            subject="",
            text="",
            html="",
            last_error="",
            sent_at=func.coalesce(OutboxMail.sent_at, now()),
        )
    )
