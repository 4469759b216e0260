"""What the cart needs to know of a variant, at this moment."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import BindParameter, Row, Table, bindparam, func, select

from shop import clock
from shop.catalogue.for_sale import (
    batch_ids,
    drawn_from,
    levels,
    now_bound,
    on_shelf,
    origin_revision,
)
from shop.catalogue.models import Part, Product, Variant
from shop.catalogue.rules import legal_name, variant_name
from shop.db import db
from shop.money.vat import VatClass, rate_bp

# Plain tables, and on the session's connection: the session's own way takes twice as long.
product, variant, part = (cast(Table, model.__table__) for model in (Product, Variant, Part))


@dataclass(frozen=True, slots=True)
class Sellable:
    """A variant at today's gross price in cents; weights in grams."""

    variant_id: int
    #: The variant whose units these are: another one, where this is ground to order.
    drawn_from: int
    sku: str
    slug: str
    product_name: str
    #: „250 g, ganze Bohne“
    variant_name: str
    legal_name: str
    price_cents: int
    #: Announced as reduced: the lowest price of the 30 days before.
    reduced_from_cents: int | None
    net_grams: int | None
    coffee_grams: int
    #: (rate in basis points, single price in cents) of each part; one part for most goods.
    parts: tuple[tuple[int, int], ...]
    #: Units that are not reserved and of no blocked or old batch; 0 also when it is not sold.
    available: int
    #: Published and on sale; whether there are units is `available`.
    on_sale: bool
    #: Any of them may be what a customer gets; and the revision they were read under.
    batches: frozenset[int]
    origin_revision: int
    #: Working days until it is handed to the carrier.
    handling_days: int
    #: Arguments of the drawing.
    bag: tuple[str, str, str, str, str, str]


def sellable(variant_ids: Iterable[int]) -> dict[int, Sellable]:
    """Every existing one of these variants, also those no longer sold.

    One query, and a second one when a set is among them.
    """
    wanted = sorted(set(variant_ids))
    if not wanted:
        return {}
    rows = db.session.connection().execute(_VARIANTS, {"ids": wanted} | now_bound()).all()
    parts = _parts_of([row.id for row in rows if row.kind == "set"])
    return {row.id: _sellable(row, parts.get(row.id)) for row in rows}


def _sellable(row: Row[*tuple[Any, ...]], parts: tuple[tuple[int, int], ...] | None) -> Sellable:
    on_sale = row.state == "published" and row.on_sale
    return Sellable(
        variant_id=row.id,
        drawn_from=row.drawn_from,
        sku=row.sku,
        slug=row.slug,
        product_name=row.name,
        variant_name=variant_name(row.size, row.grind),
        legal_name=legal_name(row.legal_name, row.grind),
        price_cents=row.price_cents,
        reduced_from_cents=row.reduced_from_cents,
        net_grams=row.net_grams,
        coffee_grams=row.coffee_grams,
        parts=parts or ((rate_bp(VatClass(row.vat_class), clock.today()), row.price_cents),),
        available=row.available if on_sale else 0,
        on_sale=on_sale,
        batches=batch_ids(row.batches) if on_sale else frozenset(),
        origin_revision=row.origin_revision,
        handling_days=row.handling_days,
        bag=(
            *(row.name, row.size, row.drawing),
            *(row.bag_colour, row.label_colour, row.accent_colour),
        ),
    )


def _parts_of(variant_ids: list[int]) -> dict[int, tuple[tuple[int, int], ...]]:
    if not variant_ids:
        return {}
    today = clock.today()
    found: dict[int, tuple[tuple[int, int], ...]] = {}
    rows = db.session.connection().execute(_PARTS, {"ids": variant_ids})
    for variant_id, vat_class, cents in rows:
        share = (rate_bp(VatClass(vat_class), today), cents)
        found[variant_id] = (*found.get(variant_id, ()), share)
    return found


_wanted: BindParameter[int] = bindparam("ids", expanding=True)
offered = variant.alias("offered")
shelf = on_shelf(
    offered.join(levels, levels.c.variant_id == drawn_from(offered)),
    offered.c.id,
    offered.c.id.in_(_wanted),
)
_VARIANTS = (
    select(
        variant.c.id,
        drawn_from(variant).label("drawn_from"),
        variant.c.sku,
        variant.c.size,
        variant.c.grind,
        variant.c.net_grams,
        variant.c.coffee_grams,
        variant.c.vat_class,
        variant.c.price_cents,
        variant.c.reduced_from_cents,
        variant.c.on_sale,
        product.c.slug,
        product.c.name,
        product.c.kind,
        product.c.state,
        product.c.legal_name,
        product.c.handling_days,
        product.c.drawing,
        product.c.bag_colour,
        product.c.label_colour,
        product.c.accent_colour,
        func.coalesce(shelf.c.units, 0).label("available"),
        shelf.c.batches,
        origin_revision.label("origin_revision"),
    )
    .select_from(
        variant.join(product, product.c.id == variant.c.product_id).outerjoin(
            shelf, shelf.c.by == variant.c.id
        )
    )
    .where(variant.c.id.in_(_wanted))
)
_PARTS = (
    select(part.c.variant_id, part.c.vat_class, part.c.single_price_cents)
    .where(part.c.variant_id.in_(_wanted))
    .order_by(part.c.variant_id, part.c.position, part.c.id)
)
