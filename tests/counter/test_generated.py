"""Whatever is bought, sold over a counter and brought back, in whatever order: the books hold."""

import secrets
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from shop.books.laws import LAWS
from shop.clock import today
from shop.counter.models import CounterSale
from shop.counter.price_sale import price_sale
from shop.counter.rules import PaidBy
from shop.counter.sell_over_counter import sell_over_counter
from shop.counter.take_back_sale import take_back_sale
from shop.db import db
from shop.errors import Refused
from shop.orders.models import Line
from shop.origin.block_batch import block_batch
from shop.origin.unblock_batch import unblock_batch
from shop.purchasing.models import PurchaseLine, Receipt
from shop.purchasing.receive_goods import receive_goods
from shop.purchasing.rules import Came
from shop.purchasing.take_back_receipt import take_back_receipt
from shop.refunds.rules import Goods
from shop.stock.models import Level
from shop.stock.move import move
from tests.make.catalogue import MUG, make_product
from tests.make.counter import bring, make_stall
from tests.make.origin import make_batch
from tests.make.purchases import cups, make_purchase

_STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            ("sell", "sell", "bring back", "throw away", "undo", "receive", "send back")
            + ("carry", "block", "unblock")
        ),
        st.integers(0, 9),
        st.integers(1, 5),
    ),
    min_size=3,
    max_size=12,
)


@settings(max_examples=20, suppress_health_check=list(HealthCheck))
@given(steps=_STEPS)
def test_nothing_is_sold_received_or_paid_twice(
    app: Flask, steps: list[tuple[str, int, int]]
) -> None:
    trade = _Trade(app)
    with app.app_context():
        for what, which, units in steps:
            with suppress(Refused), db.session.begin_nested():
                trade.deeds[what](which, units)
            broken = {law.name for law in LAWS if law.broken_by(db.session.connection())}
            assert broken == set(), what
        db.session.rollback()


class _Trade:
    """A stall with two batches of one coffee and some mugs; nothing that happens is committed."""

    def __init__(self, app: Flask) -> None:
        self.batches = [make_batch(app), make_batch(app)]
        self.bag = make_product(app, variants=[{"shelf": dict.fromkeys(self.batches, 5)}]).variant
        self.mug = make_product(app, "Becher", kind="goods", variants=[MUG]).variant
        self.stall = make_stall(app, name=f"Stand {secrets.token_hex(4)}")
        bring(app, self.stall, {self.bag.id: 8, self.mug.id: 3})
        self.bought = make_purchase(app, cups(self.mug.id, 12))
        self.deeds: dict[str, Callable[[int, int], object]] = {
            "sell": self._sell,
            "bring back": lambda which, units: self._back(which, units, Goods.BACK),
            "throw away": lambda which, units: self._back(which, units, Goods.WRITTEN_OFF),
            "undo": lambda which, _: self._taken(which, None),
            "receive": self._receive,
            "send back": lambda which, _: self._send_back(which),
            "carry": self._carry,
            "block": lambda which, _: block_batch(self.batches[which % 2], "Probe", None),
            "unblock": lambda which, _: unblock_batch(self.batches[which % 2], None),
        }

    def _sell(self, which: int, units: int) -> None:
        wanted = {self.bag.id: units} if which % 3 else {self.bag.id: units, self.mug.id: 1}
        day = today() - timedelta(days=which)
        sell_over_counter(
            *(self.stall, wanted, day, PaidBy.CASH, "", secrets.token_hex(8), None),
            shown_cents=price_sale(wanted, day).total_cents,
        )

    def _sale(self, which: int) -> int | None:
        chosen = select(CounterSale.order_id).where(CounterSale.location_id == self.stall)
        sales = db.session.scalars(chosen.order_by(CounterSale.order_id)).all()
        return sales[which % len(sales)] if sales else None

    def _taken(self, which: int, units: dict[int, tuple[int, Goods]] | None) -> None:
        if sale := self._sale(which):
            take_back_sale(sale, units, "", secrets.token_hex(8), None)

    def _back(self, which: int, units: int, goods: Goods) -> None:
        of = select(func.min(Line.id)).where(Line.order_id == self._sale(which))
        if line := db.session.scalar(of):
            self._taken(which, {line: (units, goods)})

    def _receive(self, which: int, units: int) -> None:
        line = db.session.scalars(
            select(PurchaseLine).where(PurchaseLine.order_id == self.bought)
        ).one()
        db.session.refresh(line)
        # Now and then somebody has not seen what came meanwhile.
        came = Came(units, line.received if which else 1)
        receive_goods(
            *(self.bought, {line.id: came}, "LS", secrets.token_hex(8), None),
            location_id=self.stall if which % 2 else 1,
            more_is_right=which > 7,
        )

    def _send_back(self, which: int) -> None:
        of = select(Receipt.id).where(Receipt.order_id == self.bought).order_by(Receipt.id)
        if receipts := db.session.scalars(of).all():
            take_back_receipt(receipts[which % len(receipts)], "falsch", None)

    def _carry(self, which: int, units: int) -> None:
        of = select(Level.id).where(Level.location_id == self.stall).order_by(Level.id)
        levels = db.session.scalars(of).all()
        move({levels[which % len(levels)]: units}, 1, "zurück", None, secrets.token_hex(8))
