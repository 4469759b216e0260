"""The statements behind a page of the listing.

A page costs the same among 10,000 products as among 20: it is chosen from an index, its prices
and units are read for its own products only, and counting stops at `COUNTED`.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

from sqlalchemy import (
    Integer,
    Select,
    Subquery,
    Table,
    and_,
    bindparam,
    func,
    literal_column,
    select,
)

from shop.catalogue.for_sale import drawn_from, levels, on_shelf, origin_revision
from shop.catalogue.models import Photo, Product, ProductWord, Variant

#: Beyond that many the page says „mehr als“ instead of counting on.
COUNTED = 500
# Written into the statement as numbers: PostgreSQL plans a page well only if it knows its length.
_MOST = bindparam("most", type_=Integer, literal_execute=True)
_SKIP = bindparam("skip", type_=Integer, literal_execute=True)

# Tables rather than entities: rows of plain values are what a page needs, and take half the time.
product, variant, photo, word = (
    cast(Table, model.__table__) for model in (Product, Variant, Photo, ProductWord)
)

_SHOWN = (
    "slug",
    "name",
    "tagline",
    "flavour_notes",
    "drawing",
    "bag_colour",
    "label_colour",
    "accent_colour",
    "roast_level",
)
_HAS_WEIGHT = (
    select(variant.c.id)
    .where(variant.c.product_id == product.c.id, variant.c.on_sale.is_(True))
    .where(variant.c.net_grams == bindparam("net_grams"))
    .exists()
)


@dataclass(frozen=True, slots=True)
class Statements:
    """`cards` answers the cards of a page, each with the count; `count` the count alone."""

    cards: Select[*tuple[Any, ...]]
    count: Select[int]


@lru_cache(maxsize=128)
def statements(
    use: str | None, by_taste: bool, only_decaf: bool, by_weight: bool, words: int
) -> Statements:
    """Built once for each combination of filters: building takes longer than asking.

    Words are bound as ranges, `word_0` to `end_0` and so on; `taste`, `net_grams`, `most` and
    `skip` by their names; and what `now_bound` binds.
    """
    chosen = select(product.c.id).where(product.c.state == "published")
    if use:
        chosen = chosen.where(product.c[f"suits_{use}"].is_(True))
    if by_taste:
        chosen = chosen.where(product.c.taste == bindparam("taste"))
    if only_decaf:
        chosen = chosen.where(product.c.decaf.is_(True))
    if by_weight:
        chosen = chosen.where(_HAS_WEIGHT)
    for number in range(words):
        chosen = chosen.where(
            product.c.id.in_(
                select(word.c.product_id)
                .where(word.c.word >= bindparam(f"word_{number}"))
                .where(word.c.word < bindparam(f"end_{number}"))
            )
        )
    page = chosen.order_by(product.c.position, product.c.id)
    few = chosen.limit(literal_column(str(COUNTED + 1))).subquery()
    count = select(func.count()).select_from(few)
    return Statements(_cards(page.limit(_MOST).offset(_SKIP).subquery(), count), count)


def _cards(page: Subquery, count: Select[int]) -> Select[*tuple[Any, ...]]:
    offers, shelf, first_photo = _offers(page), _shelf(page), photo.alias("first_photo")
    photo_id = select(photo.c.id).where(photo.c.product_id == product.c.id).correlate(product)
    photo_id = photo_id.order_by(photo.c.position, photo.c.id).limit(1)
    return (
        select(
            *(product.c[name] for name in _SHOWN),
            offers.c.price_cents,
            offers.c.reduced_from_cents,
            offers.c.net_grams,
            offers.c.size,
            offers.c.highest_cents,
            first_photo.c.digest,
            count.scalar_subquery().label("found"),
            # Not how many: a sale of one of many bags leaves the row, so the kept grid, as it was.
            shelf.c.batches,
            origin_revision.label("origin_revision"),
        )
        .select_from(
            page.join(product, product.c.id == page.c.id)
            .outerjoin(offers, and_(offers.c.product_id == product.c.id, offers.c.place == 1))
            .outerjoin(shelf, shelf.c.by == product.c.id)
            .outerjoin(first_photo, first_photo.c.id == photo_id.scalar_subquery())
        )
        .order_by(product.c.position, product.c.id)
    )


def _offers(page: Subquery) -> Subquery:
    """What is for sale of these products, cheapest first (`place` 1), in one pass over them."""
    product_id = variant.c.product_id
    cheapest_first = (variant.c.price_cents, variant.c.net_grams, variant.c.id)
    return (
        select(
            product_id,
            variant.c.price_cents,
            variant.c.reduced_from_cents,
            variant.c.net_grams,
            variant.c.size,
            func.row_number().over(order_by=cheapest_first, partition_by=product_id).label("place"),
            func.max(variant.c.price_cents).over(partition_by=product_id).label("highest_cents"),
        )
        .select_from(page.join(variant, variant.c.product_id == page.c.id))
        .where(variant.c.on_sale.is_(True))
        .subquery()
    )


def _shelf(page: Subquery) -> Subquery:
    offered = variant.alias("offered")
    return on_shelf(
        page.join(offered, offered.c.product_id == page.c.id).join(
            levels, levels.c.variant_id == drawn_from(offered)
        ),
        offered.c.product_id,
        offered.c.on_sale.is_(True),
    )
