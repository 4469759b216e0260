"""The demo shop has counted, counts, and took a file back."""

from datetime import timedelta

from flask import Flask
from sqlalchemy import func, select

from shop.clock import today
from shop.db import db
from shop.demo.fill import fill
from shop.stock.models import Movement
from shop.stock_csv.models import StockImport
from shop.stocktake.models import Count, Stocktake


def test_one_stocktake_is_booked_one_is_open_and_a_file_was_taken_back(app: Flask) -> None:
    with app.app_context():
        fill(today() - timedelta(days=40))
        states = db.session.scalars(select(Stocktake.state).order_by(Stocktake.id)).all()
        assert states == ["booked", "open"]
        assert db.session.scalars(select(StockImport.state)).all() == ["undone"]
        booked = select(func.count()).where(Movement.source.startswith("stocktake:"))
        differing = select(func.count()).where(Count.booked_change != 0)
        moved = db.session.scalar(booked) or 0
        assert moved > 0 and moved == db.session.scalar(differing)
        undone = select(func.sum(Movement.on_hand_change), func.count()).where(
            Movement.source.startswith("import:")
        )
        assert tuple(db.session.execute(undone).one()) == (0, 8)
