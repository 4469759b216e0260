"""Which orders a paper is about, and what stands on it: as many queries for 200 as for one."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Row, and_, exists, func, select

from shop.catalogue.models import Variant
from shop.catalogue.rules import USES
from shop.clock import berlin
from shop.db import db
from shop.fulfilment.papers.rules import MOST, Bag, PrintedOrder, share
from shop.orders.models import Line, Order, OrderEvent, PickupPlace
from shop.orders.rules import Note, State
from shop.origin.models import Batch
from shop.stock.models import Level, Reservation


@dataclass(frozen=True, slots=True)
class Wish:
    """Which orders; what is empty chooses nothing."""

    #: If there are any, only these.
    numbers: tuple[str, ...] = ()
    #: shipping, pickup
    delivery: str = ""
    place_id: int | None = None
    #: Promised until this day.
    until: date | None = None
    #: Packed at this moment or later.
    packed_since: datetime | None = None


class Chosen(NamedTuple):
    """The most urgent first, and how many more there would be than one print holds."""

    ids: list[int]
    left_over: int


def choose(wish: Wish, states: Collection[State]) -> Chosen:
    """The orders in these states that are wished for."""
    where = [Order.state.in_(states), *_wished(wish)]
    ids = db.session.scalars(
        select(Order.id).where(*where).order_by(Order.promised_on, Order.id).limit(MOST + 1)
    ).all()
    if len(ids) <= MOST:
        return Chosen(list(ids), 0)
    count = db.session.scalar(select(func.count()).select_from(Order).where(*where)) or 0
    return Chosen(list(ids[:MOST]), count - MOST)


def print_orders(ids: Sequence[int], *, without_packed: bool = False) -> list[PrintedOrder]:
    """What is still here of these orders, in their order: not yet sent, or not yet packed.

    Of an order that has left as a whole, all that is with its customer.
    """
    rows = db.session.execute(select(*_COLUMNS).where(Order.id.in_(ids))).all()
    lines = _lines(ids)
    lots = _lots(ids)
    made = [
        _printed(row, lines.get(row.id, []), lots.get(row.id, {}), without_packed) for row in rows
    ]
    place = {id: at for at, id in enumerate(ids)}
    return sorted(made, key=lambda order: place[order.id])


def places() -> Sequence[PickupPlace]:
    return db.session.scalars(select(PickupPlace).order_by(PickupPlace.position)).all()


def _wished(wish: Wish) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wish.numbers:
        found.append(Order.number.in_(wish.numbers))
    if wish.delivery:
        found.append(Order.delivery == wish.delivery)
    if wish.place_id is not None:
        found.append(Order.pickup_place_id == wish.place_id)
    if wish.until:
        found.append(Order.promised_on <= wish.until)
    if wish.packed_since:
        found.append(wish.packed_since <= _ready_at)
    return found


_ready_at = (
    select(func.max(OrderEvent.happened_at))
    .where(
        OrderEvent.order_id == Order.id,
        OrderEvent.to_state == State.PACKED,
        OrderEvent.from_state != State.PACKED,
    )
    .correlate(Order)
    .scalar_subquery()
)
_COLUMNS = (
    Order.id,
    Order.number,
    Order.state,
    Order.delivery,
    Order.place,
    Order.pickup_place_id,
    Order.name,
    Order.extra,
    Order.street,
    Order.postcode,
    Order.city,
    Order.placed_at,
    Order.promised_on,
    Order.pickup_code,
    Order.is_gift,
    Order.greeting,
    _ready_at.label("ready_at"),
    exists()
    .where(OrderEvent.order_id == Order.id, OrderEvent.note == Note.WITHDRAWAL_RECEIVED)
    .label("is_withdrawn"),
)
_AnyRow = Row[*tuple[Any, ...]]


def _lines(ids: Sequence[int]) -> dict[int, list[_AnyRow]]:
    rows = db.session.execute(
        select(
            Line.id,
            Line.order_id,
            Line.kind,
            Line.variant_id,
            Line.product_name,
            Line.variant_name,
            Line.unit_price_cents,
            (Line.quantity - Line.refunded_units).label("left"),
            Line.refunded_units,
            Variant.shipping_grams,
            Variant.grind,
        )
        .outerjoin(Variant, Variant.id == Line.variant_id)
        .where(Line.order_id.in_(ids))
        .order_by(Line.order_id, Line.position)
    )
    return {id: list(same) for id, same in groupby(rows, key=lambda row: row.order_id)}


def _lots(ids: Sequence[int]) -> dict[int, dict[int, list[_AnyRow]]]:
    """Order id → variant id → what is sold of it, batch by batch."""
    rows = db.session.execute(
        select(
            Reservation.order_id,
            Reservation.variant_id,
            (Reservation.units - Reservation.returned).label("kept"),
            Reservation.packed,
            Reservation.sent,
            (Reservation.variant_id != Level.variant_id).label("is_ground"),
            Batch.code,
            Batch.best_before,
            Batch.blocked_at,
        )
        .join(Level, Level.id == Reservation.level_id)
        .outerjoin(Batch, Batch.id == Level.batch_id)
        .where(and_(Reservation.order_id.in_(ids), Reservation.state == "sold"))
        .order_by(Reservation.order_id, Reservation.id)
    )
    found: dict[int, dict[int, list[_AnyRow]]] = {}
    for row in rows:
        found.setdefault(row.order_id, {}).setdefault(row.variant_id, []).append(row)
    return found


def _printed(
    row: _AnyRow,
    lines: list[_AnyRow],
    lots: dict[int, list[_AnyRow]],
    without_packed: bool,
) -> PrintedOrder:
    goods = [line for line in lines if line.kind == "goods"]
    gone = _gone(lots, without_packed)
    is_rest = gone != "" and any(row.sent for of in lots.values() for row in of)
    return PrintedOrder(
        id=row.id,
        number=row.number,
        state=row.state,
        delivery=row.delivery,
        place=row.place if row.delivery == "pickup" else "",
        place_id=row.pickup_place_id,
        name=row.name,
        extra=row.extra,
        street=row.street,
        postcode=row.postcode,
        city=row.city,
        placed_on=berlin(row.placed_at).date(),
        promised_on=row.promised_on,
        ready_on=berlin(row.ready_at).date() if row.ready_at else None,
        pickup_code=row.pickup_code,
        is_gift=row.is_gift,
        greeting=row.greeting,
        is_withdrawn=row.is_withdrawn,
        is_reduced=any(line.refunded_units for line in lines),
        is_rest=is_rest,
        shipping_cents=0 if is_rest else _shipping(lines),
        bags=tuple(bag for line in goods for bag in _bags(line, lots, gone)),
    )


def _shipping(lines: list[_AnyRow]) -> int:
    return sum(line.unit_price_cents for line in lines if line.kind == "shipping" and line.left)


def _gone(lots: dict[int, list[_AnyRow]], without_packed: bool) -> str:
    """The column that says what is not to be printed any more; empty once everything left."""
    column = "packed" if without_packed else "sent"
    rows = [row for of_variant in lots.values() for row in of_variant]
    return column if any(row.kept > row.sent for row in rows) else ""


def _bags(line: _AnyRow, lots: dict[int, list[_AnyRow]], gone: str) -> list[Bag]:
    found = lots.get(line.variant_id, [])
    out = [getattr(lot, gone) if gone else 0 for lot in found]
    here = [lot.kept - left for lot, left in zip(found, out, strict=True)]
    parts = share(here, line.left - sum(out))
    bags = [_bag(line, units, lot) for units, lot in zip(parts, [*found, None], strict=True)]
    return [bag for bag in bags if bag.units]


def _bag(line: _AnyRow, units: int, lot: _AnyRow | None) -> Bag:
    return Bag(
        line_id=line.id,
        product=line.product_name,
        variant=line.variant_name,
        units=units,
        lot=(lot.code or "") if lot else "",
        best_before=lot.best_before if lot else None,
        is_blocked=bool(lot and lot.blocked_at),
        grind_for=USES.get(line.grind or "", "") if lot and lot.is_ground else "",
        unit_price_cents=line.unit_price_cents,
        grams=line.shipping_grams or 0,
    )
