"""One Berlin day of the shop: what came, what went, what lies there at its end; what was sold."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, case, func, select

from shop.catalogue.models import Product, Variant
from shop.catalogue.rules import variant_name
from shop.clock import BERLIN, today
from shop.db import db
from shop.ledger.models import Entry
from shop.orders.models import OrderEvent
from shop.orders.rules import State
from shop.origin.models import Batch
from shop.purchasing.models import Purchase, Receipt, ReceiptLine
from shop.stock.models import Level, Movement

#: Movements that change what there is, in the order of the columns; a move changes nothing in sum.
KINDS = ("received", "packed", "sale", "return", "write_off", "correction")
#: What happens to orders in the order it happens.
STEPS = (State.PAID, State.PACKED, State.SHIPPED, State.HANDED_OVER, State.REFUNDED)


@dataclass(frozen=True, slots=True)
class Goods:
    """One variant of which something moved, all locations together: before + changes = after."""

    sku: str
    #: „Filter Jaén, 250 g, ganze Bohne“
    name: str
    before: int
    #: By kind, as signed units.
    changes: dict[str, int]
    after: int


@dataclass(frozen=True, slots=True)
class Money:
    """What the ledger has of the day for one channel: signed, refunds apart."""

    #: shipping, pickup, counter.
    channel: str
    orders: int
    units: int
    sold_cents: int
    refunded_cents: int

    @property
    def left_cents(self) -> int:
        return self.sold_cents + self.refunded_cents


@dataclass(frozen=True, slots=True)
class Roasted:
    """Coffee that suppliers brought on that day, not yet in bags."""

    #: „EK-00001“
    number: str
    batch: str
    grams: int


@dataclass(frozen=True, slots=True)
class DayReport:
    day: date
    roasted: Sequence[Roasted]
    goods: Sequence[Goods]
    money: Sequence[Money]
    #: Orders that got into a state on that day.
    steps: dict[State, int]


def day_report(day: date) -> DayReport:
    """Four queries. Of a day in the past also what the shelves held then, by the movements."""
    begin, end = _span(day)
    return DayReport(day, _roasted(begin, end), _goods(begin, end), _money(day), _steps(begin, end))


def _span(day: date) -> tuple[datetime, datetime]:
    """From midnight to midnight in Berlin: 23 or 25 hours twice a year."""
    midnight = datetime.combine(day, time(), BERLIN)
    return midnight, datetime.combine(day + timedelta(days=1), time(), BERLIN)


def _roasted(begin: datetime, end: datetime) -> list[Roasted]:
    rows = db.session.execute(
        select(Purchase.number, Batch.code, func.sum(ReceiptLine.amount))
        .join(Receipt, Receipt.order_id == Purchase.id)
        .join(ReceiptLine, ReceiptLine.receipt_id == Receipt.id)
        .join(Batch, Batch.id == Receipt.batch_id)
        .where(
            Receipt.received_at >= begin,
            Receipt.received_at < end,
            Receipt.taken_back_at.is_(None),
        )
        .group_by(Purchase.number, Batch.code)
        .order_by(Batch.code)
    )
    return [Roasted(number, code, int(grams)) for number, code, grams in rows]


def _goods(begin: datetime, end: datetime) -> list[Goods]:
    moved = (
        select(
            Level.variant_id,
            *(_of(kind, end).label(kind) for kind in KINDS),
            func.sum(case((Movement.moved_at >= end, Movement.on_hand_change), else_=0)).label(
                "later"
            ),
        )
        .join(Level, Level.id == Movement.level_id)
        .where(Movement.moved_at >= begin, Movement.on_hand_change != 0, Movement.kind != "move")
        .group_by(Level.variant_id)
        .subquery()
    )
    there = (
        select(func.sum(Level.on_hand))
        .where(Level.variant_id == moved.c.variant_id)
        .correlate(moved)
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(
            *(Variant.sku, Product.name, Variant.size, Variant.grind, moved, there.label("there"))
        )
        .join(Variant, Variant.id == moved.c.variant_id)
        .join(Product, Product.id == Variant.product_id)
        .order_by(Product.position, Product.id, Variant.position, Variant.id)
    )
    found = (_one(row._mapping) for row in rows)
    return [goods for goods in found if any(goods.changes.values())]


def _of(kind: str, end: datetime) -> ColumnElement[int]:
    within = (Movement.kind == kind) & (Movement.moved_at < end)
    return func.sum(case((within, Movement.on_hand_change), else_=0))


def _one(row: Any) -> Goods:
    changes = {kind: int(row[kind]) for kind in KINDS}
    after = int(row["there"]) - int(row["later"])
    name = f"{row['name']}, {variant_name(row['size'], row['grind'])}"
    return Goods(row["sku"], name, after - sum(changes.values()), changes, after)


def _money(day: date) -> list[Money]:
    rows = db.session.execute(
        select(
            Entry.channel,
            func.count(Entry.order_id.distinct()).filter(Entry.kind == "sale"),
            func.sum(Entry.units),
            func.sum(case((Entry.kind == "sale", Entry.gross_cents), else_=0)),
            func.sum(case((Entry.kind == "refund", Entry.gross_cents), else_=0)),
        )
        .where(Entry.business_date == day)
        .group_by(Entry.channel)
        .order_by(Entry.channel.desc())
    )
    return [Money(row[0], *(int(value) for value in row[1:])) for row in rows]


def _steps(begin: datetime, end: datetime) -> dict[State, int]:
    rows = db.session.execute(
        select(OrderEvent.to_state, func.count(OrderEvent.order_id.distinct()))
        .where(
            OrderEvent.happened_at >= begin,
            OrderEvent.happened_at < end,
            OrderEvent.from_state != OrderEvent.to_state,
            OrderEvent.to_state.in_(STEPS),
        )
        .group_by(OrderEvent.to_state)
    )
    counted = {State(state): int(number) for state, number in rows}
    return {step: counted[step] for step in STEPS if step in counted}


def day_asked(text: str) -> date:
    """`2026-11-22`; today for anything else, and for days to come."""
    try:
        wanted = date.fromisoformat(text)
    except ValueError:
        return today()
    return min(max(wanted, date(2020, 1, 1)), today())
