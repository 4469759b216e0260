"""What the staff see of purchases."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import case, func, select

from shop.accounts.models import Person
from shop.catalogue.models import Product, Variant
from shop.catalogue.rules import variant_name
from shop.clock import today
from shop.db import db
from shop.errors import NotThere
from shop.origin.models import Batch
from shop.purchasing.models import Purchase, PurchaseLine, Receipt, ReceiptLine
from shop.stock.models import Location

#: As many as a page shows.
PAGE = 50


@dataclass(frozen=True, slots=True)
class PurchaseRow:
    number: str
    supplier: str
    ordered_on: date
    expected_on: date | None
    state: str
    lines: int
    #: Lines of which something is missing.
    open_lines: int

    @property
    def is_overdue(self) -> bool:
        late = self.expected_on is not None and self.expected_on < today()
        return self.state == "open" and late


@dataclass(frozen=True, slots=True)
class LineRow:
    id: int
    kind: str
    #: „Becher, Ein Stück“; of coffee the product, or empty.
    name: str
    sku: str
    text: str
    ordered: int
    received: int
    cost_cents: int | None

    @property
    def open(self) -> int:
        return max(self.ordered - self.received, 0)

    @property
    def total_cents(self) -> int | None:
        if self.cost_cents is None:
            return None
        per = 1000 if self.kind == "coffee" else 1
        return (self.cost_cents * self.ordered * 2 + per) // (2 * per)


@dataclass(frozen=True, slots=True)
class ReceiptPart:
    line_id: int
    name: str
    kind: str
    amount: int
    best_before: date | None


@dataclass(frozen=True, slots=True)
class ReceiptRow:
    id: int
    delivery_note: str
    location: str
    batch: str
    person: str
    received_at: datetime
    taken_back_at: datetime | None
    taken_back_because: str
    parts: tuple[ReceiptPart, ...]


def purchase(number: str) -> Purchase:
    """Refuses with `NotThere`."""
    found = db.session.scalar(select(Purchase).where(Purchase.number == number.upper()))
    if found is None:
        raise NotThere
    return found


def purchases(state: str = "open", page: int = 1) -> tuple[list[PurchaseRow], int]:
    """Those of a state, or all for an empty one; of the open ones the overdue first. And how many
    pages there are."""
    chosen = Purchase.state == state if state else Purchase.id > 0
    count = db.session.scalar(select(func.count()).select_from(Purchase).where(chosen)) or 0
    pages = max(-(-count // PAGE), 1)
    order = (
        (Purchase.expected_on.is_(None), Purchase.expected_on, Purchase.id)
        if state == "open"
        else (Purchase.id.desc(),)
    )
    is_open = case((PurchaseLine.received < PurchaseLine.ordered, 1), else_=0)
    rows = db.session.execute(
        select(
            *(Purchase.number, Purchase.supplier, Purchase.ordered_on, Purchase.expected_on),
            *(Purchase.state, func.count(PurchaseLine.id), func.coalesce(func.sum(is_open), 0)),
        )
        .outerjoin(PurchaseLine, PurchaseLine.order_id == Purchase.id)
        .where(chosen)
        .group_by(Purchase.id)
        .order_by(*order)
        .limit(PAGE)
        .offset((min(page, pages) - 1) * PAGE)
    )
    return [PurchaseRow(*row) for row in rows], pages


def lines_of(purchase_id: int) -> list[LineRow]:
    rows = db.session.execute(
        select(PurchaseLine, Product.name, Variant.size, Variant.grind, Variant.sku)
        .outerjoin(Variant, Variant.id == PurchaseLine.variant_id)
        .outerjoin(
            Product, Product.id == func.coalesce(PurchaseLine.product_id, Variant.product_id)
        )
        .where(PurchaseLine.order_id == purchase_id)
        .order_by(PurchaseLine.position)
    )
    return [
        LineRow(
            line.id,
            line.kind,
            f"{product}, {variant_name(size, grind)}" if sku else product or "",
            sku or "",
            line.text,
            line.ordered,
            line.received,
            line.cost_cents,
        )
        for line, product, size, grind, sku in rows
    ]


def receipts_of(purchase_id: int) -> list[ReceiptRow]:
    """The newest first."""
    rows = db.session.execute(
        select(Receipt, Location.name, Batch.code, Person.name)
        .outerjoin(Location, Location.id == Receipt.location_id)
        .outerjoin(Batch, Batch.id == Receipt.batch_id)
        .outerjoin(Person, Person.id == Receipt.person_id)
        .where(Receipt.order_id == purchase_id)
        .order_by(Receipt.id.desc())
    ).all()
    parts = _parts([receipt.id for receipt, *_rest in rows], purchase_id)
    return [
        ReceiptRow(
            receipt.id,
            receipt.delivery_note,
            location or "",
            code or "",
            person or "",
            receipt.received_at,
            receipt.taken_back_at,
            receipt.taken_back_because,
            tuple(parts.get(receipt.id, ())),
        )
        for receipt, location, code, person in rows
    ]


def _parts(receipt_ids: Sequence[int], purchase_id: int) -> dict[int, list[ReceiptPart]]:
    lines = {line.id: line for line in lines_of(purchase_id)}
    found: dict[int, list[ReceiptPart]] = {}
    rows = db.session.scalars(select(ReceiptLine).where(ReceiptLine.receipt_id.in_(receipt_ids)))
    for row in rows:
        line = lines[row.line_id]
        name = line.name or line.text
        part = ReceiptPart(line.id, name, line.kind, row.amount, row.best_before)
        found.setdefault(row.receipt_id, []).append(part)
    return found
