"""Take the products of a file into the shop: all of them, or none."""

from collections.abc import Iterator, Sequence

from sqlalchemy import select

from shop.catalogue.for_sale import levels
from shop.catalogue.models import Product, Variant
from shop.catalogue.product_file import BadFile, GivenProduct
from shop.catalogue.publish import NotPublishable, Unproven, publish
from shop.catalogue.save_product import Change, save_product
from shop.db import db


def import_products(products: Sequence[GivenProduct], reason: str = "") -> list[Change]:
    """Every product is as given, as `save_product` says; what changed is the answer.

    Refuses with `BadFile` a SKU or GTIN of something else, another weight of coffee in what was
    ever on the shelf, and what would take from a published product something it needs; with
    `NoReason` a changed price without a reason. Does not commit; when it raises, the caller rolls
    back.
    """
    problems = [*_taken(products), *_numbers_taken(products), *_filled_already(products)]
    if problems:
        raise BadFile(problems)
    changes: list[Change] = []
    for given in products:
        found = save_product(given, reason)
        if found:
            problems += _show_again(given.slug)
        changes += found
    if problems:
        raise BadFile(problems)
    return changes


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


def _show_again(slug: str) -> Iterator[str]:
    """A published product is published anew: fit for it, and found by its new texts."""
    product = db.session.execute(
        select(Product.id, Product.state).where(Product.slug == slug)
    ).one()
    if product.state != "published":
        return
    try:
        publish(product.id)
    except NotPublishable as refused:
        yield f"{slug}: Es ist im Katalog, und dafür fehlte dann: {', '.join(refused.missing)}."
    except Unproven as refused:
        yield from (f"{slug}, {sentence}" for sentence in refused.sentences)
