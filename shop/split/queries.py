"""Published versions as pages show them, and what is for sale without one."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, ScalarSelect, Select, case, func, or_, select

from shop.catalogue.for_sale import drawn_from
from shop.catalogue.models import Product, Variant
from shop.clock import today
from shop.db import db
from shop.errors import NotThere
from shop.origin.models import Batch
from shop.origin.newest_split import newest_split_id
from shop.origin.proof_models import Split
from shop.origin.rules import last_day_to_sell
from shop.origin.split_document import Part, read_parts
from shop.stock.models import STOCKROOM, Level


@dataclass(frozen=True, slots=True)
class Version:
    """A published split."""

    id: int
    version: int
    slug: str
    product: str
    size: str
    #: Code of the batch; None for goods without one.
    batch: str | None
    price_cents: int
    parts: tuple[Part, ...]
    published_at: datetime


@dataclass(frozen=True, slots=True)
class Priced:
    """Something for sale, and its split. `sku` is one of its variants."""

    slug: str
    product: str
    size: str
    sku: str
    batch: str | None
    price_cents: int
    #: Of today's price; None: nobody can read where it goes.
    split_id: int | None


def split_versions(connection: Connection, split_id: int) -> tuple[Version, ...]:
    """All versions of what this one is about, newest first. Refuses with `NotThere`."""
    asked = Split.__table__.alias("asked")
    rows = connection.execute(
        _versions()
        .join(
            asked,
            (asked.c.product_id == Split.product_id)
            & (asked.c.size == Split.size)
            & asked.c.batch_id.is_not_distinct_from(Split.batch_id),
        )
        .where(asked.c.id == split_id)
        .order_by(Split.version.desc())
    ).all()
    if not rows:
        raise NotThere
    return tuple(_version(row) for row in rows)


def prices() -> list[Priced]:
    """What can be bought at this moment; first what has no split of today's price."""
    published = _published()
    # All grinds of a size, or it is not explained.
    of_all = case((func.count(published) == func.count(), func.max(published)))
    rows = db.session.execute(
        _on_sale()
        .with_only_columns(
            Product.slug,
            Product.name.label("product"),
            Variant.size,
            func.min(Variant.sku).label("sku"),
            Batch.code.label("batch"),
            func.min(Variant.price_cents).label("price_cents"),
            of_all.label("split_id"),
        )
        .group_by(Product.id, Product.slug, Product.name, Product.position, Variant.size)
        .group_by(Level.batch_id, Batch.code)
        .order_by(Product.position, Product.id, func.min(Variant.position), Batch.code)
    )
    found = [Priced(**row._mapping) for row in rows]
    return sorted(found, key=lambda one: one.split_id is not None)


def splits_missing() -> int:
    """How many prices that customers see are not explained: a task for the staff."""
    without = _on_sale().where(_published().is_(None))
    each = without.with_only_columns(Product.id, Variant.size, Level.batch_id).distinct()
    return db.session.scalar(select(func.count()).select_from(each.subquery())) or 0


def _versions() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Split.id,
            Split.version,
            Product.slug,
            Product.name.label("product"),
            Split.size,
            Batch.code.label("batch"),
            Split.price_cents,
            Split.parts,
            Split.published_at,
        )
        .join(Product, Product.id == Split.product_id)
        .outerjoin(Batch, Batch.id == Split.batch_id)
    )


def _version(row: Row[*tuple[Any, ...]]) -> Version:
    return Version(**{**row._mapping, "parts": read_parts(row.parts)})


def _published() -> ScalarSelect[int]:
    return newest_split_id(Product.id, Variant.size, Level.batch_id, Variant.price_cents)


def _on_sale() -> Select[*tuple[Any, ...]]:
    return (
        select(Product.id)
        .select_from(Level)
        .join(Variant, Level.variant_id == drawn_from())
        .join(Product, Product.id == Variant.product_id)
        .outerjoin(Batch, Batch.id == Level.batch_id)
        .where(Variant.on_sale, Product.state == "published", *_for_sale())
    )


def _for_sale() -> tuple[ColumnElement[bool], ...]:
    can_be_sold = Batch.blocked_at.is_(None) & (Batch.best_before >= last_day_to_sell(today()))
    return (
        Level.location_id == STOCKROOM,
        Level.on_hand > Level.reserved,
        or_(Level.batch_id.is_(None), can_be_sold),
    )
