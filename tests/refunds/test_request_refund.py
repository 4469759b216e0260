"""Money and goods go back by line, by amount, with shipping or without, never more than is left."""

import threading

import pytest
from flask import Flask
from sqlalchemy import select

from shop.db import db
from shop.errors import Refused
from shop.fulfilment.fulfil import pack, ship
from shop.orders.models import OrderEvent
from shop.refunds.request_refund import request_refund
from shop.refunds.rules import Goods, NothingLeft, Reason, TooMuch, Wanted
from shop.stock.models import Movement
from tests.make.catalogue import MadeVariant, make_product
from tests.make.mails import news_of
from tests.make.orders import MadeOrder, make_order, somebody, state_of
from tests.make.refunds import (
    check_laws,
    kept_refunds,
    left_in_books,
    line_at,
    refund_of,
    refunded_cents,
)
from tests.make.sales import sell
from tests.make.stock import level_of

BACK, WRITTEN_OFF, NEVER_LEFT = Goods.BACK, Goods.WRITTEN_OFF, Goods.NEVER_LEFT


@pytest.fixture
def bag(app: Flask) -> MadeVariant:
    return make_product(app, "Hausmischung", variants=[{"units": 10}]).variant


@pytest.fixture
def order(app: Flask, bag: MadeVariant) -> MadeOrder:
    """Two bags at 7.50 € and shipping, paid."""
    made = make_order(app, {bag.id: 2}, somebody())
    with app.app_context():
        sell(made.id)
        db.session.commit()
    return made


def send_off(app: Flask, order: MadeOrder) -> None:
    with app.app_context():
        pack(order.id, None)
        ship(order.id, None)
        db.session.commit()


def notes(app: Flask, order: MadeOrder) -> list[str]:
    with app.app_context():
        found = select(OrderEvent.note).where(OrderEvent.order_id == order.id)
        return [note for note in db.session.scalars(found.order_by(OrderEvent.id)) if note]


def test_one_bag_comes_back_and_its_price_goes_back(
    app: Flask, bag: MadeVariant, order: MadeOrder
) -> None:
    send_off(app, order)
    refund_of(app, order.id, {0: (1, BACK)})
    (refund,) = kept_refunds(app)
    assert (refund.state, refund.amount_cents, refund.origin) == ("requested", 750, "staff")
    assert refund.goods_known and refund.gives_back == "goods"
    assert level_of(app, bag.id) == (9, 0)
    assert refunded_cents(app, order.id) == 750
    assert (state_of(app, order), notes(app, order)) == ("shipped", ["partly_refunded"])
    # Stripe has not said yes yet.
    assert "order-refunded" not in news_of(app)
    check_laws(app)


def test_what_cannot_be_sold_is_written_off(app: Flask, bag: MadeVariant, order: MadeOrder) -> None:
    send_off(app, order)
    refund_of(app, order.id, {0: (2, WRITTEN_OFF)}, shipping=True)
    assert level_of(app, bag.id) == (8, 0)
    with app.app_context():
        found = select(Movement.kind, Movement.on_hand_change).order_by(Movement.id.desc()).limit(2)
        assert [tuple(row) for row in db.session.execute(found)] == [
            ("write_off", -2),
            ("return", 2),
        ]
    assert refunded_cents(app, order.id) == order.total_cents
    assert (state_of(app, order), notes(app, order)[-1]) == ("shipped", "refunded")
    check_laws(app)


def test_an_order_of_which_nothing_is_left_is_not_packed(
    app: Flask, bag: MadeVariant, order: MadeOrder
) -> None:
    refund_of(app, order.id, {0: (1, NEVER_LEFT)})
    assert state_of(app, order) == "paid"
    refund_of(app, order.id, {0: (1, NEVER_LEFT)}, shipping=True)
    assert state_of(app, order) == "refunded"
    assert notes(app, order) == ["partly_refunded", "refunded"]
    assert level_of(app, bag.id) == (10, 0)
    check_laws(app)


def test_without_goods_there_is_nothing_to_pack_though_shipping_is_kept(
    app: Flask, order: MadeOrder
) -> None:
    refund_of(app, order.id, {0: (2, NEVER_LEFT)})
    assert state_of(app, order) == "refunded"
    refund_of(app, order.id, shipping=True)
    assert refunded_cents(app, order.id) == order.total_cents


def test_a_lower_price_leaves_the_goods_where_they_are(
    app: Flask, bag: MadeVariant, order: MadeOrder
) -> None:
    refund_of(app, order.id, discount_cents=301)
    assert (state_of(app, order), level_of(app, bag.id)) == ("paid", (8, 0))
    # What is left of the bags is shared out over them.
    refund_of(app, order.id, {0: (1, NEVER_LEFT)})
    assert [one.amount_cents for one in kept_refunds(app)] == [301, 600]
    check_laws(app)


def test_a_price_lowered_to_nothing_ends_the_order_and_asks_for_its_goods(
    app: Flask, order: MadeOrder
) -> None:
    refund_of(app, order.id, discount_cents=1500, shipping=True)
    assert state_of(app, order) == "refunded"
    assert not kept_refunds(app)[0].goods_known


@pytest.mark.parametrize(
    "units, shipping, discount",
    [({0: (3, BACK)}, False, 0), ({0: (2, BACK)}, False, 1), ({}, False, 1501)],
)
def test_more_than_is_left_is_refused_and_changes_nothing(
    app: Flask,
    bag: MadeVariant,
    order: MadeOrder,
    units: dict[int, tuple[int, Goods]],
    shipping: bool,
    discount: int,
) -> None:
    with pytest.raises(TooMuch):
        refund_of(app, order.id, units, shipping=shipping, discount_cents=discount)
    with app.app_context():
        db.session.rollback()
    assert (kept_refunds(app), refunded_cents(app, order.id)) == ([], 0)
    assert level_of(app, bag.id) == (8, 0)


def test_nothing_is_given_back_of_an_order_nobody_paid(app: Flask, bag: MadeVariant) -> None:
    unpaid = make_order(app, {bag.id: 1}, somebody())
    with pytest.raises(NothingLeft):
        refund_of(app, unpaid.id, {0: (1, BACK)})


def test_of_two_at_once_one_gets_the_last_cent_and_the_other_is_told(
    app: Flask, bag: MadeVariant, order: MadeOrder
) -> None:
    start, told = threading.Barrier(4), []

    def ask() -> None:
        with app.app_context():
            wanted = Wanted({line_at(order.id, 0): (2, BACK)}, shipping=True)
            db.session.rollback()
            start.wait()
            try:
                request_refund(order.id, wanted, Reason.GOODWILL, None)
                db.session.commit()
                told.append("done")
            except Refused as refused:
                db.session.rollback()
                told.append(type(refused).__name__)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == ["TooMuch", "TooMuch", "TooMuch", "done"]
    assert refunded_cents(app, order.id) == order.total_cents
    assert level_of(app, bag.id) == (10, 0)
    check_laws(app)


def test_what_was_never_accepted_is_in_no_books(app: Flask, order: MadeOrder) -> None:
    before = left_in_books(app, order.id)
    refund_of(app, order.id, {0: (1, NEVER_LEFT)})
    assert left_in_books(app, order.id) == before
