"""The three statements behind the page about the region."""

from typing import Any, cast

from sqlalchemy import Date, Select, Table, bindparam, extract, func, select

from shop.catalogue.for_sale import drawn_from
from shop.catalogue.models import Product, Variant
from shop.origin.models import (
    Batch,
    BatchSource,
    Cooperative,
    FactSource,
    GreenLot,
    GreenShare,
)
from shop.stock.models import STOCKROOM, Level

batch, source, cooperative, fact, lot, share, product, variant, level = (
    cast(Table, model.__table__)
    for model in (
        *(Batch, BatchSource, Cooperative, FactSource, GreenLot, GreenShare),
        *(Product, Variant, Level),
    )
)

#: Whoever sold us a lot, with each fact that has a source.
PARTNERS: Select[*tuple[Any, ...]] = (
    select(
        *cooperative.c,
        fact.c.fact,
        fact.c.source,
        fact.c.url,
        fact.c.stated_on,
    )
    .select_from(cooperative.outerjoin(fact, fact.c.cooperative_id == cooperative.c.id))
    .where(cooperative.c.id.in_(select(share.c.cooperative_id)))
    .order_by(cooperative.c.name, cooperative.c.id, fact.c.fact)
)

# Counted as in year.py.
_made_in = (extract("year", batch.c.made_on) * 12 + extract("month", batch.c.made_on) - 1).label(
    "made_in"
)
#: Each lot with each cooperative in it, and with each month it was roasted in.
LOTS: Select[*tuple[Any, ...]] = (
    select(
        share.c.cooperative_id,
        lot.c.id,
        lot.c.code,
        lot.c.harvested_from,
        lot.c.harvested_until,
        lot.c.contracted_on,
        lot.c.arrived_on,
        _made_in,
    )
    .select_from(
        lot.join(share, share.c.green_lot_id == lot.c.id)
        .outerjoin(source, source.c.green_lot_id == lot.c.id)
        .outerjoin(batch, (batch.c.id == source.c.batch_id) & (batch.c.kind == "roast"))
    )
    .group_by(share.c.cooperative_id, lot.c.id, _made_in)
    .order_by(lot.c.code, share.c.cooperative_id)
)

#: Each batch of which bags are for sale, with its products and its cooperatives. Binds `last_day`.
ON_SALE: Select[*tuple[Any, ...]] = (
    select(
        share.c.cooperative_id,
        product.c.slug,
        product.c.name,
        batch.c.code,
        func.min(product.c.position).label("position"),
    )
    .select_from(
        level.join(batch, batch.c.id == level.c.batch_id)
        .join(variant, level.c.variant_id == drawn_from())
        .join(product, product.c.id == variant.c.product_id)
        .join(source, source.c.batch_id == batch.c.id)
        .join(share, share.c.green_lot_id == source.c.green_lot_id)
    )
    .where(
        product.c.state == "published",
        variant.c.on_sale.is_(True),
        level.c.location_id == STOCKROOM,
        level.c.on_hand > level.c.reserved,
        batch.c.blocked_at.is_(None),
        batch.c.best_before >= bindparam("last_day", type_=Date),
    )
    .group_by(share.c.cooperative_id, product.c.slug, product.c.name, batch.c.code)
    .order_by("position", product.c.slug, batch.c.code)
)
