"""Find what is for sale: a page of cards for a search and filters.

A page costs the same among 10,000 products as among 20: it is chosen from an index, its prices
and units are read for its own products only, and counting stops at `COUNTED`.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

from sqlalchemy import (
    Integer,
    Row,
    Select,
    Subquery,
    Table,
    and_,
    bindparam,
    case,
    func,
    literal_column,
    select,
)

from shop.catalogue.models import Photo, Product, ProductWord, Variant
from shop.catalogue.rules import words_of
from shop.catalogue.sellable import available_units, stock_levels
from shop.db import reading
from shop.web.filters import euro, kg_price

PER_PAGE = 12
#: Beyond that many the page says „mehr als“ instead of counting on.
COUNTED = 500
#: Further words of a search are not looked at.
_MOST_WORDS = 6
# Written into the statement as numbers: PostgreSQL plans a page well only if it knows its length.
_MOST = bindparam("most", type_=Integer, literal_execute=True)
_SKIP = bindparam("skip", type_=Integer, literal_execute=True)
_LAST_CHARACTER = "\U0010ffff"


# Tables rather than entities: rows of plain values are what a page needs, and take half the time.
product, variant, photo, word = (
    cast(Table, model.__table__) for model in (Product, Variant, Photo, ProductWord)
)

_SHOWN = (
    "slug",
    "name",
    "tagline",
    "flavour_notes",
    "picture",
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
class Wanted:
    """What a customer looks for; the values are those of the database, `use` filter, …"""

    text: str = ""
    use: str | None = None
    taste: str | None = None
    decaf: bool = False
    net_grams: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Card:
    """A product as the listing shows it, prices in words.

    The same row makes the same object, so a grid of the same cards is drawn once and kept.
    """

    slug: str
    name: str
    tagline: str
    flavour_notes: str
    #: „7,50 €“; empty when nothing of it is for sale.
    price: str
    #: „30,00 €/kg“; empty where § 4 (3) PAngV asks for none.
    kg_price: str
    #: Other variants cost more.
    is_from: bool
    is_sold_out: bool
    #: Arguments of the drawing.
    bag: tuple[str, str, str, str, str, str]
    roast_level: int | None
    photo_digest: str | None
    photo_alt: str | None


@dataclass(frozen=True, slots=True)
class Found:
    cards: tuple[Card, ...]
    count: int
    #: There are more than `count`.
    is_uncounted: bool
    has_next: bool

    @property
    def pages(self) -> int:
        return max(1, -(-self.count // PER_PAGE))


def find(wanted: Wanted, page: int) -> Found:
    """The cards of one page, the first being page 1: one query, or two beyond the last page."""
    statements, values = _question(wanted)
    window = {"most": PER_PAGE + 1, "skip": (page - 1) * PER_PAGE}
    with reading() as connection:
        rows = connection.execute(statements.cards, values | window).all()
        if rows or page == 1:
            count = rows[0].found if rows else 0
        else:
            count = connection.scalar(statements.count, values) or 0
    cards = tuple(_card(row) for row in rows[:PER_PAGE])
    return Found(cards, min(count, COUNTED), count > COUNTED, len(rows) > PER_PAGE)


def first_cards(most: int) -> tuple[Card, ...]:
    """The first few of the listing; one query."""
    statements, values = _question(Wanted())
    with reading() as connection:
        rows = connection.execute(statements.cards, values | {"most": most, "skip": 0})
        return tuple(_card(row) for row in rows)


def _question(wanted: Wanted) -> tuple["_Statements", dict[str, object]]:
    # A search for nothing but signs finds nothing, rather than everything.
    words = words_of(wanted.text)[:_MOST_WORDS] or ([""] if wanted.text.strip() else [])
    statements = _statements(
        wanted.use, bool(wanted.taste), wanted.decaf, bool(wanted.net_grams), len(words)
    )
    values: dict[str, object] = {"taste": wanted.taste, "net_grams": wanted.net_grams}
    for number, word in enumerate(words):
        values |= {f"word_{number}": word, f"end_{number}": word and word + _LAST_CHARACTER}
    return statements, values


@lru_cache(maxsize=4096)
def _card(row: Row[*tuple[Any, ...]]) -> Card:
    cents, grams = row.price_cents, row.net_grams
    return Card(
        slug=row.slug,
        name=row.name,
        tagline=row.tagline,
        flavour_notes=row.flavour_notes.replace(", ", "\u00a0· "),
        price=euro(cents) if cents else "",
        kg_price=kg_price(cents, grams) if cents and grams else "",
        is_from=bool(cents) and row.highest_cents > cents,
        is_sold_out=not row.is_available,
        bag=(
            row.name,
            row.size or "",
            row.picture,
            row.bag_colour,
            row.label_colour,
            row.accent_colour,
        ),
        roast_level=row.roast_level,
        photo_digest=row.digest,
        photo_alt=row.alt,
    )


@dataclass(frozen=True, slots=True)
class _Statements:
    cards: Select[*tuple[Any, ...]]
    count: Select[int]


@lru_cache(maxsize=128)
def _statements(
    use: str | None, by_taste: bool, only_decaf: bool, by_weight: bool, words: int
) -> _Statements:
    """Built once for each combination of filters: building takes longer than asking."""
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
    return _Statements(_cards(page.limit(_MOST).offset(_SKIP).subquery(), count), count)


def _cards(page: Subquery, count: Select[int]) -> Select[*tuple[Any, ...]]:
    offers, first_photo = _offers(page), photo.alias("first_photo")
    photo_id = select(photo.c.id).where(photo.c.product_id == product.c.id).correlate(product)
    photo_id = photo_id.order_by(photo.c.position, photo.c.id).limit(1)
    return (
        select(
            *(product.c[name] for name in _SHOWN),
            offers.c.price_cents,
            offers.c.net_grams,
            offers.c.size,
            offers.c.highest_cents,
            offers.c.is_available,
            first_photo.c.digest,
            first_photo.c.alt,
            count.scalar_subquery().label("found"),
        )
        .select_from(
            page.join(product, product.c.id == page.c.id)
            .outerjoin(offers, and_(offers.c.product_id == product.c.id, offers.c.place == 1))
            .outerjoin(first_photo, first_photo.c.id == photo_id.scalar_subquery())
        )
        .order_by(product.c.position, product.c.id)
    )


def _offers(page: Subquery) -> Subquery:
    """What is for sale of these products, cheapest first (`place` 1), in one pass over them."""
    product_id = variant.c.product_id
    cheapest_first = (variant.c.price_cents, variant.c.net_grams, variant.c.id)
    # Not how many: a sale of one of many bags leaves the row, and so the kept grid, as it was.
    is_there = case((available_units > 0, 1), else_=0)
    return (
        select(
            product_id,
            variant.c.price_cents,
            variant.c.net_grams,
            variant.c.size,
            func.row_number().over(order_by=cheapest_first, partition_by=product_id).label("place"),
            func.max(variant.c.price_cents).over(partition_by=product_id).label("highest_cents"),
            func.max(is_there).over(partition_by=product_id).label("is_available"),
        )
        .select_from(
            page.join(variant, variant.c.product_id == page.c.id).outerjoin(
                stock_levels, stock_levels.c.variant_id == variant.c.id
            )
        )
        .where(variant.c.on_sale.is_(True))
        .subquery()
    )
