"""Goods come back to the shelf, or are written off, and the movements say so."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from shop.db import db
from shop.stock.models import Level, Movement
from shop.stock.take_back import take_back
from tests.make.catalogue import MadeVariant, make_product
from tests.make.orders import MadeOrder, make_order, somebody
from tests.make.sales import sell


@pytest.fixture
def bag(app: Flask) -> MadeVariant:
    return make_product(app, variants=[{"units": 5}]).variant


@pytest.fixture
def sold(app: Flask, bag: MadeVariant) -> MadeOrder:
    order = make_order(app, {bag.id: 3}, somebody())
    with app.app_context():
        sell(order.id)
        db.session.commit()
    return order


def come_back(app: Flask, order: MadeOrder, units: dict[int, int], *, sellable: bool) -> None:
    with app.app_context():
        take_back(order.id, units, None, sellable=sellable)
        db.session.commit()


def on_hand(app: Flask, bag: MadeVariant) -> int:
    """What its movements add up to, and the counter too."""
    with app.app_context():
        moved = (
            select(func.sum(Movement.on_hand_change))
            .join(Level, Level.id == Movement.level_id)
            .where(Level.variant_id == bag.id)
        )
        counted = select(Level.on_hand).where(Level.variant_id == bag.id)
        assert db.session.scalar(moved) == db.session.scalar(counted)
        return db.session.scalars(counted).one()


def movements(app: Flask, order: MadeOrder) -> list[tuple[str, int]]:
    with app.app_context():
        rows = db.session.execute(
            select(Movement.kind, Movement.on_hand_change)
            .where(Movement.order_id == order.id, Movement.kind.in_(("return", "write_off")))
            .order_by(Movement.id)
        )
        return [(kind, change) for kind, change in rows]


def test_what_can_be_sold_is_on_the_shelf_again(
    app: Flask, bag: MadeVariant, sold: MadeOrder
) -> None:
    come_back(app, sold, {bag.id: 2}, sellable=True)
    assert on_hand(app, bag) == 4
    assert movements(app, sold) == [("return", 2)]


def test_what_cannot_be_sold_came_back_and_was_written_off(
    app: Flask, bag: MadeVariant, sold: MadeOrder
) -> None:
    come_back(app, sold, {bag.id: 2}, sellable=False)
    assert on_hand(app, bag) == 2
    assert movements(app, sold) == [("return", 2), ("write_off", -2)]


def test_no_units_move_nothing(app: Flask, bag: MadeVariant, sold: MadeOrder) -> None:
    come_back(app, sold, {}, sellable=True)
    assert on_hand(app, bag) == 2
    assert movements(app, sold) == []
