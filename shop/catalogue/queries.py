"""One product as its page shows it."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

from sqlalchemy import Row, Table, and_, bindparam, case, column, func, select, table

from shop.catalogue.models import Photo, Product, Variant
from shop.catalogue.rules import (
    ACIDITIES,
    BODIES,
    FOOD,
    GRINDS,
    ROASTS,
    USES,
    legal_names,
    variant_name,
)
from shop.catalogue.sellable import available_units, stock_levels
from shop.db import reading
from shop.errors import NotThere
from shop.web.filters import euro, kg_price

# Plain tables for the reason given in statements.py.
product, variant, photo = (cast(Table, model.__table__) for model in (Product, Variant, Photo))
# Pickup places stand above the catalogue; as with the stock, the columns read are named here.
pickup_places = table("pickup_places", column("ready_days"), column("open"))

_Row = Row[*tuple[Any, ...]]


class NoSuchProduct(NotThere):
    """Never published, or never there."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A variant one can choose, prices in words; `price_cents` for machines."""

    variant_id: int
    sku: str
    size: str
    #: „250 g, ganze Bohne“
    name: str
    #: „ganze Bohne“; empty where there is nothing to grind.
    grind: str
    price_cents: int
    price: str
    kg_price: str
    #: Units there are; 6 also stands for more.
    available: int


@dataclass(frozen=True, slots=True)
class Size:
    """The variants of one size, which share a price as a rule."""

    name: str
    offers: tuple[Offer, ...]
    #: Of all offers; empty when they differ, each then shows its own.
    price: str
    kg_price: str


@dataclass(frozen=True, slots=True)
class ShownPhoto:
    digest: str
    alt: str
    width: int
    height: int


@dataclass(frozen=True, slots=True, eq=False)
class ProductPage:
    """The same rows make the same object, so its page is drawn once and kept (web/kept.py)."""

    #: With the columns of `products`.
    product: _Row
    photos: tuple[ShownPhoto, ...]
    offers: tuple[Offer, ...]
    sizes: tuple[Size, ...]
    #: What is chosen at first: the first there are units of, else simply the first.
    chosen: Offer | None

    @property
    def is_sold_out(self) -> bool:
        return self.chosen is None or not self.chosen.available

    @property
    def legal_name(self) -> str:
        return legal_names(self.product.legal_name, {offer.grind for offer in self.offers})

    @property
    def is_food(self) -> bool:
        return self.product.kind in FOOD

    @property
    def scales(self) -> list[tuple[str, int, str]]:
        """Roast, acidity and body as far as known: name, level of five, level in words."""
        levels = (
            ("Röstung", self.product.roast_level, ROASTS),
            ("Säure", self.product.acidity, ACIDITIES),
            ("Körper", self.product.body, BODIES),
        )
        return [(name, level, words[level]) for name, level, words in levels if level]

    @property
    def uses(self) -> str:
        """„Filter, Vollautomat“"""
        return ", ".join(USES[use] for use in USES if self.product._mapping[f"suits_{use}"])

    @property
    def bag(self) -> tuple[str, str, str, str, str, str]:
        """Arguments of the drawing."""
        drawn = self.product
        colours = (drawn.bag_colour, drawn.label_colour, drawn.accent_colour)
        return (drawn.name, self.chosen.size if self.chosen else "", drawn.drawing, *colours)

    @property
    def preview_path(self) -> str:
        """Of what previews of the page elsewhere show: a photograph, or else the drawing."""
        if self.photos:
            return f"/bilder/{self.photos[0].digest}-1280.jpg"
        return f"/kaffee/{self.product.slug}/vorschau.png"

    @property
    def ready_days(self) -> int | None:
        """Working days until it can be collected, where that is soonest; None: nowhere."""
        found: int | None = self.product.ready_days
        return found


def product_page(slug: str) -> ProductPage:
    """A published or retired product; one query. Refuses with `NoSuchProduct`."""
    with reading() as connection:
        rows = connection.execute(_PRODUCT, {"slug": slug}).all()
    if not rows or rows[0].state == "draft":
        raise NoSuchProduct
    return _page(tuple(rows))


@lru_cache(maxsize=512)
def _page(rows: tuple[_Row, ...]) -> ProductPage:
    """Put into words once, and kept by the contract of web/kept.py."""
    first = rows[0]
    # Each variant comes with each photograph.
    variants = [row for row in rows if row.variant_id and row.photo_id == first.photo_id]
    photos = [row for row in rows if row.photo_id and row.variant_id == first.variant_id]
    offers = tuple(_offer(row) for row in variants)
    by_size: dict[str, list[Offer]] = {}
    for offer in offers:
        by_size.setdefault(offer.size, []).append(offer)
    return ProductPage(
        product=first,
        photos=tuple(ShownPhoto(row.digest, row.alt, row.width, row.height) for row in photos),
        offers=offers,
        sizes=tuple(_size(name, tuple(same)) for name, same in by_size.items()),
        chosen=next((o for o in offers if o.available), offers[0] if offers else None),
    )


def _offer(row: _Row) -> Offer:
    return Offer(
        variant_id=row.variant_id,
        sku=row.sku,
        size=row.size,
        name=variant_name(row.size, row.grind),
        grind=GRINDS[row.grind] if row.grind else "",
        price_cents=row.price_cents,
        price=euro(row.price_cents),
        kg_price=kg_price(row.price_cents, row.net_grams) if row.net_grams else "",
        available=max(0, row.available),
    )


def _size(name: str, same: tuple[Offer, ...]) -> Size:
    if len({offer.price_cents for offer in same}) > 1:
        return Size(name, same, "", "")
    return Size(name, same, same[0].price, same[0].kg_price)


#: More than the page counts out.
_MANY = 6
_PRODUCT = (
    select(
        product,
        variant.c.id.label("variant_id"),
        variant.c.sku,
        variant.c.size,
        variant.c.grind,
        variant.c.net_grams,
        variant.c.price_cents,
        # No more than the page tells („nur noch 5“): a sale of one of many bags leaves the row, and
        # so the kept page, as it was.
        case((available_units > _MANY, _MANY), else_=available_units).label("available"),
        photo.c.id.label("photo_id"),
        photo.c.digest,
        photo.c.alt,
        photo.c.width,
        photo.c.height,
        select(func.min(pickup_places.c.ready_days))
        .where(pickup_places.c.open)
        .scalar_subquery()
        .label("ready_days"),
    )
    .select_from(
        product.outerjoin(
            variant, and_(variant.c.product_id == product.c.id, variant.c.on_sale.is_(True))
        )
        .outerjoin(stock_levels, stock_levels.c.variant_id == variant.c.id)
        .outerjoin(photo, photo.c.product_id == product.c.id)
    )
    .where(product.c.slug == bindparam("slug"))
    .order_by(photo.c.position, photo.c.id, variant.c.position, variant.c.id)
)
