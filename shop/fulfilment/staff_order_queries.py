"""One order as the staff see it: what is in it, what happened, and what paid it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from shop.accounts.models import Person
from shop.db import db
from shop.errors import NotThere
from shop.orders.models import Line, Order, OrderEvent
from shop.orders.rules import Note, State
from shop.payment.models import Attempt


@dataclass(frozen=True, slots=True)
class Happening:
    state: State
    #: False for what happened while it stayed in its state.
    moved: bool
    note: Note | None
    person: str
    happened_at: datetime


@dataclass(frozen=True, slots=True)
class Payment:
    """Money that came; `stripe_id` is what the staff look for in the provider's dashboard."""

    stripe_id: str
    #: 0 for money in another currency.
    received_cents: int
    #: Its bank took it back.
    is_lost: bool
    is_for_sale: bool


def order_numbered(number: str) -> Order:
    """Refuses with `NotThere`."""
    found = db.session.scalar(select(Order).where(Order.number == number))
    if found is None:
        raise NotThere
    return found


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


def payments_of(order_id: int) -> list[Payment]:
    """Whatever money came, oldest first."""
    rows = db.session.scalars(
        select(Attempt)
        .where(Attempt.order_id == order_id, Attempt.payment_intent_id.is_not(None))
        .order_by(Attempt.number)
    )
    return [
        Payment(
            stripe_id=row.payment_intent_id or "",
            received_cents=row.received_cents,
            is_lost=row.state == "lost",
            is_for_sale=row.purpose == "sale",
        )
        for row in rows
        if row.state in ("paid", "mismatch", "lost")
    ]
