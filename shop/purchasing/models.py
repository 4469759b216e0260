"""What was ordered from suppliers, and each delivery of it.

Amounts are units of goods, or grams of roasted coffee.
"""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from shop.db import Base, Utc


class Purchase(Base):
    """An order to a supplier. `open` until all has come or somebody closes it; `cancelled` while
    nothing has come."""

    __tablename__ = "purchase_orders"
    __table_args__ = (
        CheckConstraint("state in ('open', 'closed', 'cancelled')", name="state"),
        Index("ix_purchase_orders_state", "state", "expected_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    #: „EK-00042“, from the id.
    number: Mapped[str] = mapped_column(String(20), unique=True)
    #: Of the form it was written with: a button pressed twice orders once.
    key: Mapped[str] = mapped_column(String(40), unique=True)
    supplier: Mapped[str] = mapped_column(String(120))
    #: Address or mail.
    supplier_contact: Mapped[str] = mapped_column(String(300), default="")
    ordered_on: Mapped[date]
    #: Null: nobody has promised a day.
    expected_on: Mapped[date | None]
    note: Mapped[str] = mapped_column(String(300), default="")
    state: Mapped[str] = mapped_column(String(10), default="open")
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    made_at: Mapped[datetime] = mapped_column(Utc)


class PurchaseLine(Base):
    """Units of goods without coffee, or grams of roasted coffee that comes as a batch."""

    __tablename__ = "purchase_lines"
    __table_args__ = (
        CheckConstraint("kind in ('goods', 'coffee')", name="kind"),
        CheckConstraint(
            "(kind = 'goods') = (variant_id is not null) and (kind = 'coffee' or"
            " product_id is null)",
            name="what",
        ),
        CheckConstraint("ordered > 0", name="ordered"),
        CheckConstraint("received >= 0", name="received"),
        CheckConstraint("cost_cents >= 0", name="cost"),
        Index("uq_purchase_lines_position", "order_id", "position", unique=True),
        Index("ix_purchase_lines_variant", "variant_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("purchase_orders.id"))
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(String(10))
    variant_id: Mapped[int | None] = mapped_column(ForeignKey("variants.id"))
    #: Of coffee: what it shall be sold as, where that is known.
    product_id: Mapped[int | None] = mapped_column(ForeignKey("products.id"))
    #: As the supplier calls it.
    text: Mapped[str] = mapped_column(String(200), default="")
    ordered: Mapped[int]
    #: Moved by guarded UPDATEs alone; more than ordered only where somebody confirmed it.
    received: Mapped[int] = mapped_column(default=0)
    #: Net, of one unit or one kilogram; null: not agreed.
    cost_cents: Mapped[int | None]


class Receipt(Base):
    """A delivery, or part of one. Its goods are on the shelf under „receipt:<id>“."""

    __tablename__ = "purchase_receipts"
    __table_args__ = (
        CheckConstraint("batch_id is null or location_id is null", name="what"),
        Index("ix_purchase_receipts_order", "order_id"),
        Index("ix_purchase_receipts_batch", "batch_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("purchase_orders.id"))
    key: Mapped[str] = mapped_column(String(40), unique=True)
    delivery_note: Mapped[str] = mapped_column(String(120))
    #: Where goods were put; null for coffee.
    location_id: Mapped[int | None] = mapped_column(ForeignKey("stock_locations.id"))
    #: What the coffee became; null for goods, and when the batch was taken back.
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("batches.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    received_at: Mapped[datetime] = mapped_column(Utc)
    taken_back_at: Mapped[datetime | None] = mapped_column(Utc)
    taken_back_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    taken_back_because: Mapped[str] = mapped_column(String(200), default="")


class ReceiptLine(Base):
    """What of a line came with it."""

    __tablename__ = "purchase_receipt_lines"
    __table_args__ = (
        CheckConstraint("amount > 0", name="amount"),
        Index("ix_purchase_receipt_lines_line", "line_id"),
    )

    receipt_id: Mapped[int] = mapped_column(ForeignKey("purchase_receipts.id"), primary_key=True)
    line_id: Mapped[int] = mapped_column(ForeignKey("purchase_lines.id"), primary_key=True)
    amount: Mapped[int]
    #: As printed on goods of no batch; the shelf does not know it.
    best_before: Mapped[date | None]
