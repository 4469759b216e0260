"""What the staff see of the stock, article by article."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, or_, select

from shop.catalogue.for_sale import now_bound, units_for_sale
from shop.catalogue.models import Product, Variant
from shop.catalogue.rules import variant_name
from shop.db import db
from shop.errors import NotThere
from shop.stock.models import Level

#: With fewer units free than this a variant is running out.
LOW = 6
PER_PAGE = 100

_available = units_for_sale()


@dataclass(frozen=True, slots=True)
class LevelRow:
    """One variant and its units of all batches."""

    variant_id: int
    sku: str
    product: str
    variant: str
    #: It is packed from a batch, not received.
    is_coffee: bool
    on_hand: int
    reserved: int
    #: What customers can buy: of no batch that is blocked or too old.
    available: int

    @property
    def held_back(self) -> int:
        """Neither promised to an order nor for sale."""
        return self.on_hand - self.reserved - self.available

    @property
    def is_out(self) -> bool:
        return self.available <= 0

    @property
    def is_low(self) -> bool:
        return self.available < LOW


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
        .where(*wanted),
        now_bound(),
    )
    pages = max(1, -(-(found or 0) // PER_PAGE))
    rows = db.session.execute(
        _levels()
        .where(*wanted)
        .order_by(Product.name, Product.id, Variant.position, Variant.id)
        .limit(PER_PAGE)
        .offset(PER_PAGE * (min(page, pages) - 1)),
        now_bound(),
    )
    return [_level(row) for row in rows], pages


def level(sku: str) -> LevelRow:
    """Refuses with `NotThere`."""
    row = db.session.execute(_levels().where(Variant.sku == sku), now_bound()).first()
    if row is None:
        raise NotThere
    return _level(row)


def _levels() -> Select[*tuple[Any, ...]]:
    return select(
        Variant.id,
        Variant.sku,
        Product.name,
        Variant.size,
        Variant.grind,
        Variant.coffee_grams,
        _sum_of(Level.on_hand).label("on_hand"),
        _sum_of(Level.reserved).label("reserved"),
        _available.label("available"),
    ).join(Product, Product.id == Variant.product_id)


def _sum_of(column: ColumnElement[int] | Any) -> ColumnElement[int]:
    return (
        select(func.coalesce(func.sum(column), 0))
        .where(Level.variant_id == Variant.id)
        .correlate(Variant)
        .scalar_subquery()
    )


def _level(row: Row[*tuple[Any, ...]]) -> LevelRow:
    return LevelRow(
        variant_id=row.id,
        sku=row.sku,
        product=row.name,
        variant=variant_name(row.size, row.grind),
        is_coffee=bool(row.coffee_grams),
        on_hand=int(row.on_hand),
        reserved=int(row.reserved),
        available=int(row.available),
    )


def _contains(word: str) -> ColumnElement[bool]:
    columns = (Product.name, Variant.sku, Variant.size)
    return or_(*(column.icontains(word, autoescape=True) for column in columns))


_WARNINGS: dict[str, ColumnElement[bool]] = {"knapp": _available < LOW, "leer": _available <= 0}
