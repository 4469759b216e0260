"""The batches as the staff look through them, with what was filled from them.

Stock and catalogue stand above this package, so their models cannot be imported here; the columns
read of them are named here, and only read.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, column, false, func, select, table, true

from shop.db import db
from shop.origin.batch_queries import IS_HERE, LEFT
from shop.origin.models import Batch, BatchSource, GreenLot

PER_PAGE = 25
_levels = table("stock_levels", column("variant_id"), column("batch_id"), column("on_hand"))
_variants = table("variants", column("id"), column("product_id"))
_products = table("products", column("id"), column("name"))
_bags: ColumnElement[int] = (
    select(func.coalesce(func.sum(_levels.c.on_hand), 0))
    .where(_levels.c.batch_id == Batch.id)
    .scalar_subquery()
)


@dataclass(frozen=True, slots=True)
class ListedBatch:
    """A batch, what is left of it, what it was filled into, and the green coffee in it."""

    batch: Batch
    left_grams: int
    bags: int
    products: tuple[str, ...]
    green_lots: tuple[str, ...]


def batches(
    page: int, *, typed: str = "", all_of_them: bool = False
) -> tuple[list[ListedBatch], int, int]:
    """One page of `ListedBatch`, the newest first; its number, and how many there are.

    Those of which something is loose or on the shelf, unless `all_of_them`; with a part of a code
    `typed`, those that have it, here or gone.
    """
    which = _which(typed, all_of_them)
    found = db.session.scalar(select(func.count()).select_from(Batch).where(which)) or 0
    pages = max(1, -(-found // PER_PAGE))
    page = min(page, pages)
    rows = db.session.execute(
        select(Batch, LEFT, _bags)
        .where(which)
        .order_by(Batch.made_on.desc(), Batch.id.desc())
        .limit(PER_PAGE)
        .offset(PER_PAGE * (page - 1))
    ).all()
    ids = [batch.id for batch, _left, _on_shelf in rows]
    products, lots = _products_of(ids), _lots_of(ids)
    listed = [
        ListedBatch(batch, left, int(bags), tuple(products[batch.id]), tuple(lots[batch.id]))
        for batch, left, bags in rows
    ]
    return listed, page, pages


def _which(typed: str, all_of_them: bool) -> ColumnElement[bool]:
    if typed:
        # Nothing else stands in a code (`rules.is_code`).
        is_part = re.fullmatch(r"[A-Za-z0-9-]{1,20}", typed)
        return Batch.code.icontains(typed) if is_part else false()
    return true() if all_of_them else IS_HERE


def _products_of(batch_ids: Sequence[int]) -> dict[int, list[str]]:
    """Names of what was ever filled from each."""
    return _by_batch(
        select(_levels.c.batch_id, _products.c.name)
        .join_from(_levels, _variants, _variants.c.id == _levels.c.variant_id)
        .join(_products, _products.c.id == _variants.c.product_id)
        .where(_levels.c.batch_id.in_(batch_ids))
        .distinct()
        .order_by(_products.c.name)
    )


def _lots_of(batch_ids: Sequence[int]) -> dict[int, list[str]]:
    return _by_batch(
        select(BatchSource.batch_id, GreenLot.code)
        .join(GreenLot, GreenLot.id == BatchSource.green_lot_id)
        .where(BatchSource.batch_id.in_(batch_ids))
        .order_by(GreenLot.code)
    )


def _by_batch(statement: Any) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for batch_id, words in db.session.execute(statement):
        found[batch_id].append(words)
    return found
