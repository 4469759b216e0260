"""Links that open nothing any more."""

from datetime import timedelta

from sqlalchemy import delete, update

from shop.accounts.models import AccountLink
from shop.accounts.write_letter import WRITERS
from shop.clock import now
from shop.db import db
from shop.mail.models import OutboxMail

#: The worker may still have to write the mail of one that is over.
_KEPT = timedelta(days=7)


def forget_old_links() -> None:
    """Removes them a week after their end, and what sent mails said at once. Does not commit."""
    db.session.execute(
        update(OutboxMail)
        .where(
            OutboxMail.news.in_(WRITERS),
            OutboxMail.sent_at.is_not(None),
            OutboxMail.text.is_not(None),
        )
        .values(text=None, html=None)
    )
    db.session.execute(delete(AccountLink).where(AccountLink.expires_at < now() - _KEPT))
