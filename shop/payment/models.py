"""Attempts to have an order paid, and the events that reported on them."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from shop.db import Base, Utc


class Attempt(Base):
    """One Checkout Session. Its parameters are frozen before the provider is first asked."""

    __tablename__ = "payment_attempts"
    __table_args__ = (
        CheckConstraint("amount_cents > 0", name="amount"),
        CheckConstraint(
            "state in ('open', 'pending', 'paid', 'failed', 'expired', 'mismatch', 'lost')",
            name="state",
        ),
        CheckConstraint("purpose in ('', 'sale', 'surplus')", name="purpose"),
        CheckConstraint(
            "refunded_cents >= 0 and refunded_cents <= received_cents", name="not_more_than_is_left"
        ),
        Index("uq_payment_attempts_number", "order_id", "number", unique=True),
        # At most one attempt per order can still be paid.
        Index(
            "uq_payment_attempts_open",
            "order_id",
            unique=True,
            sqlite_where=text("state in ('open', 'pending')"),
            postgresql_where=text("state in ('open', 'pending')"),
        ),
        # An order is sold for one payment; any other is given back.
        Index(
            "uq_payment_attempts_sale",
            "order_id",
            unique=True,
            sqlite_where=text("purpose = 'sale'"),
            postgresql_where=text("purpose = 'sale'"),
        ),
        Index("ix_payment_attempts_due", "state", "next_look_at"),
        # What the provider's balance does not show yet: `payouts/task_queries.py`.
        Index(
            "ix_payment_attempts_unseen",
            "order_id",
            sqlite_where=text("received_cents > 0 and not in_balance"),
            postgresql_where=text("received_cents > 0 and not in_balance"),
        ),
        # What banks took back, among all that was paid.
        Index(
            "ix_payment_attempts_taken",
            "id",
            sqlite_where=text("state = 'lost' or disputed_cents > 0"),
            postgresql_where=text("state = 'lost' or disputed_cents > 0"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"))
    number: Mapped[int]
    state: Mapped[str] = mapped_column(String(10), default="open")
    amount_cents: Mapped[int]
    idempotency_key: Mapped[str] = mapped_column(String(255), unique=True)
    parameters: Mapped[dict[str, Any]] = mapped_column(JSON)
    started_at: Mapped[datetime] = mapped_column(Utc)
    expires_at: Mapped[datetime] = mapped_column(Utc)
    #: When the poller asks the provider again by itself.
    next_look_at: Mapped[datetime] = mapped_column(Utc)
    session_id: Mapped[str | None] = mapped_column(String(255), unique=True)
    payment_intent_id: Mapped[str | None] = mapped_column(String(255), unique=True)
    #: What the provider has got by it, also if that was not what was ordered.
    received_cents: Mapped[int] = mapped_column(default=0)
    #: Of that, what was asked back or given back; raised by a guarded UPDATE before it is asked.
    refunded_cents: Mapped[int] = mapped_column(default=0)
    #: Of that, what banks took back in disputes and have not returned.
    disputed_cents: Mapped[int] = mapped_column(default=0)
    #: The provider's balance shows all payments of its order: nobody has to look for them again.
    in_balance: Mapped[bool] = mapped_column(default=False)
    #: `sale`: the order was sold for it. `surplus`: no sale was made of it, it goes back.
    #: Empty: nothing came, or staff have yet to decide.
    purpose: Mapped[str] = mapped_column(String(10), default="")
    settled_at: Mapped[datetime | None] = mapped_column(Utc)

    @property
    def left_cents(self) -> int:
        """What is there and can still be given back; 0 of a payment its bank took back."""
        left = self.received_cents - self.refunded_cents - self.disputed_cents
        return 0 if self.state == "lost" else max(0, left)


class PaymentEvent(Base):
    """An event the provider sent: handled once, however often it is delivered."""

    __tablename__ = "payment_events"

    id: Mapped[str] = mapped_column(String(255), primary_key=True)
    kind: Mapped[str] = mapped_column(String(80))
    object_id: Mapped[str] = mapped_column(String(255))
    received_at: Mapped[datetime] = mapped_column(Utc)
