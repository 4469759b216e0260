"""What the staff see of the stock."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, or_, select

from shop.accounts.models import Person
from shop.catalogue.models import Product, Variant
from shop.catalogue.rules import variant_name
from shop.db import db
from shop.errors import NotThere
from shop.stock.models import Level, Movement

#: With fewer units free than this a variant is running out.
LOW = 6
PER_PAGE = 100
HISTORY = 100

_on_hand = func.coalesce(Level.on_hand, 0)
_reserved = func.coalesce(Level.reserved, 0)
_available = _on_hand - _reserved


@dataclass(frozen=True, slots=True)
class LevelRow:
    """One variant and its units."""

    variant_id: int
    sku: str
    product: str
    variant: str
    on_hand: int
    reserved: int

    @property
    def available(self) -> int:
        return self.on_hand - self.reserved

    @property
    def is_out(self) -> bool:
        return self.available <= 0

    @property
    def is_low(self) -> bool:
        return self.available < LOW


@dataclass(frozen=True, slots=True)
class MovementRow:
    """One movement of a variant, and what was on the shelf after it."""

    kind: str
    on_hand_change: int
    reserved_change: int
    on_hand_after: int
    reason: str
    person: str
    moved_at: datetime


def levels(words: Sequence[str], warning: str, page: int) -> tuple[list[LevelRow], int]:
    """One page of the variants that contain all words, and how many pages there are.

    `warning` is „knapp“ or „leer“, or empty for all of them.
    """
    wanted = [_contains(word) for word in words]
    if warning in _WARNINGS:
        wanted.append(_WARNINGS[warning])
    found = db.session.scalar(
        select(func.count())
        .select_from(Variant)
        .join(Product, Product.id == Variant.product_id)
        .outerjoin(Level, Level.variant_id == Variant.id)
        .where(*wanted)
    )
    pages = max(1, -(-(found or 0) // PER_PAGE))
    rows = db.session.execute(
        _levels()
        .where(*wanted)
        .order_by(Product.name, Product.id, Variant.position, Variant.id)
        .limit(PER_PAGE)
        .offset(PER_PAGE * (min(page, pages) - 1))
    )
    return [_level(row) for row in rows], pages


def level(sku: str) -> LevelRow:
    """Refuses with `NotThere`."""
    row = db.session.execute(_levels().where(Variant.sku == sku)).first()
    if row is None:
        raise NotThere
    return _level(row)


def history(found: LevelRow) -> list[MovementRow]:
    """The newest movements, newest first."""
    rows = db.session.execute(
        select(Movement, Person.name)
        .join(Level, Level.id == Movement.level_id)
        .outerjoin(Person, Person.id == Movement.person_id)
        .where(Level.variant_id == found.variant_id)
        .order_by(Movement.id.desc())
        .limit(HISTORY)
    )
    movements, after = [], found.on_hand
    for movement, person in rows:
        movements.append(
            MovementRow(
                kind=movement.kind,
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


def newest_by_hand(variant_id: int) -> Movement | None:
    """The last movement that somebody booked; sales and reservations go on all the time."""
    return db.session.scalars(
        select(Movement)
        .join(Level, Level.id == Movement.level_id)
        .where(
            Level.variant_id == variant_id,
            Movement.kind.in_(("received", "packed", "correction")),
        )
        .order_by(Movement.id.desc())
        .limit(1)
    ).first()


def _levels() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Variant.id,
            Variant.sku,
            Product.name,
            Variant.size,
            Variant.grind,
            _on_hand.label("on_hand"),
            _reserved.label("reserved"),
        )
        .join(Product, Product.id == Variant.product_id)
        .outerjoin(Level, Level.variant_id == Variant.id)
    )


def _level(row: Row[*tuple[Any, ...]]) -> LevelRow:
    name = variant_name(row.size, row.grind)
    return LevelRow(row.id, row.sku, row.name, name, row.on_hand, row.reserved)


def _contains(word: str) -> ColumnElement[bool]:
    columns = (Product.name, Variant.sku, Variant.size)
    return or_(*(column.icontains(word, autoescape=True) for column in columns))


_WARNINGS: dict[str, ColumnElement[bool]] = {"knapp": _available < LOW, "leer": _available <= 0}
