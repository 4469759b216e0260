"""Send what waits in the outbox."""

import smtplib
import ssl
from datetime import timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from sqlalchemy import select, update

from shop.clock import now
from shop.config import Settings, settings
from shop.db import db, rows_changed
from shop.mail.models import OutboxMail

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


def send_due(limit: int = 50) -> int:
    """Sends the mails that are due, oldest first; returns how many left.

    Each is claimed by a conditional UPDATE, so two workers never send the same one. A failed one
    stays, with its error and the time of the next try. Commits after each step.
    """
    sent = 0
    for mail_id in _due(limit):
        mail = _claim(mail_id)
        if mail is not None:
            sent += _send(mail)
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


def _send(mail: OutboxMail) -> bool:
    try:
        _deliver(mail, settings())
    except (OSError, smtplib.SMTPException, ValueError) as error:
        # ValueError comes from a header that cannot be written. Only the kind of the error is
        # kept: a server's answer may quote the recipient.
        wait = BACK_OFF[min(mail.tries, len(BACK_OFF)) - 1]
        _note(mail, next_try_at=now() + wait, last_error=_reason(error))
        return False
    _note(mail, sent_at=now(), last_error="")
    return True


def _deliver(mail: OutboxMail, found: Settings) -> None:
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(found.operator.name, addr_spec=found.mail_from)
    message["To"] = mail.recipient
    message["Subject"] = mail.subject
    message["Message-ID"] = mail.message_id
    message["Date"] = mail.queued_at
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.text)
    message.add_alternative(mail.html, subtype="html")
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


def _note(mail: OutboxMail, **values: object) -> None:
    rows_changed(update(OutboxMail).where(OutboxMail.id == mail.id).values(**values))
    db.session.commit()
