"""From a batch, or from green coffee, to everybody who has or awaits a bag of it: one query.

A set is found through each batch that went into it, and through any of its green lots.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from sqlalchemy import CTE, FromClause, Row, Select, and_, bindparam, join, outerjoin, select

from shop.db import reading
from shop.errors import NotThere
from shop.orders.models import Line, Order
from shop.origin.models import Batch, BatchPart, BatchSource, GreenLot
from shop.stock.models import Level, Reservation


@dataclass(frozen=True, slots=True)
class RecalledBatch:
    id: int
    code: str
    best_before: date
    #: recall, precaution; empty unless it is blocked.
    blocked_as: str
    #: Bags on the shelf, whether promised to an order or not.
    on_hand: int

    @property
    def is_blocked(self) -> bool:
        return self.blocked_as != ""


@dataclass(frozen=True, slots=True)
class RecalledBags:
    """Bags of one variant and one batch in an order."""

    batch: str
    product: str
    variant: str
    units: int
    #: Of these, those that came back or never left.
    returned: int
    #: Nobody has paid for them yet.
    is_held: bool

    @property
    def out(self) -> int:
        return self.units - self.returned


@dataclass(frozen=True, slots=True)
class RecalledOrder:
    id: int
    number: str
    state: str
    delivery: str
    placed_at: datetime
    name: str
    email: str
    phone: str
    bags: tuple[RecalledBags, ...]
    #: Where it was sold or is to be collected; empty where it is shipped.
    place: str = ""

    @property
    def is_counter(self) -> bool:
        """Sold over a counter: nobody knows to whom."""
        return self.delivery == "counter"


@dataclass(frozen=True, slots=True)
class Recall:
    batches: tuple[RecalledBatch, ...]
    #: The newest first.
    orders: tuple[RecalledOrder, ...]

    @property
    def out(self) -> int:
        """Bags sold or held that did not come back."""
        return sum(bags.out for order in self.orders for bags in order.bags)


def recall_of_batch(code: str) -> Recall:
    """Of the batch and every set it went into, also by way of another. Refuses with `NotThere`."""
    return _recall(_OF_BATCH, code)


def recall_of_green_lot(code: str) -> Recall:
    """Of every batch with green coffee of this lot in it. Refuses with `NotThere`."""
    return _recall(_OF_GREEN_LOT, code)


def _recall(statement: Select[*tuple[Any, ...]], code: str) -> Recall:
    with reading() as connection:
        rows = connection.execute(statement, {"code": code}).all()
    if not rows:
        raise NotThere
    reserved = [row for row in rows if row.number is not None]
    return Recall(
        _batches([row for row in rows if row.batch is not None]),
        tuple(_order(list(same)) for _, same in groupby(reserved, key=lambda row: row.number)),
    )


def _batches(rows: Sequence[Row[*tuple[Any, ...]]]) -> tuple[RecalledBatch, ...]:
    # A level comes once for each order that has something of it.
    levels = {row.level_id: row for row in rows if row.level_id is not None}
    on_hand: Counter[str] = Counter()
    for row in levels.values():
        on_hand[row.batch] += row.on_hand
    batches = {row.batch: row for row in rows}
    return tuple(
        RecalledBatch(row.batch_id, code, row.best_before, row.blocked_as, on_hand[code])
        for code, row in sorted(batches.items())
    )


def _order(rows: Sequence[Row[*tuple[Any, ...]]]) -> RecalledOrder:
    first = rows[0]
    return RecalledOrder(
        id=first.order_id,
        number=first.number,
        state=first.state,
        delivery=first.delivery,
        placed_at=first.placed_at,
        name=first.name,
        email=first.email,
        phone=first.phone,
        place=first.place,
        bags=tuple(
            RecalledBags(
                batch=row.batch,
                product=row.product_name,
                variant=row.variant_name,
                units=row.units,
                returned=row.returned,
                is_held=row.goods == "held",
            )
            for row in rows
        ),
    )


def _affected() -> CTE:
    found = select(Batch.id).where(Batch.code == bindparam("code")).cte("affected", recursive=True)
    return found.union(
        select(BatchPart.batch_id).join(found, found.c.id == BatchPart.part_id),
    )


_COLUMNS = (
    Batch.id.label("batch_id"),
    Batch.code.label("batch"),
    Batch.best_before,
    Batch.blocked_as,
    Level.id.label("level_id"),
    Level.on_hand,
    Reservation.units,
    Reservation.returned,
    Reservation.state.label("goods"),
    Order.id.label("order_id"),
    Order.number,
    Order.state,
    Order.delivery,
    Order.placed_at,
    Order.name,
    Order.email,
    Order.phone,
    Order.place,
    Line.product_name,
    Line.variant_name,
)
_affected_batches = _affected()


def _with_orders(of: FromClause) -> Select[*tuple[Any, ...]]:
    return (
        select(*_COLUMNS)
        .select_from(of)
        .outerjoin(Level, Level.batch_id == Batch.id)
        .outerjoin(
            Reservation,
            and_(Reservation.level_id == Level.id, Reservation.state != "released"),
        )
        .outerjoin(Order, Order.id == Reservation.order_id)
        .outerjoin(Line, and_(Line.order_id == Order.id, Line.variant_id == Reservation.variant_id))
        .order_by(Order.id.desc(), Line.position, Batch.code)
    )


_OF_BATCH = _with_orders(
    join(_affected_batches, Batch, Batch.id == _affected_batches.c.id),
)
_OF_GREEN_LOT = _with_orders(
    outerjoin(
        outerjoin(GreenLot, BatchSource, BatchSource.green_lot_id == GreenLot.id),
        Batch,
        Batch.id == BatchSource.batch_id,
    )
).where(GreenLot.code == bindparam("code"))
