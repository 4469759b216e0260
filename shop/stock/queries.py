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
from shop.stock.models import Level, Movement

#: With fewer units free than this a variant is running out.
LOW = 6
PER_PAGE = 100
HISTORY = 100

_on_hand = func.coalesce(Level.on_hand, 0)
_reserved = func.coalesce(Level.reserved, 0)
_available = _on_hand - _reserved


@dataclass(frozen=True, slots=True)
class Shelf:
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
class Step:
    """One movement of a variant, and what was on the shelf after it."""

    kind: str
    on_hand_change: int
    reserved_change: int
    on_hand_after: int
    reason: str
    person: str
    moved_at: datetime


def shelves(words: Sequence[str], warning: str, page: int) -> tuple[list[Shelf], int]:
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
        _shelves()
        .where(*wanted)
        .order_by(Product.name, Product.id, Variant.position, Variant.id)
        .limit(PER_PAGE)
        .offset(PER_PAGE * (min(page, pages) - 1))
    )
    return [_shelf(row) for row in rows], pages


def shelf(sku: str) -> Shelf | None:
    row = db.session.execute(_shelves().where(Variant.sku == sku)).first()
    return _shelf(row) if row else None


def history(found: Shelf) -> list[Step]:
    """The newest movements, newest first."""
    rows = db.session.execute(
        select(Movement, Person.name)
        .outerjoin(Person, Person.id == Movement.person_id)
        .where(Movement.variant_id == found.variant_id)
        .order_by(Movement.id.desc())
        .limit(HISTORY)
    )
    steps, after = [], found.on_hand
    for movement, person in rows:
        steps.append(
            Step(
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
    return steps


def newest_by_hand(variant_id: int) -> Movement | None:
    """The last movement that somebody booked; sales and reservations go on all the time."""
    return db.session.scalars(
        select(Movement)
        .where(Movement.variant_id == variant_id, Movement.kind.in_(("received", "correction")))
        .order_by(Movement.id.desc())
        .limit(1)
    ).first()


def _shelves() -> Select[*tuple[Any, ...]]:
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


def _shelf(row: Row[*tuple[Any, ...]]) -> Shelf:
    name = variant_name(row.size, row.grind)
    return Shelf(row.id, row.sku, row.name, name, row.on_hand, row.reserved)


def _contains(word: str) -> ColumnElement[bool]:
    columns = (Product.name, Variant.sku, Variant.size)
    return or_(*(column.icontains(word, autoescape=True) for column in columns))


_WARNINGS: dict[str, ColumnElement[bool]] = {"knapp": _available < LOW, "leer": _available <= 0}
