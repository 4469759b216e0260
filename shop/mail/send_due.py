"""Send what waits in the outbox, written first where only its news was queued."""

import logging
import smtplib
import ssl
from collections.abc import Mapping
from datetime import timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from sqlalchemy import select, update

from shop.clock import now
from shop.config import Settings, settings
from shop.db import db, rows_changed
from shop.mail.models import OutboxMail
from shop.mail.words import Words, Writer

log = logging.getLogger("shop.mail")

#: A claimed mail is left alone so long; then its worker is taken for dead.
CLAIM = timedelta(minutes=5)
#: Patience with a mail server, per answer.
SECONDS = 20
#: Waiting time after the first, second … failed try; the last one repeats.
BACK_OFF = (
    timedelta(seconds=30),
    timedelta(minutes=2),
    timedelta(minutes=10),
    timedelta(hours=1),
    timedelta(hours=6),
)


def send_due(writers: Mapping[str, Writer], limit: int = 50) -> int:
    """Sends the mails that are due, oldest first; returns how many left.

    Each is claimed by a conditional UPDATE, so two workers never write or send the same one. Of
    which only the news was queued, that one is written by the writer of its news, and stays as it
    was written. One that could not be written or did not leave stays, with its error and the time
    of the next try, and holds up none of the others. Commits after each step.
    """
    sent = 0
    for mail_id in _due(limit):
        mail = _claim(mail_id)
        words = _words(mail, writers) if mail else None
        if mail and words:
            sent += _send(mail, words)
    return sent


def _due(limit: int) -> list[int]:
    found = db.session.scalars(
        select(OutboxMail.id)
        .where(OutboxMail.sent_at.is_(None), OutboxMail.next_try_at <= now())
        .order_by(OutboxMail.id)
        .limit(limit)
    ).all()
    db.session.rollback()
    return list(found)


def _claim(mail_id: int) -> OutboxMail | None:
    moment = now()
    met = rows_changed(
        update(OutboxMail)
        .where(
            OutboxMail.id == mail_id,
            OutboxMail.sent_at.is_(None),
            OutboxMail.next_try_at <= moment,
        )
        # Without an error it is being tried: nobody can have it tried a second time meanwhile.
        .values(next_try_at=moment + CLAIM, tries=OutboxMail.tries + 1, last_error="")
    )
    db.session.commit()
    mail = db.session.get(OutboxMail, mail_id) if met else None
    if mail is not None:
        db.session.expunge(mail)
    db.session.rollback()
    return mail


def _words(mail: OutboxMail, writers: Mapping[str, Writer]) -> Words | None:
    """As they are kept; nothing if they cannot be written now."""
    if mail.text is not None and mail.html is not None:
        return Words(mail.text, mail.html)
    assert mail.about is not None
    try:
        words = writers[mail.news](mail.about, mail.detail)
    except Exception as error:
        # Whatever is wrong with this one, the next ones shall be written.
        log.exception("mail %s with the news %s cannot be written", mail.id, mail.news)
        db.session.rollback()
        _put_off(mail, type(error).__name__)
        return None
    _note(mail, text=words.text, html=words.html)
    return words


def _send(mail: OutboxMail, words: Words) -> bool:
    try:
        _deliver(mail, words, settings())
    except (OSError, smtplib.SMTPException, ValueError) as error:
        # ValueError comes from a header that cannot be written. Only the kind of the error is
        # kept: a server's answer may quote the recipient.
        _put_off(mail, _reason(error))
        return False
    _note(mail, sent_at=now(), last_error="")
    return True


def _deliver(mail: OutboxMail, words: Words, found: Settings) -> None:
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(found.operator.name, addr_spec=found.mail_from)
    message["To"] = mail.recipient
    message["Subject"] = mail.subject
    message["Message-ID"] = mail.message_id
    message["Date"] = mail.queued_at
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(words.text)
    message.add_alternative(words.html, subtype="html")
    with _server(found) as server:
        if found.smtp_user:
            server.login(found.smtp_user, found.smtp_password)
        server.send_message(message)


def _server(found: Settings) -> smtplib.SMTP:
    where = (found.smtp_host, found.smtp_port)
    if found.smtp_security == "tls":
        return smtplib.SMTP_SSL(*where, timeout=SECONDS, context=ssl.create_default_context())
    server = smtplib.SMTP(*where, timeout=SECONDS)
    if found.smtp_security == "starttls":
        # With a context: without one, smtplib believes any certificate.
        server.starttls(context=ssl.create_default_context())
    return server


def _reason(error: Exception) -> str:
    code = getattr(error, "smtp_code", "")
    return f"{type(error).__name__} {code}".strip()


def _put_off(mail: OutboxMail, reason: str) -> None:
    wait = BACK_OFF[min(mail.tries, len(BACK_OFF)) - 1]
    _note(mail, next_try_at=now() + wait, last_error=reason)


def _note(mail: OutboxMail, **values: object) -> None:
    rows_changed(update(OutboxMail).where(OutboxMail.id == mail.id).values(**values))
    db.session.commit()
