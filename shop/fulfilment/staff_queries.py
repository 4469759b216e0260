"""What the staff see of the orders. Lists go on from the last row seen, however many there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Row, case, exists, func, select, tuple_

from shop.clock import today
from shop.db import db
from shop.orders.models import Line, Order, OrderEvent
from shop.orders.rules import Note, State
from shop.origin.models import Batch
from shop.stock.models import Level, Reservation
from shop.web.numbers import small_number

PER_PAGE = 50

#: The lists the staff work through, by the word in the address.
LISTS: dict[str, tuple[State, ...]] = {
    "packen": (State.PAID,),
    "bereit": (State.PACKED,),
    # Of these two, what holds a bag of a blocked batch.
    "gesperrt": (State.PAID, State.PACKED),
    "entscheiden": (State.NEEDS_DECISION,),
    "offen": (State.AWAITING_PAYMENT, State.PAYMENT_PENDING),
    "erledigt": (State.SHIPPED, State.HANDED_OVER, State.REFUNDED),
    "unbezahlt": (State.EXPIRED, State.CANCELLED),
}
#: Worked through, so the newest are looked for, not the most urgent.
PAST = frozenset({"erledigt", "unbezahlt"})
DELIVERIES = {"versand": "shipping", "abholung": "pickup"}


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
    #: A declaration of withdrawal names it: what is in the parcel may not be wanted any more.
    is_withdrawn: bool
    #: A bag of it comes from a blocked batch: it stays here.
    is_blocked: bool
    items: tuple[Item, ...]

    @property
    def is_overdue(self) -> bool:
        return self.state in (State.PAID, State.PACKED) and self.promised_on < today()


@dataclass(frozen=True, slots=True)
class OrderList:
    """One page of a list."""

    tasks: list[Task]
    #: Where the next page goes on; empty on the last one.
    after: str


def tasks(name: str, delivery: str, after: str) -> OrderList:
    """One page of a list; `after` is what the page before gave, anything else starts anew."""
    past = name in PAST
    key = (Order.id,) if past else (Order.promised_on, Order.id)
    rows = db.session.execute(
        select(*_COLUMNS)
        .where(*_listed(name), *_delivered(delivery), *_going_on(after, past=past))
        .order_by(*(column.desc() if past else column for column in key))
        .limit(PER_PAGE + 1)
    ).all()
    items = _items([row.id for row in rows[:PER_PAGE]])
    found = [_task(row, items.get(row.id, ())) for row in rows[:PER_PAGE]]
    return OrderList(found, _mark(found[-1]) if len(rows) > PER_PAGE else "")


def waiting() -> dict[str, int]:
    """How many orders are in each list that is to be worked through."""
    rows = db.session.execute(
        select(Order.state, func.count())
        .where(Order.state.in_([s for name in LISTS if name not in PAST for s in LISTS[name]]))
        .group_by(Order.state)
    )
    counted = {state: number for state, number in rows}
    found = {
        name: sum(counted.get(state, 0) for state in states)
        for name, states in LISTS.items()
        if name not in PAST
    }
    return found | {"gesperrt": db.session.execute(_HOW_MANY_BLOCKED).scalar_one()}


#: Of an order that is still here, what is left of it; of any other, what was ordered.
_TO_SHOW = case(
    (Order.state.in_((State.PAID, State.PACKED)), Line.quantity - Line.refunded_units),
    else_=Line.quantity,
)
#: Of what is held or sold and did not come back.
_LOTS = (
    select(func.aggregate_strings(Batch.code, ","))
    .join(Level, Level.batch_id == Batch.id)
    .join(Reservation, Reservation.level_id == Level.id)
    .where(
        Reservation.order_id == Line.order_id,
        Reservation.variant_id == Line.variant_id,
        Reservation.state != "released",
        Reservation.units > Reservation.returned,
    )
    .correlate(Line)
    .scalar_subquery()
)
_of_blocked = (
    select(Reservation.order_id)
    .join(Level, Level.id == Reservation.level_id)
    .join(Batch, Batch.id == Level.batch_id)
    .where(
        Batch.blocked_at.is_not(None),
        Reservation.state == "sold",
        Reservation.units > Reservation.returned,
    )
)
_HOW_MANY_BLOCKED = select(func.count()).where(
    Order.state.in_(LISTS["gesperrt"]), Order.id.in_(_of_blocked)
)
_COLUMNS = (
    Order.id,
    Order.number,
    Order.state,
    Order.name,
    Order.delivery,
    Order.place,
    Order.postcode,
    Order.city,
    Order.promised_on,
    exists()
    .where(OrderEvent.order_id == Order.id, OrderEvent.note == Note.WITHDRAWAL_RECEIVED)
    .label("is_withdrawn"),
    # Once for all rows: there are never many blocked batches.
    (Order.state.in_(LISTS["gesperrt"]) & Order.id.in_(_of_blocked)).label("is_blocked"),
)


def _listed(name: str) -> list[ColumnElement[bool]]:
    blocked = [Order.id.in_(_of_blocked)] if name == "gesperrt" else []
    return [Order.state.in_(LISTS[name]), *blocked]


def _delivered(delivery: str) -> list[ColumnElement[bool]]:
    return [Order.delivery == DELIVERIES[delivery]] if delivery in DELIVERIES else []


def _going_on(after: str, *, past: bool) -> list[ColumnElement[bool]]:
    day, _, digits = after.partition("_")
    number = small_number(digits)
    try:
        seen = date.fromisoformat(day)
    except ValueError:
        return []
    if number is None:
        return []
    if past:
        return [Order.id < number]
    return [tuple_(Order.promised_on, Order.id) > tuple_(seen, number)]


def _mark(last: Task) -> str:
    return f"{last.promised_on.isoformat()}_{last.id}"


def _items(order_ids: Sequence[int]) -> dict[int, tuple[Item, ...]]:
    found: dict[int, tuple[Item, ...]] = {}
    rows = db.session.execute(
        select(Line.order_id, _TO_SHOW, Line.product_name, Line.variant_name, _LOTS)
        .join(Order, Order.id == Line.order_id)
        .where(Line.order_id.in_(order_ids), Line.kind == "goods", _TO_SHOW > 0)
        .order_by(Line.order_id, Line.position)
    )
    for order_id, quantity, product, variant, lots in rows:
        words = f"{quantity} × {product}, {variant}" if variant else f"{quantity} × {product}"
        item = Item(words, ", ".join(sorted(lots.split(","))) if lots else "")
        found[order_id] = (*found.get(order_id, ()), item)
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
        is_withdrawn=row.is_withdrawn,
        is_blocked=row.is_blocked,
        items=items,
    )
