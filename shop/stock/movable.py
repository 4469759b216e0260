"""What can be brought from one location to another, a page at a time."""

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, false, literal_column, or_

from shop.catalogue.models import Product, Variant
from shop.catalogue.rules import GRINDS
from shop.origin.models import Batch
from shop.stock.locations import Lying, lying
from shop.stock.models import Level

#: A number is typed into each row; nobody carries more sorts at once.
PER_PAGE = 50


def movable(location_id: int, words: Sequence[str], page: int) -> tuple[list[Lying], bool]:
    """One page of what is free there and contains all words, and whether there is another one."""
    rows = lying(
        *_free_at(location_id),
        *(_contains(word) for word in words),
        limit=PER_PAGE + 1,
        offset=PER_PAGE * (page - 1),
    )
    return rows[:PER_PAGE], len(rows) > PER_PAGE


def movable_levels(location_id: int, level_ids: Collection[int]) -> list[Lying]:
    """Those of these levels of which something is free there."""
    return lying(*_free_at(location_id), Level.id.in_(sorted(level_ids)))


def _free_at(location_id: int) -> tuple[ColumnElement[bool], ...]:
    there = Level.on_hand > literal_column("0")
    return Level.location_id == location_id, there, Level.on_hand > Level.reserved


def _contains(word: str) -> ColumnElement[bool]:
    columns = (Product.name, Variant.size, Variant.sku, Batch.code)
    grinds = [key for key, named in GRINDS.items() if word.lower() in named.lower()]
    return or_(
        *(column.icontains(word, autoescape=True) for column in columns),
        Variant.grind.in_(grinds) if grinds else false(),
    )
