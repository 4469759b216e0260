"""What the staff see of the orders. Lists go on from the last row seen, however many there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, func, select, tuple_

from shop.accounts.models import Person
from shop.clock import today
from shop.db import db
from shop.orders.models import Line, Order, OrderEvent
from shop.orders.rules import Note, State

PER_PAGE = 50

#: The lists the staff work through, by the word in the address.
LISTS: dict[str, tuple[State, ...]] = {
    "packen": (State.PAID,),
    "bereit": (State.PACKED,),
    "entscheiden": (State.NEEDS_DECISION,),
    "offen": (State.AWAITING_PAYMENT, State.PAYMENT_PENDING),
    "erledigt": (State.SHIPPED, State.HANDED_OVER),
    "unbezahlt": (State.EXPIRED, State.CANCELLED),
}
#: Worked through, so the newest are looked for, not the most urgent.
PAST = frozenset({"erledigt", "unbezahlt"})
DELIVERIES = {"versand": "shipping", "abholung": "pickup"}


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
    #: „2 × Hausmischung, 250 g, ganze Bohne“
    items: tuple[str, ...]

    @property
    def is_overdue(self) -> bool:
        return self.state in (State.PAID, State.PACKED) and self.promised_on < today()


@dataclass(frozen=True, slots=True)
class Happening:
    state: State
    #: False for what happened while it stayed in its state.
    moved: bool
    note: Note | None
    person: str
    happened_at: datetime


@dataclass(frozen=True, slots=True)
class Page:
    tasks: list[Task]
    #: Where the next page goes on; empty on the last one.
    after: str


def tasks(name: str, delivery: str, after: str) -> Page:
    """One page of a list; `after` is what the page before gave, anything else starts anew."""
    past = name in PAST
    key = (Order.id,) if past else (Order.promised_on, Order.id)
    rows = db.session.execute(
        select(*_COLUMNS)
        .where(Order.state.in_(LISTS[name]), *_delivered(delivery), *_going_on(after, past=past))
        .order_by(*(column.desc() if past else column for column in key))
        .limit(PER_PAGE + 1)
    ).all()
    items = _items([row.id for row in rows[:PER_PAGE]])
    found = [_task(row, items.get(row.id, ())) for row in rows[:PER_PAGE]]
    return Page(found, _mark(found[-1]) if len(rows) > PER_PAGE else "")


def waiting() -> dict[str, int]:
    """How many orders are in each list that is to be worked through."""
    rows = db.session.execute(
        select(Order.state, func.count())
        .where(Order.state.in_([s for name in LISTS if name not in PAST for s in LISTS[name]]))
        .group_by(Order.state)
    )
    counted = {state: number for state, number in rows}
    return {
        name: sum(counted.get(state, 0) for state in states)
        for name, states in LISTS.items()
        if name not in PAST
    }


def order_numbered(number: str) -> Order | None:
    return db.session.scalar(select(Order).where(Order.number == number))


def lines_of(order_id: int) -> Sequence[Line]:
    return db.session.scalars(
        select(Line).where(Line.order_id == order_id).order_by(Line.position)
    ).all()


def timeline(order_id: int) -> list[Happening]:
    """What happened to an order, oldest first, and who did it."""
    rows = db.session.execute(
        select(OrderEvent, Person.name)
        .outerjoin(Person, Person.id == OrderEvent.person_id)
        .where(OrderEvent.order_id == order_id)
        .order_by(OrderEvent.id)
    )
    return [
        Happening(
            State(event.to_state),
            event.from_state != event.to_state,
            Note(event.note) if event.note else None,
            person or "",
            event.happened_at,
        )
        for event, person in rows
    ]


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
)


def _delivered(delivery: str) -> list[ColumnElement[bool]]:
    return [Order.delivery == DELIVERIES[delivery]] if delivery in DELIVERIES else []


def _going_on(after: str, *, past: bool) -> list[ColumnElement[bool]]:
    day, _, number = after.partition("_")
    if not (number.isascii() and number.isdigit() and len(number) <= 18):
        return []
    try:
        seen = date.fromisoformat(day)
    except ValueError:
        return []
    if past:
        return [Order.id < int(number)]
    return [tuple_(Order.promised_on, Order.id) > tuple_(seen, int(number))]


def _mark(last: Task) -> str:
    return f"{last.promised_on.isoformat()}_{last.id}"


def _items(order_ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
    found: dict[int, tuple[str, ...]] = {}
    rows = db.session.execute(
        select(Line.order_id, Line.quantity, Line.product_name, Line.variant_name)
        .where(Line.order_id.in_(order_ids), Line.kind == "goods")
        .order_by(Line.order_id, Line.position)
    )
    for order_id, quantity, product, variant in rows:
        words = f"{quantity} × {product}, {variant}" if variant else f"{quantity} × {product}"
        found[order_id] = (*found.get(order_id, ()), words)
    return found


def _task(row: Row[*tuple[Any, ...]], items: tuple[str, ...]) -> Task:
    picked_up = row.delivery == "pickup"
    return Task(
        id=row.id,
        number=row.number,
        state=State(row.state),
        name=row.name,
        delivery=row.delivery,
        place=row.place if picked_up else f"{row.postcode} {row.city}",
        promised_on=row.promised_on,
        items=items,
    )
