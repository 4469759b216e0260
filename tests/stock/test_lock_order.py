"""Whoever takes several levels takes the lower id first, so that nobody waits in a ring."""

from functools import partial

from flask import Flask
from sqlalchemy import select

from shop.db import db
from shop.orders.models import Line
from shop.purchasing.receive_goods import receive_goods
from shop.purchasing.rules import Came
from shop.purchasing.take_back_receipt import take_back_receipt
from shop.refunds.rules import Goods, Part
from shop.refunds.take_goods import take_goods
from shop.stock.receive import receive
from tests.make.catalogue import MUG, MadeVariant, make_product
from tests.make.fulfilment import paid_order
from tests.make.locks import takes_in_id_order
from tests.make.purchases import cups, line_ids, make_purchase
from tests.make.stock import level_of, only_level


def _mugs(app: Flask, *, turned: bool) -> tuple[MadeVariant, MadeVariant]:
    """Ten of each; the levels were made in the order of the variants, or the other way round."""
    first, second = make_product(app, variants=[MUG | {"units": 0}, MUG | {"units": 0}]).variants
    for mug in (second, first) if turned else (first, second):
        with app.app_context():
            receive(mug.id, 10, "LS 1")
            db.session.commit()
    return first, second


def test_a_delivery_and_its_taking_back_do(app: Flask) -> None:
    first, second = _mugs(app, turned=True)
    high, low = only_level(app, first.id), only_level(app, second.id)
    bought = make_purchase(app, cups(first.id), cups(second.id))
    came = {line_id: Came(3, 0) for line_id in line_ids(app, bought)}
    act = partial(receive_goods, bought, came, "LS 2", "key", None)
    assert takes_in_id_order(app, act, low, high)
    assert level_of(app, first.id) == level_of(app, second.id) == (13, 0)
    assert takes_in_id_order(app, partial(take_back_receipt, 1, "falsch", None), low, high)
    assert level_of(app, first.id) == level_of(app, second.id) == (10, 0)


def test_goods_that_come_back_for_several_reasons_do(app: Flask) -> None:
    first, second = _mugs(app, turned=False)
    order = paid_order(app, {first.id: 2, second.id: 2})
    with app.app_context():
        of = select(Line.variant_id, Line.id).where(Line.order_id == order.id)
        lines = {variant_id: line_id for variant_id, line_id in db.session.execute(of)}
    kinds = list(Goods)
    # The goods that are booked first are of the level with the higher id.
    parts = [Part(lines[second.id], 1, 0, kinds[0]), Part(lines[first.id], 1, 0, kinds[1])]
    act = partial(take_goods, order.id, parts, None)
    assert takes_in_id_order(app, act, only_level(app, first.id), only_level(app, second.id))
