"""The book of changes."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from shop.db import Base, Utc


class Change(Base):
    """Who changed what of a record, from which value to which. Append-only.

    Goods and orders have books of their own: `stock_movements`, `order_events`, `prices`.
    """

    __tablename__ = "changes"
    __table_args__ = (
        Index("ix_changes_of", "record", "record_id", "id"),
        Index("ix_changes_person", "person_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    #: „cooperative“, „green_lot“, „batch“, „scheme“, „certificate“, „claim“, „split“, „transfer“,
    #: „product“, „variant“, „location“, „place“, „purchase_order“, „stocktake“, „import“, „person“.
    record: Mapped[str] = mapped_column(String(20))
    record_id: Mapped[int]
    #: Columns as JSON, {name: [before, after]}; before is null where it was recorded first.
    what: Mapped[str] = mapped_column(Text)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    changed_at: Mapped[datetime] = mapped_column(Utc)
