"""What the staff see of the stock, article by article."""

from collections.abc import Container, Sequence
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import ColumnElement, Row, Select, Table, case, func, literal_column, or_, select

from shop.catalogue.for_sale import drawn_from, now_bound, on_shelf
from shop.catalogue.for_sale import levels as shelf_levels
from shop.catalogue.models import Product, Variant
from shop.catalogue.rules import variant_name
from shop.db import db
from shop.errors import NotThere
from shop.stock.lies_there import sold_not_packed
from shop.stock.models import STOCKROOM, Level
from shop.stock.running_out import which_run_out

PER_PAGE = 100


@dataclass(frozen=True, slots=True)
class LevelRow:
    """One variant and its units of all batches at all locations."""

    variant_id: int
    sku: str
    product: str
    slug: str
    variant: str
    #: It is packed from a batch, not received.
    is_coffee: bool
    #: SKU of the beans it is ground from when somebody orders it; it lies nowhere then.
    ground_from: str
    on_hand: int
    reserved: int
    #: Of those on hand, what is at other places than the stockroom.
    elsewhere: int
    #: Sold, and on the shelf until somebody packs it.
    waiting: int
    #: What customers can buy: of no batch that is blocked or too old.
    available: int
    #: `running_out` tells of its product. Not said of what lies nowhere.
    is_low: bool

    @property
    def held_back(self) -> int:
        """Neither promised to an order nor for sale, though it is in the stockroom."""
        if self.ground_from:
            return 0
        return self.on_hand - self.elsewhere - self.reserved - self.available

    @property
    def lies_there(self) -> int:
        """What somebody would count on all shelves."""
        return self.on_hand + self.waiting

    @property
    def is_out(self) -> bool:
        return self.available <= 0


def levels(words: Sequence[str], warning: str, page: int) -> tuple[list[LevelRow], int]:
    """One page of the variants that contain all words, and how many pages there are.

    `warning` is „knapp“ or „leer“, or empty for all of them. Three queries or four, each with one
    pass over what is there.
    """
    wanted = [_contains(word) for word in words]
    counted = select(func.count()).select_from(Variant).join(Product)
    if warning == "knapp":
        wanted += [Variant.product_id.in_(which_run_out()), Variant.ground_from_id.is_(None)]
    elif warning == "leer":
        wanted.append(func.coalesce(_available, _ZERO) <= 0)
        counted = counted.outerjoin(_for_sale, _for_sale.c.by == Variant.id)
    found = db.session.scalar(counted.where(*wanted), now_bound())
    pages = max(1, -(-(found or 0) // PER_PAGE))
    rows = db.session.execute(
        _levels()
        .where(*wanted)
        .order_by(Product.name, Product.id, Variant.position, Variant.id)
        .limit(PER_PAGE)
        .offset(PER_PAGE * (min(page, pages) - 1)),
        now_bound(),
    ).all()
    low = which_run_out(row.product_id for row in rows)
    return [_level(row, low) for row in rows], pages


def level(sku: str) -> LevelRow:
    """Refuses with `NotThere`."""
    row = db.session.execute(_levels().where(Variant.sku == sku), now_bound()).first()
    if row is None:
        raise NotThere
    return _level(row, which_run_out([row.product_id]))


def _levels() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Variant.id,
            Variant.product_id,
            Variant.sku,
            Product.name,
            Product.slug,
            Variant.size,
            Variant.grind,
            Variant.coffee_grams,
            _beans.c.sku.label("ground_from"),
            *(
                func.coalesce(column, _ZERO).label(column.name)
                for column in (
                    *(_sums.c.on_hand, _sums.c.reserved, _sums.c.elsewhere),
                    *(_waiting.c.waiting, _available),
                )
            ),
        )
        .join(Product, Product.id == Variant.product_id)
        .outerjoin(_beans, _beans.c.id == Variant.ground_from_id)
        .outerjoin(_sums, _sums.c.variant_id == Variant.id)
        .outerjoin(_waiting, _waiting.c.variant_id == Variant.id)
        .outerjoin(_for_sale, _for_sale.c.by == Variant.id)
    )


def _level(row: Row[*tuple[Any, ...]], low: Container[int]) -> LevelRow:
    return LevelRow(
        variant_id=row.id,
        sku=row.sku,
        product=row.name,
        slug=row.slug,
        variant=variant_name(row.size, row.grind),
        is_coffee=bool(row.coffee_grams),
        ground_from=row.ground_from or "",
        on_hand=int(row.on_hand),
        reserved=int(row.reserved),
        elsewhere=int(row.elsewhere),
        waiting=int(row.waiting),
        available=int(row.units),
        is_low=not row.ground_from and row.product_id in low,
    )


def _contains(word: str) -> ColumnElement[bool]:
    columns = (Product.name, Variant.sku, Variant.size)
    return or_(*(column.icontains(word, autoescape=True) for column in columns))


_ZERO: ColumnElement[int] = literal_column("0")
_beans = cast(Table, Variant.__table__).alias("beans")
_sums = (
    select(
        Level.variant_id,
        func.sum(Level.on_hand).label("on_hand"),
        func.sum(Level.reserved).label("reserved"),
        func.sum(case((Level.location_id == STOCKROOM, 0), else_=Level.on_hand)).label("elsewhere"),
    )
    .where(Level.on_hand > _ZERO)
    .group_by(Level.variant_id)
    .subquery()
)
_waiting = (
    select(Level.variant_id, func.sum(sold_not_packed.c.units).label("waiting"))
    .join(sold_not_packed, sold_not_packed.c.level_id == Level.id)
    .group_by(Level.variant_id)
    .subquery()
)
_offered = cast(Table, Variant.__table__).alias("offered")
_for_sale = on_shelf(
    _offered.join(shelf_levels, shelf_levels.c.variant_id == drawn_from(_offered)),
    _offered.c.id,
)
_available = _for_sale.c.units
