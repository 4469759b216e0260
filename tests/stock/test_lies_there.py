"""What somebody would count on a shelf, at every step of an order."""

import pytest
from flask import Flask
from sqlalchemy import select, text

from shop.db import db
from shop.fulfilment.fulfil import pack, ship, unpack
from shop.stock.lies_there import lies_there, lying_units, sold_not_packed
from shop.stock.models import Level
from shop.stock.take_back import take_back
from tests.make.catalogue import MadeVariant, make_product
from tests.make.orders import make_order
from tests.make.sales import sell
from tests.make.stock import only_level


@pytest.fixture
def bag(app: Flask) -> MadeVariant:
    return make_product(app, variants=[{"units": 10}]).variant


def lying(app: Flask, bag: MadeVariant) -> int:
    """The three ways to ask agree."""
    level_id = only_level(app, bag.id)
    with app.app_context():
        units = lies_there([level_id])
        waiting = sold_not_packed
        joined = (
            select(Level.on_hand, waiting.c.units)
            .outerjoin(waiting, waiting.c.level_id == Level.id)
            .where(Level.id == level_id)
        )
        on_hand, sold = db.session.execute(joined).one()
        alone = db.session.scalar(select(lying_units()).where(Level.id == level_id))
    assert units == {level_id: alone} == {level_id: on_hand + (sold or 0)}
    return units[level_id]


def test_a_bag_lies_there_until_it_is_packed(app: Flask, bag: MadeVariant) -> None:
    order = make_order(app, {bag.id: 3})
    assert lying(app, bag) == 10
    with app.app_context():
        sell(order.id)
        db.session.commit()
    assert lying(app, bag) == 10
    with app.app_context():
        pack(order.id, None)
        db.session.commit()
    assert lying(app, bag) == 7
    with app.app_context():
        unpack(order.id, None)
        db.session.commit()
    assert lying(app, bag) == 10
    with app.app_context():
        pack(order.id, None)
        ship(order.id, None)
        db.session.commit()
    assert lying(app, bag) == 7


@pytest.mark.parametrize(
    ("packed", "sellable", "left"),
    [(False, True, 10), (False, False, 8), (True, True, 9), (True, False, 7)],
)
def test_what_comes_back_lies_there_if_it_can_be_sold(
    app: Flask, bag: MadeVariant, packed: bool, sellable: bool, left: int
) -> None:
    order = make_order(app, {bag.id: 3})
    with app.app_context():
        sell(order.id)
        if packed:
            pack(order.id, None)
        take_back(order.id, {bag.id: 2}, None, sellable=sellable)
        db.session.commit()
    assert lying(app, bag) == left


def test_however_many_orders_there_were_only_the_waiting_ones_are_read(app: Flask) -> None:
    with app.app_context():
        asked = select(lying_units()).where(Level.id == 1)
        written = str(asked.compile(db.engine, compile_kwargs={"literal_binds": True}))
        if db.engine.dialect.name == "sqlite":
            plan = db.session.execute(text("explain query plan " + written)).all()
        else:
            db.session.execute(text("set enable_seqscan = off"))
            plan = db.session.execute(text("explain " + written)).all()
    assert "ix_stock_reservations_on_shelf" in str(plan)
