"""Take the products of a file into the shop: all of them, or none."""

from collections.abc import Iterator, Sequence

from sqlalchemy import select

from shop.catalogue.models import Product
from shop.catalogue.product_file import BadFile, GivenProduct
from shop.catalogue.product_problems import product_problems
from shop.catalogue.publish import NotPublishable, Unproven, publish
from shop.catalogue.save_product import Change, save_product
from shop.db import db


def import_products(
    products: Sequence[GivenProduct], reason: str = "", person_id: int | None = None
) -> list[Change]:
    """Every product is as given, as `save_product` says; what changed is the answer.

    Refuses with `BadFile` what `product_problems` tells, and what would take from a published
    product something it needs; with `NoReason` a changed price without a reason. Does not commit;
    when it raises, the caller rolls back.
    """
    if problems := product_problems(products):
        raise BadFile(problems)
    changes: list[Change] = []
    for given in products:
        found = save_product(given, reason, person_id)
        if found:
            problems += _show_again(given.slug, person_id)
        changes += found
    if problems:
        raise BadFile(problems)
    return changes


def _show_again(slug: str, person_id: int | None) -> Iterator[str]:
    """A published product is published anew: fit for it, and found by its new texts."""
    product = db.session.execute(
        select(Product.id, Product.state).where(Product.slug == slug)
    ).one()
    if product.state != "published":
        return
    try:
        publish(product.id, person_id)
    except NotPublishable as refused:
        yield f"{slug}: Es ist im Katalog, und dafür fehlte dann: {', '.join(refused.missing)}."
    except Unproven as refused:
        yield from (f"{slug}, {sentence}" for sentence in refused.sentences)
