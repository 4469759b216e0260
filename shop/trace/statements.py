"""The two statements behind the page of a batch: where its coffee came from, where it went.

Rows of plain tables, for the reason given in catalogue/statements.py.
"""

from typing import Any, cast

from sqlalchemy import (
    ColumnElement,
    Date,
    Integer,
    Select,
    String,
    Table,
    and_,
    bindparam,
    case,
    func,
    literal,
    null,
    select,
    union_all,
)
from sqlalchemy import cast as as_type

from shop.catalogue.for_sale import origin_revision
from shop.catalogue.models import Product, Variant
from shop.db import Utc
from shop.origin.models import (
    Batch,
    BatchPart,
    BatchSource,
    Cooperative,
    FactSource,
    GreenLot,
    GreenShare,
)
from shop.origin.newest_split import newest_split
from shop.origin.proof_models import Split
from shop.stock.models import Level, Movement

batch, source, lot, share, cooperative, fact, parts, split = (
    cast(Table, model.__table__)
    for model in (
        Batch,
        BatchSource,
        GreenLot,
        GreenShare,
        Cooperative,
        FactSource,
        BatchPart,
        Split,
    )
)
product, variant, level, movement = (
    cast(Table, model.__table__) for model in (Product, Variant, Level, Movement)
)

# A code is letters, digits and hyphens (origin/rules.py, `is_code`).
_KEY = func.upper(func.replace(batch.c.code, "-", ""))
_exact = func.max(case((batch.c.code == bindparam("typed"), batch.c.id)))
#: The one batch of this code; else the only one whose code has this key; else null.
BATCH_ID = (
    select(func.coalesce(_exact, case((func.count() == 1, func.min(batch.c.id)))))
    .where((bindparam("key") == _KEY) | (batch.c.code == bindparam("typed")))
    .scalar_subquery()
)


def _all(of: Table, before: str) -> list[ColumnElement[Any]]:
    return [column.label(before + column.name) for column in of.c]


#: The batch with each of its green lots, each with its cooperatives, each with its facts.
#: Binds `typed` and `key`.
CAME_FROM: Select[*tuple[Any, ...]] = (
    select(
        origin_revision.label("revision"),
        *_all(batch, "batch_"),
        source.c.green_grams,
        *_all(lot, "lot_"),
        share.c.share_bp,
        share.c.source.label("share_source"),
        share.c.stated_on.label("share_stated_on"),
        *_all(cooperative, "coop_"),
        fact.c.fact,
        fact.c.source.label("fact_source"),
        fact.c.url.label("fact_url"),
        fact.c.stated_on.label("fact_stated_on"),
    )
    .select_from(
        batch.outerjoin(source, source.c.batch_id == batch.c.id)
        .outerjoin(lot, lot.c.id == source.c.green_lot_id)
        .outerjoin(share, share.c.green_lot_id == lot.c.id)
        .outerjoin(cooperative, cooperative.c.id == share.c.cooperative_id)
        .outerjoin(fact, fact.c.cooperative_id == cooperative.c.id)
    )
    .where(batch.c.id == BATCH_ID)
    .order_by(
        source.c.green_grams.desc(),
        lot.c.id,
        share.c.share_bp.desc(),
        cooperative.c.id,
        fact.c.fact,
    )
)

#: Columns of WENT_TO, which holds rows of several kinds.
_COLUMNS: dict[str, Any] = {
    "id": Integer(),
    "code": String(80),
    "name": String(120),
    "state": String(10),
    "size": String(40),
    "grind": String(10),
    "sku": String(40),
    "gtin": String(14),
    "position": Integer(),
    "unit_grams": Integer(),
    "place": Integer(),
    "price_cents": Integer(),
    "grams": Integer(),
    "parts": String(),
    "split_id": Integer(),
    "version": Integer(),
    "made_on": Date(),
    "published_at": Utc(),
}


def _rows(what: str, **given: ColumnElement[Any]) -> Select[*tuple[Any, ...]]:
    columns = (
        given.get(name, as_type(null(), kind)).label(name) for name, kind in _COLUMNS.items()
    )
    return select(literal(what, String(10)).label("what"), *columns)


_of_batch = bindparam("batch_id", type_=Integer)
_packed = func.sum(movement.c.on_hand_change)
_bags = (
    _rows(
        "bag",
        id=product.c.id,
        code=product.c.slug,
        name=product.c.name,
        state=product.c.state,
        size=variant.c.size,
        grind=variant.c.grind,
        sku=variant.c.sku,
        gtin=variant.c.gtin,
        position=product.c.position,
        unit_grams=variant.c.coffee_grams,
        place=variant.c.position,
        price_cents=variant.c.price_cents,
        grams=_packed * variant.c.coffee_grams,
        parts=newest_split(product.c.id, variant.c.size, level.c.batch_id, variant.c.price_cents),
    )
    .select_from(
        level.join(movement, and_(movement.c.level_id == level.c.id, movement.c.kind == "packed"))
        .join(variant, variant.c.id == level.c.variant_id)
        .join(product, product.c.id == variant.c.product_id)
    )
    .where(level.c.batch_id == _of_batch)
    .group_by(level.c.id, variant.c.id, product.c.id)
)
_published = (
    _rows(
        "split",
        id=product.c.id,
        code=product.c.slug,
        name=product.c.name,
        size=split.c.size,
        price_cents=split.c.price_cents,
        split_id=split.c.id,
        version=split.c.version,
        published_at=split.c.published_at,
    )
    .select_from(split.join(product, product.c.id == split.c.product_id))
    .where(split.c.batch_id == _of_batch)
)


def _related(what: str, this: ColumnElement[int], other: ColumnElement[int]) -> Select[Any]:
    return (
        _rows(
            what,
            id=batch.c.id,
            code=batch.c.code,
            name=batch.c.roaster,
            grams=parts.c.grams,
            made_on=batch.c.made_on,
        )
        .select_from(parts.join(batch, batch.c.id == other))
        .where(this == _of_batch)
    )


#: Bags („bag“), splits of every version („split“), batches in this one („part“), and batches this
#: one is in („set“). Binds `batch_id`.
WENT_TO = union_all(
    _bags,
    _published,
    _related("part", parts.c.batch_id, parts.c.part_id),
    _related("set", parts.c.part_id, parts.c.batch_id),
)
