"""Try a mail again without waiting."""

from sqlalchemy import update

from shop.clock import now
from shop.db import rows_changed
from shop.mail.models import OutboxMail
from shop.mail.queries import HAS_FAILED


def try_again(mail_id: int) -> bool:
    """Whether the worker takes it up in its next round; False if it left or is just being tried.

    Does not commit.
    """
    return bool(
        rows_changed(
            update(OutboxMail)
            .where(OutboxMail.id == mail_id, *HAS_FAILED)
            .values(next_try_at=now())
        )
    )
