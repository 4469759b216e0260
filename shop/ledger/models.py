"""The books. Rows are added and never changed; a correction is a new row."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from shop.db import Base, Utc


class Entry(Base):
    """Part of a sale at one rate, or of what was taken back of it (then all figures are negative).

    Holds no person: reports read nothing else.
    """

    __tablename__ = "ledger_entries"
    __table_args__ = (
        CheckConstraint("kind in ('sale', 'refund')", name="kind"),
        CheckConstraint("net_cents + vat_cents = gross_cents", name="adds_up"),
        CheckConstraint("channel in ('shipping', 'pickup', 'counter')", name="channel"),
        Index("ix_ledger_entries_date", "business_date", "id"),
        Index("uq_ledger_entries_source", "source", unique=True),
        Index("ix_ledger_entries_order", "order_id"),
        Index("ix_ledger_entries_line", "line_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))
    #: What it books, once: „sale:<order line>:<rate>“, „refund:<refund line>:<rate>“,
    #: „refund_failed:<refund line>:<rate>“, „counter_return:<its line>:<rate>“.
    source: Mapped[str] = mapped_column(String(80))
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"))
    line_id: Mapped[int] = mapped_column(ForeignKey("order_lines.id"))
    #: The provider's id of the payment or of the refund; of a counter's „counter-<order>“.
    stripe_id: Mapped[str] = mapped_column(String(255))
    business_date: Mapped[date]
    booked_at: Mapped[datetime] = mapped_column(Utc)
    channel: Mapped[str] = mapped_column(String(10))
    #: Empty for shipping.
    sku: Mapped[str] = mapped_column(String(40), default="")
    product_name: Mapped[str] = mapped_column(String(120))
    variant_name: Mapped[str] = mapped_column(String(120), default="")
    units: Mapped[int]
    coffee_grams: Mapped[int]
    rate_bp: Mapped[int]
    gross_cents: Mapped[int]
    net_cents: Mapped[int]
    vat_cents: Mapped[int]


class MoneyEntry(Base):
    """One movement of money at the payment provider, as its balance sees it: signed cents.

    Or over a counter, where no balance sees it: `takings`, and what was handed back of them.
    """

    __tablename__ = "ledger_money"
    __table_args__ = (
        CheckConstraint(
            "kind in ('payment', 'payment_lost', 'refund', 'refund_failed', 'refund_by_hand',"
            " 'paid_otherwise', 'fee', 'dispute', 'payout', 'payout_failed', 'adjustment',"
            " 'takings', 'takings_back')",
            name="kind",
        ),
        Index("ix_ledger_money_date", "business_date", "id"),
        Index("ix_ledger_money_order", "order_id"),
        Index("uq_ledger_money_source", "source", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    #: What it books, once: „payment:pi_…“, „refund:re_…“, „fee:txn_…“.
    source: Mapped[str] = mapped_column(String(280))
    stripe_id: Mapped[str] = mapped_column(String(255))
    #: Positive: the balance grows.
    amount_cents: Mapped[int]
    business_date: Mapped[date]
    booked_at: Mapped[datetime] = mapped_column(Utc)
    #: Null for what belongs to no order: a payout, a monthly fee.
    order_id: Mapped[int | None] = mapped_column(ForeignKey("orders.id"))


class PremiumEntry(Base):
    """What sold coffee owes to its growers and to the partnership's projects, and what was paid.

    Amounts are millionths of a euro: a bag owes fractions of a cent, and none of them is lost.
    """

    __tablename__ = "ledger_premium"
    __table_args__ = (
        CheckConstraint("kind in ('sale', 'refund', 'transfer')", name="kind"),
        CheckConstraint("purpose in ('premium', 'project')", name="purpose"),
        CheckConstraint("(purpose = 'premium') = (green_lot_id is not null)", name="to_whom"),
        CheckConstraint("(kind = 'transfer') = (line_id is null)", name="what_for"),
        Index("uq_ledger_premium_source", "source", unique=True),
        Index("ix_ledger_premium_lot", "green_lot_id", "business_date"),
        Index("ix_ledger_premium_line", "line_id"),
        Index("ix_ledger_premium_batch", "batch_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))
    #: To the growers of a green lot, or to the projects.
    purpose: Mapped[str] = mapped_column(String(10))
    #: What it books, once: „sale:<line>:<batch>:<green lot>“, „refund:<refund line>:…“.
    source: Mapped[str] = mapped_column(String(120))
    green_lot_id: Mapped[int | None] = mapped_column(ForeignKey("green_lots.id"))
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("batches.id"))
    line_id: Mapped[int | None] = mapped_column(ForeignKey("order_lines.id"))
    units: Mapped[int] = mapped_column(default=0)
    coffee_grams: Mapped[int] = mapped_column(default=0)
    #: Positive: owed; negative: taken back, or transferred.
    micro: Mapped[int] = mapped_column(BigInteger)
    business_date: Mapped[date]
    booked_at: Mapped[datetime] = mapped_column(Utc)
    #: Of a transfer: what proves it, and to whom it went.
    document: Mapped[str] = mapped_column(String(300), default="")
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
