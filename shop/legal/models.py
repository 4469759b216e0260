from datetime import date, datetime

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from shop.db import Base, Utc


class KeptText(Base):
    """The exact wording of a legal text as customers were shown it. Never changed or deleted."""

    __tablename__ = "legal_texts"
    __table_args__ = (CheckConstraint("length(sha256) = 64", name="sha256_is_whole"),)

    #: Of `text` in UTF-8, lower-case hexadecimal.
    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[str]
    version: Mapped[date]
    title: Mapped[str]
    text: Mapped[str]
    first_shown_at: Mapped[datetime] = mapped_column(Utc)
