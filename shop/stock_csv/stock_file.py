"""The stock as a file that comes back: one line for each batch of an article at a place."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Row, func, select

from shop.catalogue.models import Product, Variant
from shop.catalogue.rules import variant_name
from shop.db import snapshot
from shop.origin.models import Batch
from shop.stock.lies_there import sold_not_packed
from shop.stock.models import Level, Location
from shop.stock_csv.rules import COLUMNS
from shop.web import csv_file

_waiting = func.coalesce(sold_not_packed.c.units, 0)
_LEVELS = (
    select(
        Location.name,
        Variant.sku,
        Product.name.label("product"),
        Variant.size,
        Variant.grind,
        Batch.code,
        Batch.best_before,
        Level.on_hand,
        Level.reserved,
        _waiting.label("waiting"),
    )
    .select_from(Level)
    .join(Location, Location.id == Level.location_id)
    .join(Variant, Variant.id == Level.variant_id)
    .join(Product, Product.id == Variant.product_id)
    .outerjoin(Batch, Batch.id == Level.batch_id)
    .outerjoin(sold_not_packed, sold_not_packed.c.level_id == Level.id)
    .where((Level.on_hand > 0) | (_waiting > 0) | Level.batch_id.is_(None))
    .order_by(
        *(Location.id, Product.position, Product.id, Variant.position, Variant.id),
        *(Batch.best_before, Level.id),
    )
)


def stock_file() -> bytes:
    """As of one moment. „Bestand bisher“ is what lies on the shelf, sold bags included."""
    with snapshot() as connection:
        return csv_file.csv_file(COLUMNS, _lines(connection.execute(_LEVELS)))


def _lines(rows: Any) -> Iterator[list[str]]:
    return (_cells(row) for row in rows)


def _cells(row: Row[*tuple[Any, ...]]) -> list[str]:
    best_before = f"{row.best_before:%d.%m.%Y}" if row.best_before else ""
    return [
        csv_file.text(row.name),
        csv_file.text(row.sku),
        csv_file.text(row.product),
        csv_file.text(variant_name(row.size, row.grind)),
        csv_file.text(row.code or ""),
        csv_file.text(best_before),
        csv_file.number(row.on_hand),
        csv_file.number(row.reserved),
        csv_file.number(row.waiting),
        csv_file.number(row.on_hand + row.waiting),
        "",
        csv_file.text(""),
    ]
