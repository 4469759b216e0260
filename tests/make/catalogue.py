"""Products for a test: with variants, their first prices and units on the shelf.

Everything is committed, and plain values come back, so that no transaction of the test's stays
open beside those of the shop.
"""

import itertools
from dataclasses import dataclass
from typing import Any

from flask import Flask
from sqlalchemy import insert, select

from shop import clock
from shop.catalogue.index_words import index_words
from shop.catalogue.models import Part, Price, Product, Variant
from shop.db import db
from shop.stock.pack import pack
from shop.stock.receive import receive
from tests.make.origin import endless_batch

_numbers = itertools.count(1)


@dataclass(frozen=True)
class MadeVariant:
    id: int
    sku: str
    price_cents: int


@dataclass(frozen=True)
class MadeProduct:
    id: int
    slug: str
    name: str
    variants: tuple[MadeVariant, ...]

    @property
    def variant(self) -> MadeVariant:
        """The only one, or the first."""
        return self.variants[0]


def make_product(
    app: Flask,
    name: str = "Hausmischung",
    *,
    variants: list[dict[str, Any]] | None = None,
    **fields: Any,
) -> MadeProduct:
    """A published coffee; `variants` are arguments of `make_variant`, by default one of them.

    `variants=[]` makes a product without any.
    """
    number = next(_numbers)
    given = _COFFEE | {"name": name, "slug": f"kaffee-{number}", "position": number} | fields
    with app.app_context():
        product_id = db.session.scalar(insert(Product).values(**given).returning(Product.id))
        assert product_id
        index_words(product_id)
        db.session.commit()
    wanted = [{}] if variants is None else variants
    made = tuple(make_variant(app, product_id, **variant) for variant in wanted)
    return MadeProduct(product_id, given["slug"], name, made)


def make_variant(
    app: Flask,
    product_id: int,
    *,
    units: int = 10,
    shelf: dict[int, int] | None = None,
    parts: list[tuple[str, str, int]] | None = None,
    **fields: Any,
) -> MadeVariant:
    """250 g of whole beans at 7.50 €, ten on the shelf; `shelf` is batch id → units instead.

    `parts` are (name, VAT class, single price in cents) of a set.
    """
    number = next(_numbers)
    given = _BAG | {"product_id": product_id, "sku": f"T-{number}", "position": number} | fields
    with app.app_context():
        variant_id = db.session.scalar(insert(Variant).values(**given).returning(Variant.id))
        assert variant_id
        _make_price(variant_id, given["price_cents"])
        for batch_id, packed in (shelf or {}).items():
            pack(batch_id, variant_id, packed, "test")
        _make_stock(variant_id, 0 if shelf else units, given["coffee_grams"])
        for position, (name, vat_class, cents) in enumerate(parts or []):
            part = {"name": name, "vat_class": vat_class, "single_price_cents": cents}
            db.session.execute(
                insert(Part).values(variant_id=variant_id, position=position, **part)
            )
        db.session.commit()
    return MadeVariant(variant_id, given["sku"], given["price_cents"])


def _make_price(variant_id: int, price_cents: int) -> None:
    db.session.execute(
        insert(Price).values(
            variant_id=variant_id,
            price_cents=price_cents,
            valid_from=clock.now(),
            reason="first price",
        )
    )


def _make_stock(variant_id: int, units: int, coffee_grams: int) -> None:
    """Coffee comes from the one batch `endless_batch`, as if it had been packed."""
    if not units:
        return
    if coffee_grams:
        decaf = select(Product.decaf).join(Variant, Variant.product_id == Product.id)
        is_decaf = db.session.scalar(decaf.where(Variant.id == variant_id))
        batch_id = endless_batch("washed_decaf") if is_decaf else endless_batch()
        pack(batch_id, variant_id, units, "test")
    else:
        receive(variant_id, units, "test")


#: Fields of a variant of something that holds no coffee.
MUG: dict[str, Any] = {
    "size": "Ein Stück",
    "grind": None,
    "net_grams": None,
    "coffee_grams": 0,
    "vat_class": "standard",
    "price_cents": 1450,
}
_COFFEE: dict[str, Any] = {
    "state": "published",
    "kind": "coffee",
    "tagline": "Rund und alltagstauglich",
    "description": "Ein Kaffee für jeden Tag.",
    "legal_name": "Röstkaffee",
    "flavour_notes": "Kakao, Rohrzucker",
    "taste": "chocolate",
    "roast_level": 3,
    "acidity": 2,
    "body": 3,
    "suits_filter": True,
    "suits_machine": True,
    "storage": "Kühl, trocken und gut verschlossen lagern.",
    "brew_method": "Handfilter",
    "brew_grams": 30,
    "brew_water_ml": 500,
    "brew_celsius": 94,
    "brew_seconds": 210,
    "bag_colour": "#5b3423",
    "label_colour": "#f4ead6",
    "accent_colour": "#c8963e",
}
_BAG: dict[str, Any] = {
    "size": "250 g",
    "grind": "bean",
    "net_grams": 250,
    "coffee_grams": 250,
    "shipping_grams": 265,
    "vat_class": "reduced",
    "price_cents": 750,
}
