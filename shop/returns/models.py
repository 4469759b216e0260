"""Declarations of withdrawal, word by word, and how many mails they have caused."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from shop.db import Base, Utc


class Withdrawal(Base):
    """One declaration, as it was made. Append-only: the database refuses to change it."""

    __tablename__ = "withdrawals"

    id: Mapped[int] = mapped_column(primary_key=True)
    #: Made when the declaration was shown for confirmation; a double click finds the first row.
    key: Mapped[str] = mapped_column(String(40), unique=True)
    #: 192 random bits: whoever holds the address of the receipt may see it.
    token: Mapped[str] = mapped_column(String(40), unique=True)
    #: „W-7KQ4M2XD“: said on the phone; random, so it does not tell how many there are.
    number: Mapped[str] = mapped_column(String(12), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    #: Order number, or what was ordered and when: in the customer's words.
    contract: Mapped[str] = mapped_column(String(300))
    #: Empty means everything.
    goods: Mapped[str] = mapped_column(String(300), default="")
    email: Mapped[str] = mapped_column(String(254))
    received_at: Mapped[datetime] = mapped_column(Utc)
    #: Only if number and e-mail both belong to it.
    order_id: Mapped[int | None] = mapped_column(ForeignKey("orders.id"), index=True)
    #: False if this address had got too many within the hour.
    mail_queued: Mapped[bool]


class AcknowledgementCount(Base):
    """Acknowledgements mailed to one mailbox within one hour; kept for no longer than two."""

    __tablename__ = "withdrawal_mails"

    #: Hash of mailbox and hour.
    bucket: Mapped[str] = mapped_column(String(64), primary_key=True)
    hour: Mapped[datetime] = mapped_column(Utc, index=True)
    queued: Mapped[int]
