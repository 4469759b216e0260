"""What is left to do about refunds, and what is left to give back."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import update

from shop.clock import now
from shop.db import db
from shop.refunds.models import Refund
from shop.refunds.queries import money_left, refund_tasks, refundable
from shop.refunds.rules import Goods
from tests.make.catalogue import make_product
from tests.make.orders import MadeOrder, make_order, somebody
from tests.make.refunds import refund_of
from tests.make.sales import sell


@pytest.fixture
def order(app: Flask) -> MadeOrder:
    made = make_order(app, {make_product(app).variant.id: 2}, somebody())
    with app.app_context():
        sell(made.id)
        db.session.commit()
    return made


def change(app: Flask, refund_id: int, **values: object) -> None:
    with app.app_context():
        db.session.execute(update(Refund).where(Refund.id == refund_id).values(**values))
        db.session.commit()


def told(app: Flask) -> list[tuple[str, str, int]]:
    with app.app_context():
        return [(task.number, task.kind, task.amount_cents) for task in refund_tasks()]


def test_a_refund_on_its_way_is_nobodys_task(app: Flask, order: MadeOrder) -> None:
    refund_of(app, order.id, {0: (1, Goods.NEVER_LEFT)})
    assert told(app) == []


@pytest.mark.parametrize(
    "values, kind",
    [
        ({"state": "failed"}, "failed"),
        ({"state": "succeeded", "goods_known": False}, "goods"),
        ({"requested_at": now() - timedelta(days=2)}, "unanswered"),
    ],
)
def test_somebody_must_see_to_it(
    app: Flask, order: MadeOrder, values: dict[str, object], kind: str
) -> None:
    refund_id = refund_of(app, order.id, {0: (1, Goods.NEVER_LEFT)})
    change(app, refund_id, **values)
    assert told(app) == [(order.number, kind, 750)]


@pytest.mark.parametrize("state", ["replaced", "settled", "succeeded"])
def test_what_is_done_is_no_task(app: Flask, order: MadeOrder, state: str) -> None:
    refund_id = refund_of(app, order.id, {0: (1, Goods.NEVER_LEFT)})
    change(app, refund_id, state=state)
    assert told(app) == []


def test_what_is_left_is_what_was_not_given_back(app: Flask, order: MadeOrder) -> None:
    refund_id = refund_of(app, order.id, {0: (1, Goods.NEVER_LEFT)})
    with app.app_context():
        offer = refundable(order.id)
        assert (offer.left_cents, offer.newest_id) == (order.total_cents - 750, refund_id)
        assert [left.units for _line, left in offer.lines] == [1, 0]
        assert money_left(order.id) == order.total_cents - 750


def test_nothing_is_left_of_an_order_nobody_paid(app: Flask) -> None:
    unpaid = make_order(app, {make_product(app).variant.id: 1}, somebody())
    with app.app_context():
        assert (refundable(unpaid.id).left_cents, money_left(unpaid.id)) == (0, 0)
