"""What the demo shop counted, and a file that was taken in by mistake."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import select

from shop.catalogue.models import Variant
from shop.db import db
from shop.demo.story import Shop, Step
from shop.origin.models import Batch
from shop.stock.lies_there import lies_there
from shop.stock.models import STOCKROOM, Level, Location
from shop.stock_csv.apply_import import apply_import
from shop.stock_csv.check_file import check_file
from shop.stock_csv.keep_import import keep_import
from shop.stock_csv.undo_import import undo_import
from shop.stocktake.begin_stocktake import begin_stocktake
from shop.stocktake.book_stocktake import book_stocktake
from shop.stocktake.count_level import count_level
from shop.stocktake.queries import to_count

#: Every so many rows of the shelf one bag is missing, and once one too many is there.
_ONE_MISSING = 9
_BOOKED = timedelta(days=16, hours=3)
_MISTAKEN = timedelta(days=4, hours=5)
#: Rows somebody has counted this morning.
_COUNTED = 3
_HEAD = "Ort;Artikelnummer;Charge;Bestand bisher;Bestand neu;Grund"


def stocktakes(opening: datetime, until: datetime, shop: Shop) -> Iterator[Step]:
    """One that was booked, one that is open, and between them a file taken back again."""
    if until - _BOOKED <= opening:
        return
    yield Step(until - _BOOKED, partial(_count_and_book, shop.staff_id))
    yield Step(until - _MISTAKEN, partial(_take_in_and_back, shop.staff_id))
    yield Step(until, partial(_begin_to_count, shop.staff_id))


def _count_and_book(staff_id: int) -> None:
    stocktake_id = begin_stocktake(STOCKROOM, staff_id)
    rows = [row.goods.level_id for row in to_count(stocktake_id, STOCKROOM)]
    expected, free = lies_there(rows), _free(rows)
    for place, level_id in enumerate(rows, 1):
        found = expected[level_id]
        if place % _ONE_MISSING == 0 and free[level_id]:
            found += 1 if place == 2 * _ONE_MISSING else -1
        count_level(stocktake_id, level_id, found, staff_id)
    book_stocktake(stocktake_id, staff_id)


def _begin_to_count(staff_id: int) -> None:
    stocktake_id = begin_stocktake(STOCKROOM, staff_id)
    rows = to_count(stocktake_id, STOCKROOM)[:_COUNTED]
    expected = lies_there(row.goods.level_id for row in rows)
    for place, row in enumerate(rows):
        found = expected[row.goods.level_id]
        count_level(stocktake_id, row.goods.level_id, max(0, found - place % 2), staff_id)


def _take_in_and_back(staff_id: int) -> None:
    rows = db.session.execute(
        select(Level.id, Variant.sku, Batch.code)
        .join(Variant, Variant.id == Level.variant_id)
        .join(Batch, Batch.id == Level.batch_id)
        .where(Level.location_id == STOCKROOM, Level.on_hand - Level.reserved >= 2)
        .order_by(Level.id)
        .limit(4)
    ).all()
    if not rows:
        return
    place, there = db.session.get_one(Location, STOCKROOM).name, lies_there(row.id for row in rows)
    lines = [f"{place};{row.sku};{row.code};{there[row.id]};{there[row.id] + 2};" for row in rows]
    content = "\r\n".join((_HEAD, *lines, "")).encode()
    reason = "Zählung in der falschen Woche"
    import_id = keep_import(check_file(content), "bestand_zaehlung.csv", reason, staff_id)
    apply_import(import_id, staff_id)
    undo_import(import_id, staff_id)


def _free(level_ids: list[int]) -> dict[int, bool]:
    """Level id → whether a bag of it is promised to nobody."""
    rows = db.session.execute(
        select(Level.id, Level.on_hand > Level.reserved).where(Level.id.in_(level_ids))
    )
    return {level_id: bool(is_free) for level_id, is_free in rows}
