"""One product as its page shows it."""

from typing import cast

from sqlalchemy import (
    ColumnElement,
    Table,
    and_,
    bindparam,
    case,
    column,
    func,
    literal_column,
    select,
    table,
)

from shop.catalogue.describe import ProductPage, describe
from shop.catalogue.for_sale import (
    drawn_from,
    levels,
    next_batch,
    now_bound,
    on_shelf,
    origin_revision,
)
from shop.catalogue.models import Photo, Product, Variant
from shop.db import reading
from shop.errors import NotThere
from shop.origin.models import Batch
from shop.origin.newest_split import newest_split_id
from shop.origin.proof_models import Split

# Plain tables for the reason given in statements.py.
product, variant, photo = (cast(Table, model.__table__) for model in (Product, Variant, Photo))
# Where the price of the next bag goes, and its batch.
split, split_batch = cast(Table, Split.__table__), cast(Table, Batch.__table__).alias("split_batch")
# Pickup places stand above the catalogue; as with the stock, the columns read are named here.
pickup_places = table("pickup_places", column("ready_days"), column("open"))


class NoSuchProduct(NotThere):
    """Never published, or never there."""


def product_page(slug: str) -> ProductPage:
    """A published or retired product; one query. Refuses with `NoSuchProduct`."""
    with reading() as connection:
        rows = connection.execute(_PRODUCT, {"slug": slug} | now_bound()).all()
    if not rows or rows[0].state == "draft":
        raise NoSuchProduct
    return describe(tuple(rows))


#: More than the page counts out.
_MANY: ColumnElement[int] = literal_column("6")
_NONE: ColumnElement[int] = literal_column("0")
_asked = product.c.slug == bindparam("slug")
offered = variant.alias("offered")
shelf = on_shelf(
    levels.join(offered, levels.c.variant_id == drawn_from(offered)),
    offered.c.id,
    offered.c.product_id == select(product.c.id).where(_asked).scalar_subquery(),
)
_PRODUCT = (
    select(
        product,
        variant.c.id.label("variant_id"),
        variant.c.sku,
        variant.c.size,
        variant.c.grind,
        variant.c.net_grams,
        variant.c.gtin,
        variant.c.price_cents,
        variant.c.reduced_from_cents,
        # No more than the page tells („nur noch 5“): a sale of one of many bags leaves the row, and
        # so the kept page, as it was.
        case((shelf.c.units > _MANY, _MANY), else_=func.coalesce(shelf.c.units, _NONE)).label(
            "available"
        ),
        shelf.c.batches,
        split.c.id.label("split_id"),
        split.c.parts.label("split_parts"),
        split.c.version.label("split_version"),
        split.c.published_at.label("split_published_at"),
        split_batch.c.code.label("split_batch"),
        photo.c.id.label("photo_id"),
        photo.c.digest,
        photo.c.alt,
        photo.c.width,
        photo.c.height,
        select(func.min(pickup_places.c.ready_days))
        .where(pickup_places.c.open)
        .scalar_subquery()
        .label("ready_days"),
        origin_revision.label("origin_revision"),
    )
    .select_from(
        product.outerjoin(
            variant, and_(variant.c.product_id == product.c.id, variant.c.on_sale.is_(True))
        )
        .outerjoin(shelf, shelf.c.by == variant.c.id)
        .outerjoin(
            split,
            split.c.id
            == newest_split_id(
                product.c.id, variant.c.size, next_batch(shelf), variant.c.price_cents
            ),
        )
        .outerjoin(split_batch, split_batch.c.id == split.c.batch_id)
        .outerjoin(photo, photo.c.product_id == product.c.id)
    )
    .where(_asked)
    .order_by(photo.c.position, photo.c.id, variant.c.position, variant.c.id)
)
