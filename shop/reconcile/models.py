"""The daily rounds."""

from datetime import date, datetime

from sqlalchemy.orm import Mapped, mapped_column

from shop.db import Base, Utc


class Round(Base):
    """One daily reconciliation; its row is claimed, so that one of many workers does it."""

    __tablename__ = "reconcile_rounds"

    #: Berlin day.
    day: Mapped[date] = mapped_column(primary_key=True)
    started_at: Mapped[datetime] = mapped_column(Utc)
    finished_at: Mapped[datetime | None] = mapped_column(Utc)
