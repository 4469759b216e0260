"""What stands against writing products down, told at once: for a file and for a page alike."""

from collections.abc import Iterator, Sequence

from sqlalchemy import select

from shop.catalogue.fits_shelf import unfit_on_shelf
from shop.catalogue.for_sale import levels
from shop.catalogue.models import Product, Variant
from shop.catalogue.product_file import GivenProduct
from shop.db import db


def product_problems(products: Sequence[GivenProduct]) -> list[str]:
    """A sentence for each SKU or GTIN of something else, each other weight of coffee in what was
    ever on the shelf, and each promise that bags on the shelf do not keep."""
    return [
        *_taken(products),
        *_numbers_taken(products),
        *_filled_already(products),
        *unfit_on_shelf(products),
    ]


def _taken(products: Sequence[GivenProduct]) -> Iterator[str]:
    skus = [variant.sku for given in products for variant in given.variants]
    rows = db.session.execute(
        select(Variant.sku, Product.slug)
        .join(Product, Product.id == Variant.product_id)
        .where(Variant.sku.in_(skus))
    )
    owners = {sku: slug for sku, slug in rows}
    for given in products:
        for variant in given.variants:
            owner = owners.get(variant.sku, given.slug)
            if owner != given.slug:
                yield f"{given.slug}, {variant.sku}: Dieser Artikel gehört schon zu {owner}."


def _numbers_taken(products: Sequence[GivenProduct]) -> Iterator[str]:
    given = {
        variant.columns["gtin"]: variant.sku
        for product in products
        for variant in product.variants
        if variant.columns.get("gtin")
    }
    rows = db.session.execute(select(Variant.gtin, Variant.sku).where(Variant.gtin.in_(given)))
    for gtin, sku in rows:
        if sku != given[gtin]:
            yield f"{given[gtin]}: Die GTIN {gtin} gehört schon zu {sku}."


def _filled_already(products: Sequence[GivenProduct]) -> Iterator[str]:
    """What a batch gave is counted by the coffee in each bag, also in those sold long ago."""
    given = {variant.sku: variant.columns for product in products for variant in product.variants}
    rows = db.session.execute(
        select(Variant.sku, Variant.coffee_grams)
        .where(Variant.sku.in_(given), levels.c.variant_id == Variant.id)
        .distinct()
        .order_by(Variant.sku)
    )
    for sku, grams in rows:
        if given[sku].get("coffee_grams", grams) != grams:
            yield (
                f"{sku}: Davon gibt es schon Stücke mit {grams} g Kaffee. Bitte legen Sie für eine "
                "andere Menge einen neuen Artikel an."
            )
