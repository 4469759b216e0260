"""Refunds and what they give back for."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from shop.db import Base, Utc


class Refund(Base):
    """Money of one payment given back. The row is committed before the provider is asked."""

    __tablename__ = "refunds"
    __table_args__ = (
        CheckConstraint("amount_cents > 0", name="amount"),
        CheckConstraint("origin in ('staff', 'automatic', 'dashboard')", name="origin"),
        CheckConstraint("gives_back in ('goods', 'surplus', 'excess')", name="gives_back"),
        CheckConstraint(
            "state in ('requested', 'pending', 'succeeded', 'failed', 'replaced', 'settled',"
            " 'undone')",
            name="state",
        ),
        Index("ix_refunds_order", "order_id"),
        Index("ix_refunds_attempt", "attempt_id"),
        # What may be a task, among all that was given back: `refund_tasks`.
        Index(
            "ix_refunds_open",
            "id",
            sqlite_where=text("state in ('failed', 'requested') or not goods_known"),
            postgresql_where=text("state in ('failed', 'requested') or not goods_known"),
        ),
        Index("ix_refunds_due", "state", "next_try_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"))
    attempt_id: Mapped[int] = mapped_column(ForeignKey("payment_attempts.id"))
    amount_cents: Mapped[int]
    #: `goods`: part of the sale is undone. `surplus`: money no sale was made of. `excess`: given
    #: back in the provider's dashboard beyond what there was; claims nothing of the payment.
    gives_back: Mapped[str] = mapped_column(String(10))
    origin: Mapped[str] = mapped_column(String(10))
    #: `failed` is a task: the customer has not got the money. `replaced` by a second try,
    #: `settled` by hand, `undone` without money: its bank has taken it.
    state: Mapped[str] = mapped_column(String(10), default="requested")
    #: Made from this row's id; null for one made in the provider's dashboard.
    idempotency_key: Mapped[str | None] = mapped_column(String(255), unique=True)
    #: The provider's id, once it is known.
    stripe_id: Mapped[str | None] = mapped_column(String(255), unique=True)
    #: Why it failed, in the provider's word.
    failure: Mapped[str] = mapped_column(String(60), default="")
    #: A key of `refunds/rules.py`.
    reason: Mapped[str] = mapped_column(String(20), default="")
    #: False until somebody has said what became of the goods, or has seen to an excess: a task.
    goods_known: Mapped[bool] = mapped_column(default=True)
    #: Pending because the provider needs something of the customer, such as a bank account.
    waits_for_customer: Mapped[bool] = mapped_column(default=False)
    #: The customer has read before that this money comes, of a refund that failed.
    told_before: Mapped[bool] = mapped_column(default=False)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    requested_at: Mapped[datetime] = mapped_column(Utc)
    #: When the provider is asked next: for it, or how it goes.
    next_try_at: Mapped[datetime] = mapped_column(Utc)
    tries: Mapped[int] = mapped_column(default=0)
    accepted_at: Mapped[datetime | None] = mapped_column(Utc)
    ended_at: Mapped[datetime | None] = mapped_column(Utc)

    @property
    def was_told(self) -> bool:
        """Whether the customer has read of this money; not if it failed as it was accepted."""
        was_on_its_way = self.accepted_at is not None and self.accepted_at != self.ended_at
        return self.told_before or was_on_its_way


class RefundLine(Base):
    """What a refund gives back for one line: units, money, and where the goods are."""

    __tablename__ = "refund_lines"
    __table_args__ = (
        CheckConstraint("units >= 0 and gross_cents >= 0", name="not_negative"),
        CheckConstraint(
            "goods in ('', 'back', 'written_off', 'never_left') and (goods = '') = (units = 0)",
            name="goods_are_asked_for",
        ),
        Index("ix_refund_lines_refund", "refund_id"),
        Index("ix_refund_lines_line", "line_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    refund_id: Mapped[int] = mapped_column(ForeignKey("refunds.id"))
    line_id: Mapped[int] = mapped_column(ForeignKey("order_lines.id"))
    #: Units the customer does not have or keep any more; 0 for a lower price or for shipping.
    units: Mapped[int]
    gross_cents: Mapped[int]
    #: `back`: on the shelf again. `written_off`: cannot be sold. `never_left`: was still here.
    goods: Mapped[str] = mapped_column(String(12), default="")
