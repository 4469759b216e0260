"""What the shop of `everything` counts at a stall, and takes in as files."""

from sqlalchemy import select

from shop.catalogue.models import Variant
from shop.db import db
from shop.origin.models import Batch
from shop.stock.models import Level, Location
from shop.stock_csv.undo_import import undo_import
from tests.faults.history_shop import HistoryShop
from tests.make.counter import bring, make_stall
from tests.make.stock_file import applied, kept, stock_csv
from tests.make.stocktake import begun, booked, count


def count_and_read_files(shop: HistoryShop) -> None:
    """A stocktake that found less and one that left out what it found; a file applied, one undone
    and one nobody applied."""
    stall = make_stall(shop.app, "consignment", "Weltladen")
    bring(shop.app, stall, {shop.plain: 9})
    with shop.app.app_context():
        level_id = db.session.scalars(select(Level.id).where(Level.location_id == stall)).one()
    for found, leave_out in ((7, ()), (5, (level_id,))):
        stocktake_id = begun(shop.app, stall)
        count(shop.app, stocktake_id, level_id, found)
        booked(shop.app, stocktake_id, leave_out=leave_out)
    applied(shop.app, _file(shop, stall, 7, 4))
    wrong = _file(shop, stall, 4, 6)
    applied(shop.app, wrong)
    with shop.app.app_context():
        undo_import(wrong, None)
        db.session.commit()
    _file(shop, stall, 4, 1)


def _file(shop: HistoryShop, stall: int, before: int, after: int) -> int:
    with shop.app.app_context():
        place, sku, code = db.session.execute(
            select(Location.name, Variant.sku, Batch.code)
            .select_from(Level)
            .join(Location, Location.id == Level.location_id)
            .join(Variant, Variant.id == Level.variant_id)
            .join(Batch, Batch.id == Level.batch_id)
            .where(Level.location_id == stall)
        ).one()
    return kept(shop.app, stock_csv(f"{place};{sku};{code};{before};{after};gezählt"))
