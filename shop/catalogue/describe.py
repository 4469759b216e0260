"""Put what the database knows of a product into the words of its page."""

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from sqlalchemy import Row

from shop.catalogue.for_sale import batch_ids
from shop.catalogue.reduced import reduced_words
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
from shop.origin.published_split import PublishedSplit
from shop.origin.split_document import read_parts
from shop.web.filters import euro, kg_price

_Row = Row[*tuple[Any, ...]]


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
    #: Announced as reduced: the lowest price of the 30 days before, and the words beside it.
    reduced_from_cents: int | None
    reduced: str
    #: Units there are; 6 also stands for more.
    available: int
    #: Global Trade Item Number of 14 digits; empty where there is none.
    gtin: str
    #: Where its price goes, of the batch the next bag comes from; None where it is not published.
    split: PublishedSplit | None


@dataclass(frozen=True, slots=True)
class Size:
    """The variants of one size, which share a price as a rule."""

    name: str
    offers: tuple[Offer, ...]
    #: Of all offers; empty when they differ, each then shows its own.
    price: str
    kg_price: str
    reduced: str


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
    #: From which units of any variant are for sale.
    batches: frozenset[int]

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
    def splits(self) -> list[PublishedSplit]:
        """What is published of where the prices go: one for each size; where its grinds come from
        several batches, one for each of them."""
        grinds: dict[PublishedSplit, list[int]] = {}
        for offer in self.offers:
            if offer.split:
                grinds.setdefault(offer.split, []).append(offer.variant_id)
        sizes = [one.size for one in grinds]
        return [
            replace(
                one,
                size=one.size if sizes.count(one.size) == 1 else f"{one.size}, Charge {one.batch}",
                variant_ids=tuple(same),
            )
            for one, same in grinds.items()
        ]

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


@lru_cache(maxsize=512)
def describe(rows: tuple[_Row, ...]) -> ProductPage:
    """One row for each pair of a variant and a photograph, as `queries` reads them.

    Put into words once, and kept by the contract of web/kept.py.
    """
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
        batches=batch_ids(*(row.batches for row in variants)),
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
        reduced_from_cents=row.reduced_from_cents,
        reduced=reduced_words(row.price_cents, row.reduced_from_cents),
        available=max(0, row.available),
        gtin=row.gtin or "",
        split=_split(row) if row.split_id else None,
    )


def _split(row: _Row) -> PublishedSplit:
    return PublishedSplit(
        id=row.split_id,
        size=row.size,
        price_cents=row.price_cents,
        parts=read_parts(row.split_parts),
        version=row.split_version,
        published_at=row.split_published_at,
        batch=row.split_batch or "",
    )


def _size(name: str, same: tuple[Offer, ...]) -> Size:
    if len({(offer.price_cents, offer.reduced_from_cents) for offer in same}) > 1:
        return Size(name, same, "", "", "")
    return Size(name, same, same[0].price, same[0].kg_price, same[0].reduced)
