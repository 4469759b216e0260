"""Bags on a shelf keep what their product promises, also when staff change the promise."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import select

from shop.catalogue.for_sale import levels
from shop.catalogue.models import Product, Variant
from shop.catalogue.product_file import GivenProduct
from shop.db import db
from shop.origin.models import Batch, BatchSource, Cooperative, GreenLot, GreenShare
from shop.origin.rules import PROVINCES


def unfit_on_shelf(products: Sequence[GivenProduct]) -> Iterator[str]:
    """A sentence for each promise about caffeine or the provinces that is new and not true of a
    batch in bags that still lie somewhere (Art. 26 LMIV, § 5 UWG)."""
    for given in products:
        row = db.session.execute(
            select(Product.id, Product.decaf, Product.provinces).where(Product.slug == given.slug)
        ).one_or_none()
        if row is None:
            continue
        decaf = given.columns.get("decaf", row.decaf)
        provinces = given.columns.get("provinces", row.provinces)
        batches = _batches(row.id) if (decaf, provinces) != (row.decaf, row.provinces) else {}
        if decaf != row.decaf and batches:
            yield (
                f"{given.slug}, decaf: Im Regal liegen noch Tüten, für die das nicht stimmt "
                f"(Charge {', '.join(batches)}). Bitte legen Sie dafür ein neues Produkt an."
            )
        allowed = set(provinces.split(",")) if provinces else PROVINCES.keys()
        strange = [code for code, found in batches.items() if found - allowed]
        if strange:
            yield (
                f"{given.slug}, provinces: Im Regal liegen noch Tüten, deren Kaffee auch von "
                f"woanders kommt (Charge {', '.join(strange)})."
            )


def _batches(product_id: int) -> dict[str, set[str]]:
    """Code → provinces of the batches in its bags on any shelf."""
    rows: Any = db.session.execute(
        select(Batch.code, Cooperative.province)
        .join(levels, levels.c.batch_id == Batch.id)
        .join(Variant, Variant.id == levels.c.variant_id)
        .join(BatchSource, BatchSource.batch_id == Batch.id)
        .join(GreenLot, GreenLot.id == BatchSource.green_lot_id)
        .join(GreenShare, GreenShare.green_lot_id == GreenLot.id)
        .join(Cooperative, Cooperative.id == GreenShare.cooperative_id)
        .where(Variant.product_id == product_id, levels.c.on_hand > 0)
        .order_by(Batch.code)
    )
    found: dict[str, set[str]] = {}
    for code, province in rows:
        found.setdefault(code, set()).add(province)
    return found
