"""Stock that came in as a file: what it would change, and whether that was done."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from shop.db import Base, Utc


class StockImport(Base):
    """A file whose lines are all right. Its changes are kept, so that what was shown is done."""

    __tablename__ = "stock_imports"
    __table_args__ = (
        CheckConstraint("state in ('checked', 'applied', 'undone', 'discarded')", name="state"),
        CheckConstraint(
            "(state in ('applied', 'undone')) = (applied_at is not null)", name="applied"
        ),
        CheckConstraint("(state = 'undone') = (undone_at is not null)", name="undone"),
        # The same file is done once, however often it is sent.
        Index(
            "uq_stock_imports_applied",
            "content_sha256",
            unique=True,
            sqlite_where=text("state = 'applied'"),
            postgresql_where=text("state = 'applied'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[str] = mapped_column(String(10), default="checked")
    file_name: Mapped[str] = mapped_column(String(120))
    content_sha256: Mapped[str] = mapped_column(String(64))
    #: Lines of the file without its head, and how many of them change something.
    rows: Mapped[int]
    changes: Mapped[int]
    reason: Mapped[str] = mapped_column(String(200))
    uploaded_at: Mapped[datetime] = mapped_column(Utc)
    uploaded_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    applied_at: Mapped[datetime | None] = mapped_column(Utc)
    applied_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    undone_at: Mapped[datetime | None] = mapped_column(Utc)
    undone_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class ImportLine(Base):
    """One change of one level that a file asks for. Append-only."""

    __tablename__ = "stock_import_lines"
    __table_args__ = (
        CheckConstraint("before >= 0 and after >= 0", name="nothing_negative"),
        CheckConstraint("before <> after", name="a_change"),
        Index(
            "uq_stock_import_lines_level",
            "import_id",
            "variant_id",
            "location_id",
            "batch_id",
            unique=True,
        ),
    )

    import_id: Mapped[int] = mapped_column(ForeignKey("stock_imports.id"), primary_key=True)
    #: In the file, the head being line 1.
    line: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    variant_id: Mapped[int] = mapped_column(ForeignKey("variants.id"))
    location_id: Mapped[int] = mapped_column(ForeignKey("stock_locations.id"))
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("batches.id"))
    #: „Bestand bisher“ and „Bestand neu“: what lay there when the file was made, and what is found.
    before: Mapped[int]
    after: Mapped[int]
    reason: Mapped[str] = mapped_column(String(200))
