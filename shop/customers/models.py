"""Accounts that were asked for and not confirmed yet, and orders somebody wants forgotten."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from shop.db import Base, Utc


class AccountRequest(Base):
    """A password somebody chose on the page of an order; an account once the mailbox has answered.

    Gone a day later. No person exists before: whoever types a stranger's address gains nothing.
    """

    __tablename__ = "account_requests"
    __table_args__ = (Index("ix_account_requests_email", "email", "asked_at"),)

    #: Hash of what the link in the mail carries.
    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"))
    #: Case-folded address of the order.
    email: Mapped[str] = mapped_column(String(254))
    #: Hashed; whoever opens the link must know it too.
    password: Mapped[str] = mapped_column(String(255))
    asked_at: Mapped[datetime] = mapped_column(Utc, index=True)


class Erasure(Base):
    """How far the personal data of an order are gone. Names nobody."""

    __tablename__ = "order_erasures"
    __table_args__ = (Index("ix_order_erasures_wanted", "contact_erased_at", "wanted_at"),)

    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), primary_key=True)
    #: When its customer asked for it; null where only the time has come.
    wanted_at: Mapped[datetime | None] = mapped_column(Utc)
    #: Mail address, telephone, greeting, notes, words to search by.
    contact_erased_at: Mapped[datetime | None] = mapped_column(Utc)
    #: Names and addresses too.
    erased_at: Mapped[datetime | None] = mapped_column(Utc)
