"""Imports as their pages show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import aliased

from shop.accounts.models import Person
from shop.catalogue.models import Product, Variant
from shop.catalogue.rules import variant_name
from shop.db import db, execute
from shop.errors import NotThere
from shop.origin.models import Batch
from shop.stock.lies_there import lying_units
from shop.stock.models import Level, Location
from shop.stock_csv.models import ImportLine, StockImport
from shop.stock_csv.statements import MOVED_SINCE, SAME, SHORT

NEWEST = 50
PER_PAGE = 100


@dataclass(frozen=True, slots=True)
class ImportRow:
    id: int
    state: str
    file_name: str
    rows: int
    changes: int
    reason: str
    uploaded_at: datetime
    uploaded_by: str
    applied_at: datetime | None
    applied_by: str
    undone_at: datetime | None
    undone_by: str


@dataclass(frozen=True, slots=True)
class LineRow:
    """One change, and what lies there now; None where no level is known yet."""

    line: int
    place: str
    sku: str
    name: str
    code: str
    before: int
    after: int
    reason: str
    now: int | None

    @property
    def change(self) -> int:
        return self.after - self.before

    @property
    def is_moved(self) -> bool:
        """It is not any more as it was when the file was made."""
        return (self.now or 0) != self.before


@dataclass(frozen=True, slots=True)
class Totals:
    more: int
    less: int


def imports() -> Sequence[ImportRow]:
    """Newest first."""
    query = _imports().order_by(StockImport.id.desc()).limit(NEWEST)
    return [ImportRow(*row) for row in db.session.execute(query)]


def stock_import(import_id: int) -> ImportRow:
    """Refuses with `NotThere`."""
    row = db.session.execute(_imports().where(StockImport.id == import_id)).first()
    if row is None:
        raise NotThere
    return ImportRow(*row)


def totals(import_id: int) -> Totals:
    """Units that come, and units that go."""
    change = ImportLine.after - ImportLine.before
    more, less = db.session.execute(
        select(
            func.coalesce(func.sum(change).filter(change > 0), 0),
            func.coalesce(func.sum(-change).filter(change < 0), 0),
        ).where(ImportLine.import_id == import_id)
    ).one()
    return Totals(int(more), int(less))


def moved_since(import_id: int) -> int:
    """How many lines are about levels that moved since the file was made."""
    count: int = execute(MOVED_SINCE, {"import": import_id, "sign": 1}).scalar_one()
    return count


def short_lines(import_id: int, *, back: bool = False) -> list[int]:
    """Lines that would be refused now; with `back`, if it were taken back."""
    found = execute(SHORT, {"import": import_id, "sign": -1 if back else 1})
    return [line for (line,) in found]


def lines(import_id: int, page: int) -> list[LineRow]:
    """One page of its changes, in the order of the file."""
    rows = db.session.execute(
        select(
            ImportLine.line,
            Location.name,
            Variant.sku,
            Product.name.label("product"),
            Variant.size,
            Variant.grind,
            Batch.code,
            ImportLine.before,
            ImportLine.after,
            ImportLine.reason,
        )
        .join(Location, Location.id == ImportLine.location_id)
        .join(Variant, Variant.id == ImportLine.variant_id)
        .join(Product, Product.id == Variant.product_id)
        .outerjoin(Batch, Batch.id == ImportLine.batch_id)
        .where(ImportLine.import_id == import_id)
        .order_by(ImportLine.line)
        .limit(PER_PAGE)
        .offset(PER_PAGE * (page - 1))
    ).all()
    there = _lying(import_id, [row.line for row in rows])
    return [
        LineRow(
            line=row.line,
            place=row.name,
            sku=row.sku,
            name=f"{row.product}, {variant_name(row.size, row.grind)}",
            code=row.code or "",
            before=row.before,
            after=row.after,
            reason=row.reason,
            now=there.get(row.line),
        )
        for row in rows
    ]


def _lying(import_id: int, numbers: Sequence[int]) -> dict[int, int]:
    """Line → what lies there now."""
    found: dict[int, int] = {}
    for of_kind, same in SAME:
        rows = db.session.execute(
            select(ImportLine.line, lying_units())
            .select_from(ImportLine)
            .join(Level, same)
            .where(ImportLine.import_id == import_id, ImportLine.line.in_(numbers), of_kind)
        )
        found |= {line: int(units) for line, units in rows}
    return found


def _imports() -> Select[*tuple[Any, ...]]:
    uploaded, applied, undone = aliased(Person), aliased(Person), aliased(Person)
    return (
        select(
            StockImport.id,
            StockImport.state,
            StockImport.file_name,
            StockImport.rows,
            StockImport.changes,
            StockImport.reason,
            StockImport.uploaded_at,
            func.coalesce(uploaded.name, ""),
            StockImport.applied_at,
            func.coalesce(applied.name, ""),
            StockImport.undone_at,
            func.coalesce(undone.name, ""),
        )
        .outerjoin(uploaded, uploaded.id == StockImport.uploaded_by)
        .outerjoin(applied, applied.id == StockImport.applied_by)
        .outerjoin(undone, undone.id == StockImport.undone_by)
    )
