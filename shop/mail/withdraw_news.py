"""Take back news that is no news any more."""

from sqlalchemy import delete

from shop.db import rows_changed
from shop.mail.models import OutboxMail


def withdraw_news(news: str, about: int) -> int:
    """Mails with this news about it that wait to leave do not; returns how many.

    One that is just being sent is let go: nobody knows whether it has left. Does not commit.
    """
    is_being_sent = (OutboxMail.tries > 0) & (OutboxMail.last_error == "")
    return rows_changed(
        delete(OutboxMail).where(
            OutboxMail.about == about,
            OutboxMail.news == news,
            OutboxMail.sent_at.is_(None),
            ~is_being_sent,
        )
    )
