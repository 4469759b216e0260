"""Where goods lie, and what lies there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import BigInteger, ColumnElement, cast, func, literal_column, or_, select

from shop.catalogue.models import Product, Variant
from shop.catalogue.rules import variant_name
from shop.clock import today
from shop.db import db
from shop.errors import NotThere
from shop.origin.models import Batch
from shop.origin.rules import last_day_to_sell
from shop.stock.lies_there import sold_not_packed
from shop.stock.models import STOCKROOM, Level, Location


@dataclass(frozen=True, slots=True)
class LocationRow:
    """A location with the sums of what is on hand there; sold bags belong to somebody else."""

    id: int
    kind: str
    name: str
    note: str
    open: bool
    units: int
    coffee_grams: int
    #: At today's price in the shop.
    worth_cents: int


@dataclass(frozen=True, slots=True)
class Lying:
    """Units of one variant from one batch at one location."""

    level_id: int
    variant_id: int
    sku: str
    #: „Filter Jaén, 250 g, ganze Bohne“
    name: str
    location_id: int
    location: str
    #: Empty for goods of no batch.
    code: str
    best_before: date | None
    is_blocked: bool
    #: Nobody could drink it in time: not sold any more.
    is_too_old: bool
    on_hand: int
    reserved: int
    #: Sold, and still here until somebody packs it.
    waiting: int

    @property
    def free(self) -> int:
        """Can be moved, written off or sold."""
        return self.on_hand - self.reserved

    @property
    def is_good(self) -> bool:
        return not (self.is_blocked or self.is_too_old)


def locations() -> list[LocationRow]:
    """The stockroom, then the others by name; closed ones last. One query."""
    # What a whole shop is worth can be more than a plain integer holds.
    units = cast(Level.on_hand, BigInteger)
    sums = (
        select(
            Level.location_id,
            func.sum(Level.on_hand).label("units"),
            func.sum(units * Variant.coffee_grams).label("grams"),
            func.sum(units * Variant.price_cents).label("cents"),
        )
        .join(Variant, Variant.id == Level.variant_id)
        .where(_THERE)
        .group_by(Level.location_id)
        .subquery()
    )
    rows = db.session.execute(
        select(Location, sums.c.units, sums.c.grams, sums.c.cents)
        .outerjoin(sums, sums.c.location_id == Location.id)
        .order_by(Location.open.desc(), Location.id != STOCKROOM, func.lower(Location.name))
    )
    return [
        LocationRow(
            *(one.id, one.kind, one.name, one.note, one.open),
            *(int(units or 0), int(grams or 0), int(cents or 0)),
        )
        for one, units, grams, cents in rows
    ]


def location(location_id: int) -> Location:
    """Refuses with `NotThere`."""
    found = db.session.get(Location, location_id)
    if found is None:
        raise NotThere
    return found


def lying_at(location_id: int, *, limit: int | None = None, offset: int = 0) -> list[Lying]:
    """What is there, first expiring first; goods of no batch last."""
    return lying(
        Level.location_id == location_id,
        or_(_THERE, sold_not_packed.c.units.is_not(None)),
        limit=limit,
        offset=offset,
    )


def lying(*chosen: ColumnElement[bool], limit: int | None = None, offset: int = 0) -> list[Lying]:
    """Levels as they lie, what expires first before the others."""
    rows = db.session.execute(
        select(
            Level.id,
            Level.variant_id,
            Level.location_id,
            Level.on_hand,
            Level.reserved,
            Variant.sku,
            Variant.size,
            Variant.grind,
            Product.name,
            Location.name.label("location"),
            Batch.code,
            Batch.best_before,
            Batch.blocked_at,
            _WAITING.label("waiting"),
        )
        .join(Variant, Variant.id == Level.variant_id)
        .join(Product, Product.id == Variant.product_id)
        .join(Location, Location.id == Level.location_id)
        .outerjoin(Batch, Batch.id == Level.batch_id)
        .outerjoin(sold_not_packed, sold_not_packed.c.level_id == Level.id)
        .where(*chosen)
        .order_by(
            Batch.best_before.is_(None),
            Batch.best_before,
            Batch.id,
            Product.name,
            Variant.position,
            Level.location_id,
            Level.id,
        )
        .limit(limit)
        .offset(offset)
    )
    first_day = last_day_to_sell(today())
    return [
        Lying(
            level_id=row.id,
            variant_id=row.variant_id,
            sku=row.sku,
            name=f"{row.name}, {variant_name(row.size, row.grind)}",
            location_id=row.location_id,
            location=row.location,
            code=row.code or "",
            best_before=row.best_before,
            is_blocked=row.blocked_at is not None,
            is_too_old=row.best_before is not None and row.best_before < first_day,
            on_hand=row.on_hand,
            reserved=row.reserved,
            waiting=int(row.waiting),
        )
        for row in rows
    ]


def lying_level(level_id: int) -> Lying:
    """Refuses with `NotThere`."""
    found: Sequence[Lying] = lying(Level.id == level_id)
    if not found:
        raise NotThere
    return found[0]


_THERE = Level.on_hand > literal_column("0")
_WAITING = func.coalesce(sold_not_packed.c.units, literal_column("0"))
