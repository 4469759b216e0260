"""Stocktakes, and what is to be counted in one: never what the books expect."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import aliased

from shop.accounts.models import Person
from shop.catalogue.models import Product, Variant
from shop.catalogue.rules import variant_name
from shop.db import db
from shop.errors import NotThere
from shop.origin.models import Batch
from shop.stock.lies_there import LIES_THERE, sold_not_packed
from shop.stock.models import Level, Location
from shop.stocktake.models import Count, Stocktake

#: Ended ones on the first page.
NEWEST = 50
#: Rows of the list on a phone; whoever looks for more types a name.
MOST = 500


@dataclass(frozen=True, slots=True)
class StocktakeRow:
    id: int
    location_id: int
    location: str
    state: str
    begun_at: datetime
    begun_by: str
    ended_at: datetime | None
    ended_by: str
    #: Levels somebody counted.
    counted: int


@dataclass(frozen=True, slots=True)
class Goods:
    """Goods of one batch at one place, as their label says."""

    level_id: int
    sku: str
    #: „Filter Jaén, 250 g, ganze Bohne“
    name: str
    #: Empty for goods that come from no batch.
    code: str
    best_before: date | None


@dataclass(frozen=True, slots=True)
class ToCount:
    """A row of the list, and who counted it."""

    goods: Goods
    #: „counted“, „missing“, „left“; empty: nobody yet.
    how: str
    person: str
    counted_at: datetime | None
    recount: bool

    @property
    def is_done(self) -> bool:
        return bool(self.how) and not self.recount


def stocktakes(*, is_open: bool) -> Sequence[StocktakeRow]:
    """Newest first."""
    wanted = Stocktake.state == "open" if is_open else Stocktake.state != "open"
    query = _stocktakes().where(wanted).order_by(Stocktake.id.desc()).limit(NEWEST)
    return [StocktakeRow(*row) for row in db.session.execute(query)]


def stocktake(stocktake_id: int) -> StocktakeRow:
    """Refuses with `NotThere`."""
    row = db.session.execute(_stocktakes().where(Stocktake.id == stocktake_id)).first()
    if row is None:
        raise NotThere
    return StocktakeRow(*row)


def places() -> Sequence[Location]:
    """Open ones where nobody counts just now; the stockroom first."""
    is_counted = (
        select(Stocktake.id)
        .where(Stocktake.location_id == Location.id, Stocktake.state == "open")
        .exists()
    )
    return db.session.scalars(
        select(Location)
        .where(Location.open.is_(True), ~is_counted)
        .order_by(Location.id > 1, Location.name)
    ).all()


def to_count(
    stocktake_id: int, location_id: int, words: Sequence[str] = (), *, only_left: bool = False
) -> list[ToCount]:
    """What should lie there and what was found, in the order of the catalogue, batch by batch."""
    count = (Count.level_id == Level.id) & (Count.stocktake_id == stocktake_id)
    wanted: list[ColumnElement[bool]] = [_contains(word) for word in words]
    if only_left:
        wanted.append(Count.id.is_(None) | Count.recount.is_(True))
    rows = db.session.execute(
        goods_columns(Count.how, Person.name, Count.counted_at, Count.recount)
        .outerjoin(Count, count)
        .outerjoin(Person, Person.id == Count.person_id)
        .outerjoin(sold_not_packed, sold_not_packed.c.level_id == Level.id)
        .where(
            Level.location_id == location_id,
            Count.id.is_not(None) | LIES_THERE,
            *wanted,
        )
        .order_by(*IN_ORDER)
        .limit(MOST)
    )
    return [
        ToCount(goods_of(row), row[-4] or "", row[-3] or "", row[-2], bool(row[-1])) for row in rows
    ]


def how_many(stocktake_id: int, location_id: int) -> tuple[int, int]:
    """(counted or decided, all that is to be counted)."""
    count = (Count.level_id == Level.id) & (Count.stocktake_id == stocktake_id)
    done, whole = db.session.execute(
        select(
            func.count(Count.id).filter(Count.recount.is_(False)),
            func.count(),
        )
        .select_from(Level)
        .outerjoin(Count, count)
        .outerjoin(sold_not_packed, sold_not_packed.c.level_id == Level.id)
        .where(Level.location_id == location_id, Count.id.is_not(None) | LIES_THERE)
    ).one()
    return done, whole


def goods_columns(*more: Any) -> Select[*tuple[Any, ...]]:
    """A query of levels with what `goods_of` needs in front, then `more`."""
    return (
        select(
            Level.id,
            Variant.sku,
            Product.name,
            Variant.size,
            Variant.grind,
            Batch.code,
            Batch.best_before,
            *more,
        )
        .select_from(Level)
        .join(Variant, Variant.id == Level.variant_id)
        .join(Product, Product.id == Variant.product_id)
        .outerjoin(Batch, Batch.id == Level.batch_id)
    )


def goods_of(row: Any) -> Goods:
    level_id, sku, product, size, grind, code, best_before = row[:7]
    name = f"{product}, {variant_name(size, grind)}"
    return Goods(level_id, sku, name, code or "", best_before)


#: As the shelf stands: by product and size, what expires first in front.
IN_ORDER = (
    Product.position,
    Product.id,
    Variant.position,
    Variant.id,
    Batch.best_before,
    Batch.id,
)


def _contains(word: str) -> ColumnElement[bool]:
    columns = (Product.name, Variant.sku, Variant.size, Batch.code)
    return or_(*(column.icontains(word, autoescape=True) for column in columns))


def _stocktakes() -> Select[*tuple[Any, ...]]:
    begun, ended = aliased(Person), aliased(Person)
    counted = (
        select(func.count())
        .where(Count.stocktake_id == Stocktake.id, Count.how == "counted")
        .correlate(Stocktake)
        .scalar_subquery()
    )
    return (
        select(
            Stocktake.id,
            Stocktake.location_id,
            Location.name,
            Stocktake.state,
            Stocktake.begun_at,
            func.coalesce(begun.name, ""),
            Stocktake.ended_at,
            func.coalesce(ended.name, ""),
            counted,
        )
        .join(Location, Location.id == Stocktake.location_id)
        .outerjoin(begun, begun.id == Stocktake.begun_by)
        .outerjoin(ended, ended.id == Stocktake.ended_by)
    )
