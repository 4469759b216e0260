"""Put news into the outbox; the words are found later."""

from email.utils import make_msgid

from shop.clock import now
from shop.config import settings
from shop.db import insert_missing
from shop.mail.models import OutboxMail


def queue_news(
    news: str, about: int, detail: int | None = None, *, recipient: str, subject: str
) -> None:
    """A mail with this news will be written and leave once this transaction is committed.

    Once per news, what it is about and detail, however often it is queued. The worker asks the
    writer of this news for its words, so they must follow from what no longer changes. Leaves at
    least once, like `queue`. Does not commit.
    """
    moment = now()
    of_several = "" if detail is None else f":{detail}"
    insert_missing(
        OutboxMail,
        [
            {
                "dedupe_key": f"{news}:{about}{of_several}",
                "recipient": recipient,
                "subject": subject,
                "news": news,
                "about": about,
                "detail": detail,
                "message_id": make_msgid(domain=settings().mail_from.partition("@")[2]),
                "queued_at": moment,
                "next_try_at": moment,
                "tries": 0,
                "last_error": "",
                # Who is forgotten by now gets none; that there was this news is noted.
                "sent_at": None if recipient else moment,
            }
        ],
    )
