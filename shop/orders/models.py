"""Orders and their lines. A line copies what it sold and never changes with the catalogue."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from shop.db import Base, Utc


class PickupPlace(Base):
    """Where an order can be collected in the district."""

    __tablename__ = "pickup_places"

    id: Mapped[int] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(default=0)
    name: Mapped[str] = mapped_column(String(120))
    street: Mapped[str] = mapped_column(String(120))
    postcode: Mapped[str] = mapped_column(String(5))
    city: Mapped[str] = mapped_column(String(80))
    hours: Mapped[str] = mapped_column(String(300))
    instructions: Mapped[str] = mapped_column(String(300), default="")
    #: Working days until an order paid today lies there.
    ready_days: Mapped[int] = mapped_column(default=3)
    open: Mapped[bool] = mapped_column(default=True)


class Order(Base):
    """A binding order. `state` moves only as `orders/rules.py` allows."""

    __tablename__ = "orders"
    __table_args__ = (
        CheckConstraint("total_cents >= 0", name="total"),
        CheckConstraint("delivery in ('shipping', 'pickup', 'counter')", name="delivery"),
        Index("ix_orders_placed", "state", "placed_at", "id"),
        Index("ix_orders_promised", "state", "promised_on", "id"),
        Index("ix_orders_email", "email", "placed_at"),
        # Whose orders they are, however the address was typed.
        Index("ix_orders_email_folded", text("lower(email)")),
        Index("ix_orders_pickup_code", "pickup_code"),
        Index("ix_orders_customer", "customer_id", "id"),
        Index("ix_orders_place", "pickup_place_id", "state", "placed_at", "id"),
        Index(
            "ix_orders_gift",
            "state",
            "placed_at",
            "id",
            sqlite_where=text("is_gift"),
            postgresql_where=text("is_gift"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    #: „SK-2026-00042“: said on the phone; opens nothing without the token. From the id, so that
    #: no two orders wait for each other; an order that failed leaves a gap.
    number: Mapped[str] = mapped_column(String(20), unique=True)
    #: 192 random bits: whoever holds the address of the order page may see it.
    token: Mapped[str] = mapped_column(String(40), unique=True)
    #: The draft it was placed from; unique, so that a double click finds the first order.
    draft_key: Mapped[str] = mapped_column(String(40), unique=True)
    state: Mapped[str] = mapped_column(String(20))
    placed_at: Mapped[datetime] = mapped_column(Utc)
    paid_at: Mapped[datetime | None] = mapped_column(Utc)
    #: Berlin day it was paid; reports count by it.
    business_date: Mapped[date | None]
    delivery: Mapped[str] = mapped_column(String(10))
    pickup_place_id: Mapped[int | None] = mapped_column(ForeignKey("pickup_places.id"))
    email: Mapped[str] = mapped_column(String(254))
    name: Mapped[str] = mapped_column(String(120))
    phone: Mapped[str] = mapped_column(String(40), default="")
    #: Delivery address, or the pickup place's, copied when ordered.
    place: Mapped[str] = mapped_column(String(120), default="")
    extra: Mapped[str] = mapped_column(String(120), default="")
    street: Mapped[str] = mapped_column(String(120))
    postcode: Mapped[str] = mapped_column(String(5))
    city: Mapped[str] = mapped_column(String(80))
    country: Mapped[str] = mapped_column(String(2), default="DE")
    #: Billing address; empty means the same as above (or none, for pickup).
    billing_name: Mapped[str] = mapped_column(String(120), default="")
    billing_street: Mapped[str] = mapped_column(String(120), default="")
    billing_postcode: Mapped[str] = mapped_column(String(10), default="")
    billing_city: Mapped[str] = mapped_column(String(80), default="")
    billing_country: Mapped[str] = mapped_column(String(2), default="")
    #: Packed as a present: no prices in the parcel, but this greeting.
    is_gift: Mapped[bool] = mapped_column(default=False)
    greeting: Mapped[str] = mapped_column(String(300), default="")
    #: What a customer shows where the order is collected: „K7PX3M“, shown as „K7PX-3M“; empty where
    #: it is shipped. Only among those that lie ready does it have to be told apart.
    pickup_code: Mapped[str] = mapped_column(String(8), default="")
    #: Whose account shows it; null for guests, and again when the account is deleted.
    customer_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    total_cents: Mapped[int]
    #: Working days after the payment by which it is with the customer, or at the pickup place.
    promise_days: Mapped[int]
    #: That day, as promised when ordered; counted anew from the day it is paid.
    promised_on: Mapped[date]


class Line(Base):
    """One position of an order; shipping is a line too, without a variant."""

    __tablename__ = "order_lines"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="quantity"),
        CheckConstraint("kind in ('goods', 'shipping')", name="kind"),
        CheckConstraint("total_cents = quantity * unit_price_cents", name="total"),
        CheckConstraint(
            "refunded_units >= 0 and refunded_units <= quantity", name="not_more_than_is_left"
        ),
        Index("uq_order_lines_position", "order_id", "position", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"))
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(String(10))
    variant_id: Mapped[int | None] = mapped_column(ForeignKey("variants.id"))
    sku: Mapped[str] = mapped_column(String(40))
    product_name: Mapped[str] = mapped_column(String(120))
    #: „250 g, ganze Bohne“
    variant_name: Mapped[str] = mapped_column(String(120), default="")
    legal_name: Mapped[str] = mapped_column(String(160), default="")
    quantity: Mapped[int]
    unit_price_cents: Mapped[int]
    total_cents: Mapped[int]
    net_grams: Mapped[int | None]
    coffee_grams: Mapped[int] = mapped_column(default=0)
    #: Units that were given up again: not to be packed, or back. Raised by a guarded UPDATE.
    refunded_units: Mapped[int] = mapped_column(default=0)


class LineVat(Base):
    """The part of a line sold at one rate; a set of mixed goods has several."""

    __tablename__ = "order_line_vat"
    __table_args__ = (CheckConstraint("net_cents + vat_cents = gross_cents", name="adds_up"),)

    line_id: Mapped[int] = mapped_column(ForeignKey("order_lines.id"), primary_key=True)
    rate_bp: Mapped[int] = mapped_column(primary_key=True)
    gross_cents: Mapped[int]
    net_cents: Mapped[int]
    vat_cents: Mapped[int]


class LineClaim(Base):
    """A claim that covered a line when it was ordered; whether it still holds, its proofs say."""

    __tablename__ = "order_line_claims"

    line_id: Mapped[int] = mapped_column(ForeignKey("order_lines.id"), primary_key=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey("claims.id"), primary_key=True)


class OrderWord(Base):
    """A word an order is found by: names and the mail address. Goes with the customer's data."""

    __tablename__ = "order_words"
    __table_args__ = (Index("ix_order_words_word", "word", "order_id"),)

    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), primary_key=True)
    # The beginnings of words are ranges, and those need the order of the characters' codes.
    word: Mapped[str] = mapped_column(
        String(60).with_variant(String(60, collation="C"), "postgresql"), primary_key=True
    )


class OrderText(Base):
    """Which wording of a legal text was valid for an order; the text itself is kept for ever."""

    __tablename__ = "order_texts"

    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    sha256: Mapped[str] = mapped_column(ForeignKey("legal_texts.sha256"))


class OrderEvent(Base):
    """What happened to an order: append-only, without personal data of the customer."""

    __tablename__ = "order_events"
    __table_args__ = (
        Index("ix_order_events_person", "person_id", "id"),
        Index("ix_order_events_happened", "happened_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), index=True)
    from_state: Mapped[str] = mapped_column(String(20), default="")
    to_state: Mapped[str] = mapped_column(String(20))
    note: Mapped[str] = mapped_column(String(200), default="")
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    happened_at: Mapped[datetime] = mapped_column(Utc)
