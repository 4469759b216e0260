"""What one needs to know to fill bags from a batch."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, select

from shop.catalogue.models import Product, Variant
from shop.catalogue.rules import variant_name
from shop.clock import today
from shop.db import db
from shop.errors import NotThere
from shop.origin.models import Batch
from shop.origin.rules import last_day_to_sell
from shop.stock.coffee_of import coffee_of
from shop.stock.rules import Misfit, Promise, misfit


@dataclass(frozen=True, slots=True)
class BatchToPack:
    id: int
    code: str
    best_before: date
    #: Neither packed nor written off.
    left_grams: int
    blocked_because: str
    is_blocked: bool
    #: What is packed from it now is not sold any more.
    is_too_old: bool


@dataclass(frozen=True, slots=True)
class Packable:
    variant_id: int
    #: „Filter Jaén, 250 g, ganze Bohne“
    name: str
    sku: str
    coffee_grams: int


@dataclass(frozen=True, slots=True)
class Offered:
    """What has coffee in it and is or will be in the catalogue, in its order."""

    fitting: tuple[Packable, ...]
    #: Names of products, each once, by why the batch is not for them.
    others: dict[Misfit, tuple[str, ...]]


def batch_to_pack(code: str) -> BatchToPack:
    """Refuses with `NotThere`."""
    batch = db.session.scalars(select(Batch).where(Batch.code == code)).first()
    if batch is None:
        raise NotThere
    return BatchToPack(
        id=batch.id,
        code=batch.code,
        best_before=batch.best_before,
        left_grams=batch.made_grams - batch.packed_grams - batch.written_off_grams,
        blocked_because=batch.blocked_because,
        is_blocked=batch.blocked_at is not None,
        is_too_old=batch.best_before < last_day_to_sell(today()),
    )


def packables(batch_id: int) -> Offered:
    """What may be packed from the batch, and why anything else may not."""
    coffee = coffee_of(batch_id)
    fitting: list[Packable] = []
    others: dict[Misfit, dict[str, None]] = {}
    for row in _with_coffee():
        if why := misfit(Promise(row.kind, row.decaf, row.provinces), coffee):
            others.setdefault(why, {})[row.name] = None
        else:
            name = f"{row.name}, {variant_name(row.size, row.grind)}"
            fitting.append(Packable(row.id, name, row.sku, row.coffee_grams))
    return Offered(tuple(fitting), {why: tuple(names) for why, names in others.items()})


def _with_coffee() -> Sequence[Row[*tuple[Any, ...]]]:
    return db.session.execute(
        select(
            *(Variant.id, Variant.size, Variant.grind, Variant.sku, Variant.coffee_grams),
            *(Product.name, Product.kind, Product.decaf, Product.provinces),
        )
        .join(Product, Product.id == Variant.product_id)
        .where(
            Product.state != "retired",
            Variant.coffee_grams > 0,
            # Ground to order: its beans are packed.
            Variant.ground_from_id.is_(None),
        )
        .order_by(Product.position, Product.id, Variant.position, Variant.id)
    ).all()
