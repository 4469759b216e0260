"""Of an order partly sent, bags that never left are those still here, and those back were sent."""

import pytest
from flask import Flask
from sqlalchemy import select

from shop.db import db
from shop.fulfilment.send_parcel import send_parcel, units_here
from shop.orders.rules import State
from shop.refunds.rules import Goods
from shop.stock.models import Level, Reservation
from shop.stock.rules import NotAmongThem
from tests.make.books import broken_laws
from tests.make.catalogue import make_product
from tests.make.fulfilment import paid_order
from tests.make.orders import MadeOrder, state_of
from tests.make.origin import make_batch
from tests.make.refunds import refund_of


def _sent(app: Flask, nth: int) -> MadeOrder:
    """A bag each of two batches, the nth of them in a parcel."""
    shelf = {make_batch(app, code="26-118"): 1, make_batch(app, code="26-119"): 1}
    bag = make_product(app, "Filter", variants=[{"shelf": shelf}]).variant
    order = paid_order(app, {bag.id: 2})
    with app.app_context():
        send_parcel(order.id, {_reservations(order)[nth].id: 1}, None)
        db.session.commit()
    return order


def _reservations(order: MadeOrder) -> list[Reservation]:
    of_order = select(Reservation).where(Reservation.order_id == order.id)
    return list(db.session.scalars(of_order.order_by(Reservation.id)))


def test_what_never_left_is_the_bag_that_is_still_here(app: Flask) -> None:
    order = _sent(app, 1)
    refund_of(app, order.id, {0: (1, Goods.NEVER_LEFT)})
    with app.app_context():
        here, gone = _reservations(order)
        assert (here.returned, gone.returned, gone.sent) == (1, 0, 1)
        assert db.session.get_one(Level, here.level_id).on_hand == 1
        assert units_here(order.id) == {}
        assert broken_laws() == {}
    assert state_of(app, order) == State.SHIPPED


def test_what_came_back_is_the_bag_that_was_sent(app: Flask) -> None:
    order = _sent(app, 0)
    refund_of(app, order.id, {0: (1, Goods.BACK)})
    with app.app_context():
        back, here = _reservations(order)
        assert (back.returned, back.sent, here.returned) == (1, 0, 0)
        assert sum(units_here(order.id).values()) == 1
        assert broken_laws() == {}
    assert state_of(app, order) == State.PAID


def test_a_batch_of_which_nothing_is_out_any_more_is_not_taken_for_another(app: Flask) -> None:
    order = _sent(app, 0)
    with app.app_context():
        level_id = _reservations(order)[0].level_id
    refund_of(app, order.id, {0: (1, Goods.BACK)}, first={0: level_id})
    with pytest.raises(NotAmongThem):
        refund_of(app, order.id, {0: (1, Goods.BACK)}, first={0: level_id})
    with app.app_context():
        assert [row.returned for row in _reservations(order)] == [1, 0]
        assert broken_laws() == {}
