"""What one needs to know to fill bags from a batch."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from shop.catalogue.models import Product, Variant
from shop.catalogue.rules import variant_name
from shop.clock import today
from shop.db import db
from shop.errors import NotThere
from shop.origin.models import Batch
from shop.origin.rules import last_day_to_sell


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


def packables() -> Sequence[Packable]:
    """What has coffee in it and is or will be in the catalogue, in its order."""
    rows = db.session.execute(
        select(
            Variant.id, Product.name, Variant.size, Variant.grind, Variant.sku, Variant.coffee_grams
        )
        .join(Product, Product.id == Variant.product_id)
        .where(Product.state != "retired", Variant.coffee_grams > 0)
        .order_by(Product.position, Product.id, Variant.position, Variant.id)
    )
    return [
        Packable(id, f"{name}, {variant_name(size, grind)}", sku, grams)
        for id, name, size, grind, sku, grams in rows
    ]
