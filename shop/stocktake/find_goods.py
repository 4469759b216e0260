"""Which goods a code means, scanned from a label or typed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, case, func, or_, select

from shop.catalogue.gtin import gtin14
from shop.catalogue.models import Product, Variant
from shop.catalogue.rules import variant_name
from shop.db import db
from shop.origin.models import Batch
from shop.stock.models import Level
from shop.stocktake.rules import Scanned, plain_code, scanned

#: Offered to choose from.
MOST = 60


@dataclass(frozen=True, slots=True)
class Offered:
    """What somebody may have in hand."""

    sku: str
    #: „Filter Jaén, 250 g, ganze Bohne“
    name: str
    #: Empty for goods from no batch.
    code: str


def find_goods(text: str, location_id: int) -> list[Offered]:
    """What the text may mean: one where it says all of it, more to choose from, or none.

    Of a variant the batches that ever lay at this location, or else anywhere; of a batch the
    variants that were packed from it.
    """
    said = scanned(text)
    if said.gtin and said.batch and (labelled := _as_labelled(said)):
        return [labelled]
    for wanted in _ways(said):
        if found := _levels(wanted, location_id) or _levels(wanted, None):
            return found
    return []


def _as_labelled(said: Scanned) -> Offered | None:
    """A label that names both is right, also about bags no level knows."""
    row = db.session.execute(
        select(Variant.sku, Product.name, Variant.size, Variant.grind, Batch.code)
        .join(Product, Product.id == Variant.product_id)
        .join(Batch, _is_batch(said.batch))
        .where(_is_gtin(said.gtin))
    ).first()
    return None if row is None else _offered(row)


def batch_id_of(code: str) -> int | None:
    """The batch of a code, however somebody writes it."""
    return db.session.scalar(select(Batch.id).where(_is_batch(code))) if code else None


def variant_id_of(sku: str) -> int | None:
    return db.session.scalar(select(Variant.id).where(func.lower(Variant.sku) == sku.lower()))


def name_of(variant_id: int) -> str:
    """„Filter Jaén, 250 g, ganze Bohne“"""
    name, size, grind = db.session.execute(
        select(Product.name, Variant.size, Variant.grind)
        .join(Product, Product.id == Variant.product_id)
        .where(Variant.id == variant_id)
    ).one()
    return f"{name}, {variant_name(size, grind)}"


def _ways(said: Scanned) -> Sequence[list[ColumnElement[bool]]]:
    """What to look for, the most certain first."""
    if said.gtin or said.batch:
        # Both, and one of them unknown: the other one still helps.
        batch = [[_is_batch(said.batch)]] if said.batch else []
        return [*batch, *([[_is_gtin(said.gtin)]] if said.gtin else [])]
    typed = said.words
    if not typed:
        return ()
    number = gtin14(typed.replace(" ", ""))
    words = [_contains(word) for word in typed.split()[:6]]
    ways = [[func.lower(Variant.sku) == typed.lower()], [_is_batch(typed)], words]
    return [[Variant.gtin == number], *ways] if number else ways


def _levels(wanted: Sequence[ColumnElement[bool]], location_id: int | None) -> list[Offered]:
    query = (
        select(Variant.sku, Product.name, Variant.size, Variant.grind, Batch.code)
        .select_from(Level)
        .join(Variant, Variant.id == Level.variant_id)
        .join(Product, Product.id == Variant.product_id)
        .outerjoin(Batch, Batch.id == Level.batch_id)
        .where(*wanted)
        .group_by(
            *(Product.position, Product.id, Variant.position, Variant.id, Batch.id),
            *(Variant.sku, Product.name, Variant.size, Variant.grind, Batch.code),
            Batch.best_before,
        )
        .order_by(
            # What is there by the books first; nothing says how much.
            case((func.max(Level.on_hand) > 0, 0), else_=1),
            *(Product.position, Product.id, Variant.position, Variant.id, Batch.best_before),
        )
        .limit(MOST)
    )
    if location_id is not None:
        query = query.where(Level.location_id == location_id)
    return [_offered(row) for row in db.session.execute(query)]


def _offered(row: Row[*tuple[Any, ...]]) -> Offered:
    sku, name, size, grind, code = row
    return Offered(sku, f"{name}, {variant_name(size, grind)}", code or "")


def _is_gtin(gtin: str) -> ColumnElement[bool]:
    return Variant.gtin == (gtin14(gtin) or gtin)


def _is_batch(code: str) -> ColumnElement[bool]:
    plain = func.replace(func.replace(func.upper(Batch.code), "-", ""), " ", "")
    return plain == (plain_code(code[:60]) or "-")


def _contains(word: str) -> ColumnElement[bool]:
    columns = (Product.name, Variant.sku, Variant.size, Batch.code)
    return or_(*(column.icontains(word, autoescape=True) for column in columns))
