"""Where the price of the first coffee goes that says so, for the home page."""

from dataclasses import dataclass
from typing import cast

from sqlalchemy import Table, bindparam, select

from shop.catalogue.for_sale import drawn_from, levels, next_batch, now_bound, on_shelf
from shop.catalogue.models import Product, Variant
from shop.db import reading
from shop.origin.models import Batch
from shop.origin.newest_split import newest_split_id
from shop.origin.proof_models import Split
from shop.origin.published_split import PublishedSplit
from shop.origin.split_document import read_parts

product, variant, split, batch = (
    cast(Table, model.__table__) for model in (Product, Variant, Split, Batch)
)
#: Coffees further down the list are not looked at.
_FIRST = 4


@dataclass(frozen=True, slots=True)
class SplitOfProduct:
    slug: str
    name: str
    split: PublishedSplit


def first_split() -> SplitOfProduct | None:
    """Of the next bag of the first coffee in the catalogue of which it is published for today's
    price. One query."""
    with reading() as connection:
        row = connection.execute(_FIRST_SPLIT, {"most": _FIRST} | now_bound()).first()
    if row is None:
        return None
    published = PublishedSplit(
        id=row.id,
        size=row.size,
        price_cents=row.price_cents,
        parts=read_parts(row.parts),
        version=row.version,
        published_at=row.published_at,
        batch=row.code,
    )
    return SplitOfProduct(row.slug, row.name, published)


_first = (
    select(product.c.id)
    .where(product.c.state == "published", product.c.kind == "coffee")
    .order_by(product.c.position, product.c.id)
    .limit(bindparam("most"))
    .subquery()
)
_offered = variant.alias("offered")
_shelf = on_shelf(
    _first.join(_offered, _offered.c.product_id == _first.c.id).join(
        levels, levels.c.variant_id == drawn_from(_offered)
    ),
    _offered.c.id,
    _offered.c.on_sale.is_(True),
)
_FIRST_SPLIT = (
    select(
        product.c.slug,
        product.c.name,
        split.c.id,
        split.c.size,
        split.c.price_cents,
        split.c.parts,
        split.c.version,
        split.c.published_at,
        batch.c.code,
    )
    .select_from(
        _shelf.join(variant, variant.c.id == _shelf.c.by)
        .join(product, product.c.id == variant.c.product_id)
        .join(
            split,
            split.c.id
            == newest_split_id(
                product.c.id, variant.c.size, next_batch(_shelf), variant.c.price_cents
            ),
        )
        .join(batch, batch.c.id == split.c.batch_id)
    )
    .order_by(product.c.position, product.c.id, variant.c.position, variant.c.id)
    .limit(1)
)
