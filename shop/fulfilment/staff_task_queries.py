"""Orders as rows of the staff's lists: what is in each, where it goes, what to mind."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Row, bindparam, case, exists, func, select

from shop.clock import today
from shop.db import db
from shop.fulfilment.models import OrderNote
from shop.orders.models import Line, Order, OrderEvent
from shop.orders.parcel_models import Parcel
from shop.orders.rules import STILL_HERE, Note, State
from shop.origin.models import Batch
from shop.stock.models import Level, Reservation


class Item(NamedTuple):
    #: „2 × Hausmischung, 250 g, ganze Bohne“
    words: str
    #: Codes of the batches they come from: „26-090, 26-118“; empty where there is none.
    lots: str


@dataclass(frozen=True, slots=True)
class Task:
    """One order in a list."""

    id: int
    number: str
    state: State
    name: str
    delivery: str
    #: Pickup place, or postcode and town.
    place: str
    promised_on: date
    is_gift: bool
    #: Somebody has noted something about it.
    is_noted: bool
    #: A parcel with part of it has left.
    is_part_sent: bool
    #: A declaration of withdrawal names it: what is in the parcel may not be wanted any more.
    is_withdrawn: bool
    #: A bag of it comes from a blocked batch: it stays here.
    is_blocked: bool
    items: tuple[Item, ...]

    @property
    def is_overdue(self) -> bool:
        return self.state in STILL_HERE and self.promised_on < today()


#: Orders a bag of which comes from a blocked batch, and has neither left nor come back.
of_blocked = (
    select(Reservation.order_id)
    .join(Level, Level.id == Reservation.level_id)
    .join(Batch, Batch.id == Level.batch_id)
    .where(
        Batch.blocked_at.is_not(None),
        Reservation.state == "sold",
        Reservation.units - Reservation.returned > Reservation.sent,
    )
)


def tasks_of(order_ids: Sequence[int]) -> list[Task]:
    """The rows of these orders, in this sequence; two queries, however many."""
    if not order_ids:
        return []
    rows = db.session.execute(_ROWS, {"orders": list(order_ids)}).all()
    items = _items(order_ids)
    found = {row.id: _task(row, items.get(row.id, ())) for row in rows}
    return [found[id] for id in order_ids if id in found]


def _items(order_ids: Sequence[int]) -> dict[int, tuple[Item, ...]]:
    found: dict[int, tuple[Item, ...]] = {}
    for row in db.session.execute(_ITEMS, {"orders": list(order_ids)}):
        words = f"{row.units} × {row.product_name}"
        words += f", {row.variant_name}" if row.variant_name else ""
        item = Item(words, ", ".join(sorted(set(row.lots.split(",")))) if row.lots else "")
        found[row.order_id] = (*found.get(row.order_id, ()), item)
    return found


def _task(row: Row[*tuple[Any, ...]], items: tuple[Item, ...]) -> Task:
    picked_up = row.delivery == "pickup"
    return Task(
        id=row.id,
        number=row.number,
        state=State(row.state),
        name=row.name,
        delivery=row.delivery,
        place=row.place if picked_up else f"{row.postcode} {row.city}",
        promised_on=row.promised_on,
        is_gift=row.is_gift,
        is_noted=row.is_noted,
        is_part_sent=row.state in STILL_HERE and row.is_part_sent,
        is_withdrawn=row.is_withdrawn,
        is_blocked=row.is_blocked,
        items=items,
    )


_of_line = (
    Reservation.order_id == Line.order_id,
    Reservation.variant_id == Line.variant_id,
    Reservation.state != "released",
)
_sent = (
    select(func.coalesce(func.sum(Reservation.sent), 0))
    .where(*_of_line)
    .correlate(Line)
    .scalar_subquery()
)
#: Of an order that is still here, what is left to leave; of any other, what was ordered.
_TO_SHOW = case(
    (Order.state.in_(STILL_HERE), Line.quantity - Line.refunded_units - _sent),
    else_=Line.quantity,
)
#: Of what is held or sold and did not come back; of an order that is still here, what is here too.
_LOTS = (
    select(func.aggregate_strings(Batch.code, ","))
    .join(Level, Level.batch_id == Batch.id)
    .join(Reservation, Reservation.level_id == Level.id)
    .where(
        *_of_line,
        Reservation.units - Reservation.returned
        > case((Order.state.in_(STILL_HERE), Reservation.sent), else_=0),
    )
    .correlate(Line, Order)
    .scalar_subquery()
)
_ITEMS = (
    select(
        Line.order_id,
        _TO_SHOW.label("units"),
        Line.product_name,
        Line.variant_name,
        _LOTS.label("lots"),
    )
    .join(Order, Order.id == Line.order_id)
    .where(
        Line.order_id.in_(bindparam("orders", expanding=True)),
        Line.kind == "goods",
        _TO_SHOW > 0,
    )
    .order_by(Line.order_id, Line.position)
)
_ROWS = select(
    Order.id,
    Order.number,
    Order.state,
    Order.name,
    Order.delivery,
    Order.place,
    Order.postcode,
    Order.city,
    Order.promised_on,
    Order.is_gift,
    exists().where(OrderNote.order_id == Order.id).label("is_noted"),
    exists().where(Parcel.order_id == Order.id).label("is_part_sent"),
    exists()
    .where(OrderEvent.order_id == Order.id, OrderEvent.note == Note.WITHDRAWAL_RECEIVED)
    .label("is_withdrawn"),
    # Once for all rows: there are never many blocked batches.
    (Order.state.in_(STILL_HERE) & Order.id.in_(of_blocked)).label("is_blocked"),
).where(Order.id.in_(bindparam("orders", expanding=True)))
