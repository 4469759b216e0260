"""Stocktakes for a test. Everything is committed."""

from flask import Flask

from shop.db import db
from shop.stock.models import STOCKROOM
from shop.stocktake.begin_stocktake import begin_stocktake
from shop.stocktake.book_stocktake import book_stocktake
from shop.stocktake.count_level import Way, count_level
from shop.stocktake.review import compared


def begun(app: Flask, location_id: int = STOCKROOM) -> int:
    with app.app_context():
        stocktake_id = begin_stocktake(location_id, None)
        db.session.commit()
    return stocktake_id


def count(
    app: Flask,
    stocktake_id: int,
    level_id: int,
    units: int,
    person_id: int | None = None,
    *,
    way: Way = "first",
    seen: int = 0,
    form_key: str = "",
) -> None:
    with app.app_context():
        count_level(stocktake_id, level_id, units, person_id, way=way, seen=seen, form_key=form_key)
        db.session.commit()


def booked(app: Flask, stocktake_id: int, *, leave_out: tuple[int, ...] = ()) -> None:
    with app.app_context():
        book_stocktake(stocktake_id, None, leave_out=leave_out)
        db.session.commit()


def difference_of(app: Flask, stocktake_id: int, level_id: int) -> int:
    """What would be booked of this level."""
    with app.app_context():
        rows = {row.goods.level_id: row.change for row in compared(stocktake_id)}
    return rows[level_id]
