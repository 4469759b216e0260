"""Payouts and balance lines, copied from the provider. Cents of euros."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from shop.db import Base, Utc


class Payout(Base):
    """Money on its way to the bank account, as last seen."""

    __tablename__ = "payouts"

    #: The provider's id.
    id: Mapped[str] = mapped_column(String(255), primary_key=True)
    #: Negative when the bank account is debited.
    amount_cents: Mapped[int]
    #: The provider's words.
    status: Mapped[str] = mapped_column(String(20))
    #: Only automatic ones can be itemised.
    automatic: Mapped[bool]
    reconciliation: Mapped[str] = mapped_column(String(20))
    created_at: Mapped[datetime] = mapped_column(Utc)
    arrives_on: Mapped[date]
    #: When all its lines were fetched; null until then.
    itemised_at: Mapped[datetime | None] = mapped_column(Utc)
    #: Its lines made up its amount when they were fetched: lines never change.
    adds_up: Mapped[bool] = mapped_column(default=False)


class BalanceLine(Base):
    """One balance transaction: a charge, refund, fee, dispute, adjustment or payout."""

    __tablename__ = "balance_lines"
    __table_args__ = (
        CheckConstraint("net_cents = amount_cents - fee_cents", name="net"),
        Index("ix_balance_lines_payout", "payout_id"),
        Index("ix_balance_lines_order", "order_id"),
    )

    #: The provider's id.
    id: Mapped[str] = mapped_column(String(255), primary_key=True)
    #: The provider's words: `charge`, `payment_refund`, `adjustment` …
    kind: Mapped[str] = mapped_column(String(60))
    category: Mapped[str] = mapped_column(String(60))
    amount_cents: Mapped[int]
    fee_cents: Mapped[int]
    net_cents: Mapped[int]
    #: What caused it: a charge, a refund, a dispute, a payout.
    source_id: Mapped[str] = mapped_column(String(255), default="")
    occurred_at: Mapped[datetime] = mapped_column(Utc)
    payout_id: Mapped[str | None] = mapped_column(ForeignKey("payouts.id"))
    #: Null: unmatched, unless its kind belongs to no order.
    order_id: Mapped[int | None] = mapped_column(ForeignKey("orders.id"))
