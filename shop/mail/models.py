"""Mails that wait to leave, and those that left."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from shop.db import Base, Utc


class OutboxMail(Base):
    """One mail, queued in the transaction of what it reports; the worker writes and sends it."""

    __tablename__ = "outbox"
    __table_args__ = (
        CheckConstraint(
            "(text is null) = (html is null) and (text is not null or news <> '')", name="words"
        ),
        Index("ix_outbox_due", "sent_at", "next_try_at"),
        Index("ix_outbox_about", "about", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    #: „order-received:42“: the same news is queued once.
    dedupe_key: Mapped[str] = mapped_column(String(120), unique=True)
    recipient: Mapped[str] = mapped_column(String(254))
    subject: Mapped[str] = mapped_column(String(200))
    #: „order-received“: whose writer has the words; empty for a mail queued with its words.
    news: Mapped[str] = mapped_column(String(40), default="")
    #: What the news is about, and which of several: ids that its writer knows.
    about: Mapped[int | None]
    detail: Mapped[int | None]
    #: Null until it is written, once.
    text: Mapped[str | None] = mapped_column(Text)
    html: Mapped[str | None] = mapped_column(Text)
    message_id: Mapped[str] = mapped_column(String(200))
    queued_at: Mapped[datetime] = mapped_column(Utc)
    next_try_at: Mapped[datetime] = mapped_column(Utc)
    tries: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str] = mapped_column(String(300), default="")
    sent_at: Mapped[datetime | None] = mapped_column(Utc)
