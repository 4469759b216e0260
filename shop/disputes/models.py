"""What banks and the provider object to."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from shop.db import Base, Utc


class Dispute(Base):
    """A customer's bank wants money back (a chargeback, a returned debit). As last seen."""

    __tablename__ = "disputes"
    __table_args__ = (
        CheckConstraint("amount_cents > 0", name="amount"),
        Index("ix_disputes_order", "order_id"),
    )

    #: The provider's id.
    id: Mapped[str] = mapped_column(String(255), primary_key=True)
    #: Null if its payment is none of ours.
    order_id: Mapped[int | None] = mapped_column(ForeignKey("orders.id"))
    payment_intent_id: Mapped[str] = mapped_column(String(255), default="")
    amount_cents: Mapped[int]
    #: What its balance lines have taken and not brought back, and how many those are: a sight of
    #: fewer is an older one.
    withdrawn_cents: Mapped[int] = mapped_column(default=0)
    lines: Mapped[int] = mapped_column(default=0)
    #: When the shop first knew that the money was gone.
    taken_at: Mapped[datetime | None] = mapped_column(Utc)
    #: The provider's words.
    status: Mapped[str] = mapped_column(String(40))
    reason: Mapped[str] = mapped_column(String(60))
    #: By then evidence can be handed in.
    due_by: Mapped[datetime | None] = mapped_column(Utc)
    opened_at: Mapped[datetime] = mapped_column(Utc)
    closed_at: Mapped[datetime | None] = mapped_column(Utc)


class Warning(Base):
    """The provider has doubts about a payment: an early fraud warning, or a review."""

    __tablename__ = "payment_warnings"
    __table_args__ = (
        CheckConstraint("kind in ('fraud', 'review')", name="kind"),
        Index("ix_payment_warnings_order", "order_id"),
    )

    #: The provider's id.
    id: Mapped[str] = mapped_column(String(255), primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))
    order_id: Mapped[int | None] = mapped_column(ForeignKey("orders.id"))
    payment_intent_id: Mapped[str] = mapped_column(String(255), default="")
    #: A task while true: by the provider's word for a review, until staff have looked otherwise.
    is_open: Mapped[bool] = mapped_column(default=True)
    warned_at: Mapped[datetime] = mapped_column(Utc)
