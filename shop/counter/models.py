"""Sales at a counter: where, how they were paid, and what came back of them.

The sale itself is an order with delivery `counter`; these rows say what an order does not know.
Append-only: what was wrong is taken back by a row of its own.
"""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from shop.db import Base, Utc


class CounterSale(Base):
    """One booking: what one customer bought, or what was sold on one day."""

    __tablename__ = "counter_sales"
    __table_args__ = (
        CheckConstraint("paid_by in ('cash', 'settlement')", name="paid_by"),
        CheckConstraint("paid_by = 'cash' or reference <> ''", name="reference"),
        Index("ix_counter_sales_day", "day", "location_id"),
    )

    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), primary_key=True)
    location_id: Mapped[int] = mapped_column(ForeignKey("stock_locations.id"))
    #: Berlin day it was sold on; the books count by it.
    day: Mapped[date]
    #: `cash` in the drawer, or `settlement` of a counter that sells on commission.
    paid_by: Mapped[str] = mapped_column(String(10))
    #: Of a settlement the number on its paper.
    reference: Mapped[str] = mapped_column(String(120), default="")
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    booked_at: Mapped[datetime] = mapped_column(Utc)


class CounterReturn(Base):
    """Money handed back: for goods that came back, or because the booking was wrong."""

    __tablename__ = "counter_returns"
    __table_args__ = (
        CheckConstraint("kind in ('return', 'undo')", name="kind"),
        CheckConstraint("amount_cents > 0", name="amount"),
        Index("ix_counter_returns_order", "order_id"),
        Index("ix_counter_returns_day", "day"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("counter_sales.order_id"))
    #: Of the form: a button pressed twice takes back once.
    key: Mapped[str] = mapped_column(String(40), unique=True)
    #: `return` counts on the day it happens, `undo` on the day of the sale it never was.
    kind: Mapped[str] = mapped_column(String(10))
    amount_cents: Mapped[int]
    day: Mapped[date]
    reason: Mapped[str] = mapped_column(String(200), default="")
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    returned_at: Mapped[datetime] = mapped_column(Utc)


class CounterReturnLine(Base):
    """Units of a line that came back; each line at most once."""

    __tablename__ = "counter_return_lines"
    __table_args__ = (
        CheckConstraint("goods in ('back', 'written_off')", name="goods"),
        CheckConstraint("units > 0 and gross_cents >= 0", name="positive"),
        Index("ix_counter_return_lines_return", "return_id"),
        Index("ix_counter_return_lines_line", "line_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    return_id: Mapped[int] = mapped_column(ForeignKey("counter_returns.id"))
    line_id: Mapped[int] = mapped_column(ForeignKey("order_lines.id"))
    units: Mapped[int]
    gross_cents: Mapped[int]
    #: `back` where they were sold, or `written_off`.
    goods: Mapped[str] = mapped_column(String(12))
