"""What staff prepare before customers see it."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from shop.db import Base, Utc


class ProductDraft(Base):
    """What is to change about a product in the catalogue; the shop shows the old until then."""

    __tablename__ = "product_drafts"

    product_id: Mapped[int] = mapped_column(ForeignKey("products.id"), primary_key=True)
    #: JSON as `patch.py` says: only what differs, in the keys and values of a product file.
    content: Mapped[str] = mapped_column(Text)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    saved_at: Mapped[datetime] = mapped_column(Utc)


class PlannedPrice(Base):
    """A price from midnight of a Berlin day on. Planned, then applied or withdrawn."""

    __tablename__ = "planned_prices"
    __table_args__ = (
        CheckConstraint("price_cents > 0", name="positive_price"),
        CheckConstraint("state in ('planned', 'applied', 'withdrawn')", name="state"),
        CheckConstraint("(state = 'planned') = (ended_at is null)", name="ended"),
        # One price a day; of those withdrawn there may be several.
        Index(
            "uq_planned_prices_day",
            "variant_id",
            "from_day",
            unique=True,
            sqlite_where=text("state = 'planned'"),
            postgresql_where=text("state = 'planned'"),
        ),
        Index("ix_planned_prices_due", "state", "from_day", "id"),
        Index("ix_planned_prices_person", "person_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    variant_id: Mapped[int] = mapped_column(ForeignKey("variants.id"), index=True)
    price_cents: Mapped[int]
    from_day: Mapped[date]
    #: To be shown as reduced, if that is true on that day.
    announced: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str] = mapped_column(String(200))
    state: Mapped[str] = mapped_column(String(10), default="planned")
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    planned_at: Mapped[datetime] = mapped_column(Utc)
    ended_at: Mapped[datetime | None] = mapped_column(Utc)
