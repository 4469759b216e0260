"""What the cart needs to know of a variant, at this moment."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, column, func, select, table

from shop import clock
from shop.catalogue.models import Part, Product, Variant
from shop.catalogue.rules import legal_name, variant_name
from shop.db import db
from shop.money.vat import VatClass, rate_bp

# The stock stands above the catalogue, so its models cannot be imported here; but what a page
# shows of a product includes whether it is there, and one joined read tells it. The columns
# read are named here, and only read.
stock_levels = table("stock_levels", column("variant_id"), column("on_hand"), column("reserved"))
available_units = func.coalesce(stock_levels.c.on_hand - stock_levels.c.reserved, 0)


@dataclass(frozen=True, slots=True)
class Sellable:
    """A variant at today's gross price in cents; weights in grams."""

    variant_id: int
    sku: str
    slug: str
    product_name: str
    #: „250 g, ganze Bohne“
    variant_name: str
    legal_name: str
    price_cents: int
    net_grams: int | None
    coffee_grams: int
    #: (rate in basis points, single price in cents) of each part; one part for most goods.
    parts: tuple[tuple[int, int], ...]
    #: Units on hand and not reserved; 0 also when it is not to be sold at all.
    available: int
    #: Published and on sale; whether there are units is `available`.
    on_sale: bool
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
    rows = db.session.execute(_VARIANTS.where(Variant.id.in_(wanted))).all()
    parts = _parts_of([row.id for row in rows if row.kind == "set"])
    return {row.id: _sellable(row, parts.get(row.id)) for row in rows}


def _sellable(row: Row[*tuple[Any, ...]], parts: tuple[tuple[int, int], ...] | None) -> Sellable:
    on_sale = row.state == "published" and row.on_sale
    return Sellable(
        variant_id=row.id,
        sku=row.sku,
        slug=row.slug,
        product_name=row.name,
        variant_name=variant_name(row.size, row.grind),
        legal_name=legal_name(row.legal_name, row.grind),
        price_cents=row.price_cents,
        net_grams=row.net_grams,
        coffee_grams=row.coffee_grams,
        parts=parts or ((rate_bp(VatClass(row.vat_class), clock.today()), row.price_cents),),
        available=max(0, row.available) if on_sale else 0,
        on_sale=on_sale,
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
    rows = db.session.execute(_PARTS.where(Part.variant_id.in_(variant_ids)))
    for variant_id, vat_class, cents in rows:
        part = (rate_bp(VatClass(vat_class), today), cents)
        found[variant_id] = (*found.get(variant_id, ()), part)
    return found


_VARIANTS = (
    select(
        Variant.id,
        Variant.sku,
        Variant.size,
        Variant.grind,
        Variant.net_grams,
        Variant.coffee_grams,
        Variant.vat_class,
        Variant.price_cents,
        Variant.on_sale,
        Product.slug,
        Product.name,
        Product.kind,
        Product.state,
        Product.legal_name,
        Product.handling_days,
        Product.drawing,
        Product.bag_colour,
        Product.label_colour,
        Product.accent_colour,
        available_units.label("available"),
    )
    .join(Product, Product.id == Variant.product_id)
    .outerjoin(stock_levels, stock_levels.c.variant_id == Variant.id)
)
_PARTS = select(Part.variant_id, Part.vat_class, Part.single_price_cents).order_by(
    Part.variant_id, Part.position, Part.id
)
