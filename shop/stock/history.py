"""What moved on the shelf, and what somebody booked by hand last."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, func, select

from shop.accounts.models import Person
from shop.db import db
from shop.origin.models import Batch
from shop.stock.models import Level, Location, Movement

#: As many movements as a page shows.
NEWEST = 100


@dataclass(frozen=True, slots=True)
class MovementRow:
    """One movement of a variant, and what was on the shelf after it."""

    kind: str
    #: Code of the batch; empty for goods without one.
    batch: str
    location: str
    on_hand_change: int
    reserved_change: int
    on_hand_after: int
    reason: str
    person: str
    moved_at: datetime


class ByHand(NamedTuple):
    """A movement that somebody booked; sales and reservations go on all the time."""

    id: int
    variant_id: int
    batch_id: int | None
    change: int
    reason: str
    person_id: int | None


def history(variant_id: int, on_hand: int) -> list[MovementRow]:
    """The newest movements, newest first; `on_hand` is what is there now, of all batches."""
    rows = db.session.execute(
        select(Movement, Batch.code, Person.name, Location.name)
        .join(Level, Level.id == Movement.level_id)
        .join(Location, Location.id == Level.location_id)
        .outerjoin(Batch, Batch.id == Level.batch_id)
        .outerjoin(Person, Person.id == Movement.person_id)
        .where(Level.variant_id == variant_id)
        .order_by(Movement.id.desc())
        .limit(NEWEST)
    )
    movements, after = [], on_hand
    for movement, batch, person, location in rows:
        movements.append(
            MovementRow(
                kind=movement.kind,
                batch=batch or "",
                location=location,
                on_hand_change=movement.on_hand_change,
                reserved_change=movement.reserved_change,
                on_hand_after=after,
                reason=movement.reason,
                person=person or "",
                moved_at=movement.moved_at,
            )
        )
        after -= movement.on_hand_change
    return movements


def newest_of_variant(variant_id: int) -> ByHand | None:
    return _newest(Level.variant_id == variant_id)


def newest_of_batch(batch_id: int) -> ByHand | None:
    return _newest(Level.batch_id == batch_id, Movement.kind != "move")


def _newest(of: ColumnElement[bool], *only: ColumnElement[bool]) -> ByHand | None:
    # Of each level by itself: an index knows it, however many sales there were.
    newest_there = (
        select(func.max(Movement.id))
        .where(Movement.level_id == Level.id, Movement.order_id.is_(None), *only)
        .correlate(Level)
        .scalar_subquery()
    )
    each = select(newest_there.label("id")).select_from(Level).where(of).subquery()
    row = db.session.execute(
        select(
            Movement.id,
            Level.variant_id,
            Level.batch_id,
            Movement.on_hand_change,
            Movement.reason,
            Movement.person_id,
        )
        .join(Level, Level.id == Movement.level_id)
        .where(Movement.id == select(func.max(each.c.id)).scalar_subquery())
    ).first()
    return ByHand(*row) if row else None
