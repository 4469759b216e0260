"""Stocktakes, and what was counted in them."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from shop.db import Base, Utc


class Stocktake(Base):
    """Somebody counts what lies at a location; several people at once count in the same one."""

    __tablename__ = "stocktakes"
    __table_args__ = (
        CheckConstraint("state in ('open', 'booked', 'discarded')", name="state"),
        CheckConstraint("(state = 'open') = (ended_at is null)", name="ended"),
        Index(
            "uq_stocktakes_open",
            "location_id",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
        Index("ix_stocktakes_location", "location_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    location_id: Mapped[int] = mapped_column(ForeignKey("stock_locations.id"))
    state: Mapped[str] = mapped_column(String(10), default="open")
    begun_at: Mapped[datetime] = mapped_column(Utc)
    begun_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    #: Booked or discarded.
    ended_at: Mapped[datetime | None] = mapped_column(Utc)
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class Count(Base):
    """What was found of one level, and what should have lain there at that very moment.

    The difference is fixed then; what is sold, packed or moved later changes nothing about it.
    """

    __tablename__ = "stocktake_counts"
    __table_args__ = (
        CheckConstraint("how in ('counted', 'missing', 'left')", name="how"),
        CheckConstraint("(how = 'left') = (counted is null)", name="left_uncounted"),
        CheckConstraint("how <> 'missing' or counted = 0", name="missing_is_none"),
        CheckConstraint("counted is null or counted >= 0", name="counted"),
        CheckConstraint("expected >= 0", name="expected"),
        CheckConstraint("version > 0", name="version"),
        Index("uq_stocktake_counts_level", "stocktake_id", "level_id", unique=True),
        Index("ix_stocktake_counts_level", "level_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    stocktake_id: Mapped[int] = mapped_column(ForeignKey("stocktakes.id"))
    level_id: Mapped[int] = mapped_column(ForeignKey("stock_levels.id"))
    #: „counted“; „missing“: decided afterwards that nothing is there; „left“: stays as it was.
    how: Mapped[str] = mapped_column(String(10))
    counted: Mapped[int | None]
    #: What lay there by the books when it was counted: `stock/lies_there.py`.
    expected: Mapped[int]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    counted_at: Mapped[datetime] = mapped_column(Utc)
    #: Rises with every change: a form says which one it was opened after.
    version: Mapped[int] = mapped_column(default=1)
    #: Of the form that saved it, so that a button pressed twice is known again.
    form_key: Mapped[str] = mapped_column(String(32), default="")
    #: Somebody wants it counted once more before anything is booked.
    recount: Mapped[bool] = mapped_column(default=False)
    #: What was booked, 0 where nothing was to be, and the price of a unit then; null until it ends.
    booked_change: Mapped[int | None]
    price_cents: Mapped[int | None]
