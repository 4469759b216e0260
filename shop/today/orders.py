"""The orders that wait for somebody, step by step."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, exists, func, null, select

from shop.clock import now, today
from shop.db import db
from shop.fulfilment.rules import COLLECT_WITHIN
from shop.orders.models import Line, Order, OrderEvent
from shop.orders.rules import Note, State

#: As many of a kind as one looks at on this page; its list has the others.
SHOWN = 6


@dataclass(frozen=True, slots=True)
class Waiting:
    """One order that waits for its next step."""

    number: str
    name: str
    #: Pickup place, or postcode and town.
    place: str
    delivery: str
    units: int
    #: A declaration of withdrawal names it: what is in it may not be wanted any more.
    is_withdrawn: bool
    promised_on: date
    #: Of one that lies ready: since when.
    since: datetime | None

    @property
    def is_overdue(self) -> bool:
        return self.promised_on < today() if self.since is None else is_forgotten(self.since)


@dataclass(frozen=True, slots=True)
class Step:
    """How many orders wait for a step, and the most urgent of them."""

    count: int
    overdue: int
    orders: tuple[Waiting, ...]


def is_forgotten(since: datetime) -> bool:
    return now() - since > COLLECT_WITHIN


def to_pack() -> Step:
    late = Order.promised_on < today()
    return _step((Order.state == State.PAID,), late)


def to_ship() -> Step:
    late = Order.promised_on < today()
    return _step((Order.state == State.PACKED, Order.delivery == "shipping"), late)


def to_hand_over() -> Step:
    """What lies at the pickup places, the longest first."""
    late = now() - COLLECT_WITHIN > _PACKED_AT
    which = (Order.state == State.PACKED, Order.delivery == "pickup")
    return _step(which, late, since=_PACKED_AT)


def to_decide() -> Step:
    return _step((Order.state == State.NEEDS_DECISION,), Order.promised_on < today())


def _step(
    which: tuple[ColumnElement[bool], ...],
    late: ColumnElement[bool],
    *,
    since: ColumnElement[Any] | None = None,
) -> Step:
    """The most urgent first: by what was promised, or since when they lie there."""
    urgent = Order.promised_on if since is None else since
    count, overdue = db.session.execute(
        select(func.count(), func.count().filter(late)).select_from(Order).where(*which)
    ).one()
    rows = db.session.execute(
        select(*_COLUMNS, (null() if since is None else since).label("since"))
        .where(*which)
        .order_by(urgent, Order.id)
        .limit(SHOWN)
    )
    return Step(count, overdue, tuple(_waiting(row) for row in rows))


def _waiting(row: Row[*tuple[Any, ...]]) -> Waiting:
    return Waiting(
        number=row.number,
        name=row.name,
        place=row.place if row.delivery == "pickup" else f"{row.postcode} {row.city}",
        delivery=row.delivery,
        units=int(row.units or 0),
        is_withdrawn=row.is_withdrawn,
        promised_on=row.promised_on,
        since=row.since,
    )


_PACKED_AT = (
    select(func.max(OrderEvent.happened_at))
    .where(
        OrderEvent.order_id == Order.id,
        OrderEvent.to_state == State.PACKED,
        OrderEvent.from_state != State.PACKED,
    )
    .correlate(Order)
    .scalar_subquery()
)
_UNITS = (
    select(func.sum(Line.quantity - Line.refunded_units))
    .where(Line.order_id == Order.id, Line.kind == "goods")
    .correlate(Order)
    .scalar_subquery()
)
_COLUMNS = (
    Order.number,
    Order.name,
    Order.place,
    Order.postcode,
    Order.city,
    Order.delivery,
    Order.promised_on,
    _UNITS.label("units"),
    exists()
    .where(OrderEvent.order_id == Order.id, OrderEvent.note == Note.WITHDRAWAL_RECEIVED)
    .label("is_withdrawn"),
)
