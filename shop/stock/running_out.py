"""What runs out, product by product: one line for all sizes and grinds together."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Row, func, or_, select

from shop.catalogue.for_sale import now_bound, units_for_sale
from shop.catalogue.models import Product, Variant
from shop.catalogue.rules import variant_name
from shop.clock import today
from shop.db import db
from shop.ledger.models import Entry
from shop.origin.batch_queries import LEFT
from shop.origin.models import Batch
from shop.origin.rules import last_day_to_sell
from shop.stock.models import Level

#: Over so many days it is counted how fast a product sells.
DAYS = 28


@dataclass(frozen=True, slots=True)
class OfVariant:
    sku: str
    #: „250 g, ganze Bohne“
    name: str
    units: int
    is_ground: bool


@dataclass(frozen=True, slots=True)
class Running:
    """A product below its reorder point. Amounts are grams of roasted coffee where
    `is_coffee`, else units."""

    product_id: int
    slug: str
    name: str
    is_coffee: bool
    for_sale: int
    reorder: int
    #: In the last 28 days, less what came back.
    sold: int
    #: Grams in batches it was packed from before, and their codes, the first expiring first.
    loose_grams: int
    batches: tuple[str, ...]
    variants: tuple[OfVariant, ...]

    @property
    def reach(self) -> int | None:
        """Days until nothing is left, if it sells on like that; None where nothing was sold."""
        return self.for_sale * DAYS // self.sold if self.sold > 0 else None


class _Low(NamedTuple):
    #: A row for each variant on sale.
    variants: list[Row[*tuple[Any, ...]]]
    in_grams: bool
    there: int
    reorder: int


def running_out() -> list[Running]:
    """Products with less for sale than their reorder point, the least reach first.

    What nobody set a reorder point for is not told of. Four queries, whatever there is.
    """
    low = _low(_WATCHED)
    sold = _sold(list(low))
    loose = _loose(list(low))
    found = [
        Running(
            *(first.id, first.slug, first.name, in_grams, there, reorder),
            sold=sold.get(product_id, (0, 0))[0 if in_grams else 1],
            loose_grams=sum(grams for _code, grams in loose.get(product_id, ())),
            batches=tuple(code for code, _grams in loose.get(product_id, ())),
            variants=tuple(
                OfVariant(
                    row.sku,
                    variant_name(row.size, row.grind),
                    row.units,
                    row.ground_from_id is not None,
                )
                for row in (first, *others)
            ),
        )
        for product_id, ((first, *others), in_grams, there, reorder) in low.items()
    ]
    return sorted(found, key=lambda one: (-1 if one.reach is None else one.reach, one.name))


def which_run_out(product_ids: Iterable[int] | None = None) -> frozenset[int]:
    """Those of these products, or of all, that `running_out` tells of. One query."""
    if product_ids is None:
        return frozenset(_low(_WATCHED))
    return frozenset(_low(_WATCHED & Product.id.in_(sorted(set(product_ids)))))


def _low(chosen: ColumnElement[bool]) -> dict[int, _Low]:
    """Product id → what is on sale of it, if that is less than its reorder point."""
    rows = db.session.execute(
        select(
            Product.id,
            Product.slug,
            Product.name,
            Product.reorder_grams,
            Product.reorder_units,
            Variant.sku,
            Variant.size,
            Variant.grind,
            Variant.coffee_grams,
            Variant.ground_from_id,
            units_for_sale().label("units"),
        )
        .join(Variant, Variant.product_id == Product.id)
        .where(Product.state == "published", Variant.on_sale.is_(True), chosen)
        .order_by(Product.id, Variant.position, Variant.id),
        now_bound(),
    ).all()
    groups = defaultdict(list)
    for row in rows:
        groups[row.id].append(row)
    low = {}
    for product_id, same in groups.items():
        first = same[0]
        in_grams = first.reorder_grams is not None
        of = [row for row in same if row.ground_from_id is None]
        there = sum(row.units * (row.coffee_grams if in_grams else 1) for row in of)
        reorder = first.reorder_grams if in_grams else first.reorder_units
        if there < (reorder or 0):
            low[product_id] = _Low(same, in_grams, there, reorder or 0)
    return low


def _sold(product_ids: list[int]) -> dict[int, tuple[int, int]]:
    """Product id → (grams of coffee, units) of the last 28 days."""
    if not product_ids:
        return {}
    rows = db.session.execute(
        select(Variant.product_id, func.sum(Entry.coffee_grams), func.sum(Entry.units))
        .join(Variant, Variant.sku == Entry.sku)
        .where(
            Entry.business_date > today() - timedelta(days=DAYS),
            Variant.product_id.in_(product_ids),
        )
        .group_by(Variant.product_id)
    )
    return {id: (int(grams), int(units)) for id, grams, units in rows}


def _loose(product_ids: list[int]) -> dict[int, list[tuple[str, int]]]:
    """Product id → (code, grams) of batches with coffee left that it was packed from before."""
    if not product_ids:
        return {}
    rows = db.session.execute(
        select(Variant.product_id, Batch.code, LEFT, Batch.best_before, Batch.id)
        .join(Level, Level.batch_id == Batch.id)
        .join(Variant, Variant.id == Level.variant_id)
        .where(
            LEFT > 0,
            Batch.blocked_at.is_(None),
            Batch.best_before >= last_day_to_sell(today()),
            Variant.product_id.in_(product_ids),
        )
        .distinct()
        .order_by(Batch.best_before, Batch.id)
    )
    found: dict[int, list[tuple[str, int]]] = {}
    for product_id, code, grams, *_order in rows:
        found.setdefault(product_id, []).append((code, int(grams)))
    return found


_WATCHED: ColumnElement[bool] = or_(
    Product.reorder_grams.is_not(None), Product.reorder_units.is_not(None)
)
