"""The lists the staff work through. They go on from the last row seen, however many there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select, tuple_, union_all
from sqlalchemy.orm import InstrumentedAttribute

from shop.clock import BERLIN
from shop.db import db
from shop.fulfilment.filters import DELIVERIES, Filters
from shop.fulfilment.models import OrderNote
from shop.fulfilment.staff_task_queries import Task, of_blocked, tasks_of
from shop.orders.models import Order
from shop.orders.rules import State, last_step
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
_MOMENT = "%Y%m%dT%H%M%S%f"


@dataclass(frozen=True, slots=True)
class OrderList:
    """One page of a list."""

    tasks: list[Task]
    #: Where the next page goes on; empty on the last one.
    after: str


def tasks(name: str, filters: Filters, after: str) -> OrderList:
    """One page of a list; `after` is what the page before gave, anything else starts anew.

    Each state of the list is asked for one page by its own index, and the pages are merged: no
    query reads much further than what is shown, wherever the filters are met.
    """
    past = name in PAST
    by_promise = not past or filters.promised_from or filters.promised_to
    key = Order.promised_on if by_promise else Order.placed_at
    narrowed = [*_narrowed(name, filters), *_going_on(key, after, past=past)]
    pages = [_page_of(state, key, narrowed, past=past) for state in _states(name, filters)]
    both = union_all(*pages).subquery()
    order = (both.c.key.desc(), both.c.id.desc()) if past else (both.c.key, both.c.id)
    rows = db.session.execute(
        select(both.c.id, both.c.key).order_by(*order).limit(PER_PAGE + 1)
    ).all()
    found = tasks_of([row.id for row in rows[:PER_PAGE]])
    last = rows[PER_PAGE - 1] if len(rows) > PER_PAGE else None
    return OrderList(found, _mark(last.key, last.id) if last else "")


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


_HOW_MANY_BLOCKED = select(func.count()).where(
    Order.state.in_(LISTS["gesperrt"]), Order.id.in_(of_blocked)
)


def _states(name: str, filters: Filters) -> list[State]:
    """Those of the list in which an order that goes this way can be."""
    ends = {last_step(way) for way in DELIVERIES.values()}
    never = ends - {last_step(DELIVERIES[filters.delivery])} if filters.delivery else set()
    return [state for state in LISTS[name] if state not in never]


def _page_of(
    state: State,
    key: InstrumentedAttribute[Any],
    narrowed: Sequence[ColumnElement[bool]],
    *,
    past: bool,
) -> Any:
    order = (key.desc(), Order.id.desc()) if past else (key, Order.id)
    page = (
        select(Order.id.label("id"), key.label("key"))
        .where(Order.state == state, *narrowed)
        .order_by(*order)
        .limit(PER_PAGE + 1)
        .subquery()
    )
    return select(page.c.id, page.c.key)


def _narrowed(name: str, filters: Filters) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if name == "gesperrt":
        found.append(Order.id.in_(of_blocked))
    if filters.delivery:
        found.append(Order.delivery == DELIVERIES[filters.delivery])
    if filters.place_id is not None:
        found.append(Order.pickup_place_id == filters.place_id)
    if filters.placed_from:
        found.append(Order.placed_at >= _begin(filters.placed_from))
    if filters.placed_to:
        found.append(Order.placed_at < _begin(filters.placed_to + timedelta(days=1)))
    if filters.promised_from:
        found.append(Order.promised_on >= filters.promised_from)
    if filters.promised_to:
        found.append(Order.promised_on <= filters.promised_to)
    if filters.batch:
        found.append(Order.id.in_(_of_batch(filters.batch)))
    if filters.is_gift:
        # As plain as in the index, or PostgreSQL does not recognise it.
        found.append(and_(Order.is_gift))
    if filters.is_noted:
        found.append(Order.id.in_(select(OrderNote.order_id)))
    return found


def _of_batch(code: str) -> Any:
    return (
        select(Reservation.order_id)
        .join(Level, Level.id == Reservation.level_id)
        .join(Batch, Batch.id == Level.batch_id)
        .where(Batch.code == code, Reservation.state != "released")
    )


def _begin(day: date) -> datetime:
    """The first moment of a Berlin day."""
    return datetime.combine(day, time(), BERLIN).astimezone(UTC)


def _going_on(
    key: InstrumentedAttribute[Any], after: str, *, past: bool
) -> list[ColumnElement[bool]]:
    written, _, digits = after.partition("_")
    number = small_number(digits)
    try:
        seen = (
            datetime.strptime(written, _MOMENT).replace(tzinfo=UTC)
            if key is Order.placed_at
            else date.fromisoformat(written)
        )
    except ValueError:
        return []
    if number is None:
        return []
    here, there = tuple_(key, Order.id), tuple_(seen, number)
    return [here < there if past else here > there]


def _mark(key: date | datetime, order_id: int) -> str:
    if isinstance(key, datetime):
        return f"{key.astimezone(UTC).strftime(_MOMENT)}_{order_id}"
    return f"{key.isoformat()}_{order_id}"
