"""The mails of a shop, as their recipients read them."""

from dataclasses import dataclass
from datetime import datetime

from flask import Flask
from sqlalchemy import select

from shop.db import db
from shop.mail.models import OutboxMail
from shop.mail.words import Words
from shop.worker import WRITERS


@dataclass(frozen=True, slots=True)
class Mail:
    dedupe_key: str
    recipient: str
    subject: str
    text: str
    html: str
    queued_at: datetime


def queued_mails(app: Flask) -> list[Mail]:
    """All of the outbox, oldest first, in the words that the worker finds for them."""
    with app.app_context():
        rows = db.session.scalars(select(OutboxMail).order_by(OutboxMail.id)).all()
        return [_read(row, _words(row)) for row in rows]


def news_of(app: Flask) -> list[str]:
    """What the customers were told, oldest first."""
    with app.app_context():
        news = db.session.scalars(select(OutboxMail.news).order_by(OutboxMail.id)).all()
    return [one for one in news if one]


def alerts_of(app: Flask) -> list[str]:
    """What the staff were told, oldest first: „disputed“."""
    with app.app_context():
        keys = db.session.scalars(select(OutboxMail.dedupe_key).order_by(OutboxMail.id)).all()
    found = [key.split(":")[0] for key in keys if key.startswith("staff-")]
    return [one.removeprefix("staff-") for one in found]


def _words(row: OutboxMail) -> Words:
    if row.text is not None and row.html is not None:
        return Words(row.text, row.html)
    assert row.about is not None
    return WRITERS[row.news](row.about, row.detail)


def _read(row: OutboxMail, words: Words) -> Mail:
    return Mail(
        dedupe_key=row.dedupe_key,
        recipient=row.recipient,
        subject=row.subject,
        text=words.text,
        html=words.html,
        queued_at=row.queued_at,
    )
