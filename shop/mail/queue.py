"""Put a mail into the outbox, with what it reports."""

from email.utils import make_msgid

from shop.clock import now
from shop.config import settings
from shop.db import insert_missing
from shop.mail.models import OutboxMail


def queue(*, dedupe_key: str, recipient: str, subject: str, text: str, html: str) -> None:
    """The mail will leave once this transaction is committed; the same key is queued only once.

    At least once: if the machine dies between the mail server's yes and our note of it, that one
    mail goes out again under the same Message-ID. Does not commit.
    """
    moment = now()
    insert_missing(
        OutboxMail,
        [
            {
                "dedupe_key": dedupe_key,
                "recipient": recipient,
                "subject": subject,
                "text": text,
                "html": html,
                "message_id": make_msgid(domain=settings().mail_from.partition("@")[2]),
                "queued_at": moment,
                "next_try_at": moment,
                "tries": 0,
                "last_error": "",
            }
        ],
    )
