"""Whatever is done to goods at all places while sales go on: each unit is there, sold or lost."""

import secrets
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import func, select

from shop import clock
from shop.books import lots, shelves, stock
from shop.cart.queries import fill
from shop.cart.rules import Delivery
from shop.catalogue.sellable import sellable
from shop.checkout.place_order import place_order
from shop.checkout.rules import Answers
from shop.db import db
from shop.demo.end_payment import end_payment
from shop.demo.invent_orders import Fate
from shop.errors import Refused
from shop.fulfilment import fulfil
from shop.origin.block_batch import block_batch
from shop.origin.models import Batch
from shop.origin.rules import last_day_to_sell
from shop.origin.unblock_batch import unblock_batch
from shop.refunds.left import lines_left
from shop.refunds.request_refund import request_refund
from shop.refunds.rules import Goods, Reason, Wanted
from shop.stock.add_location import add_location
from shop.stock.close_location import close_location
from shop.stock.correct import correct
from shop.stock.grind_to_order import grind_to_order
from shop.stock.models import STOCKROOM, Level, Movement, Reservation
from shop.stock.move import move
from shop.stock.open_location import open_location
from shop.stock.pack import pack
from shop.stock.receive import receive
from shop.stock.write_off import write_off
from tests.make.catalogue import MUG, make_product
from tests.make.orders import make_order, make_pickup_place, somebody
from tests.make.origin import make_batch, make_green_lot

_LAWS = (*stock.LAWS, *shelves.LAWS, *lots.LAWS)
_WHICH = st.integers(0, 40)
_UNITS = st.integers(1, 4)
_STEPS = {"p": fulfil.pack, "u": fulfil.unpack, "s": fulfil.ship, "h": fulfil.hand_over}


@dataclass(frozen=True)
class _Goods:
    """What there is before anything happens; committed."""

    batches: tuple[int, ...]
    #: Beans, ground to order from them, packed ground, a mug.
    variants: tuple[int, int, int, int]
    places: tuple[int, ...]
    pickup_place: int


def _goods(app: Flask) -> _Goods:
    day = clock.today()
    batches = tuple(
        make_batch(
            app,
            {make_green_lot(app): 40_000},
            made_grams=30_000,
            best_before=day + timedelta(days=days),
        )
        for days in (60, 90, 400)
    )
    shelf = dict.fromkeys(batches, 3)
    grinds: list[dict[str, Any]] = [{"units": 0, "grind": one} for one in ("filter", "espresso")]
    beans, ground, packed = make_product(app, variants=[{"shelf": shelf}, *grinds]).variants
    mug = make_product(app, kind="goods", variants=[MUG]).variant
    place = make_pickup_place(app)
    with app.app_context():
        grind_to_order(ground.id, beans.id)
        places = STOCKROOM, add_location("market", "Stand"), add_location("consignment", "Theke")
        db.session.commit()
    # With it the legal texts: the process remembers that they are kept.
    make_order(app, {mug.id: 1}, somebody())
    return _Goods(batches, (beans.id, ground.id, packed.id, mug.id), places, place)


class _Shelves(RuleBasedStateMachine):
    """One transaction, which is never committed."""

    def __init__(self, app: Flask, goods: _Goods) -> None:
        super().__init__()
        self.goods, self.now = goods, clock.now()
        self.open = ExitStack()
        self.open.enter_context(app.app_context())

    def teardown(self) -> None:
        db.session.rollback()
        self.open.close()

    def _do(self, act: Callable[[], object]) -> None:
        with clock.stopped_at(self.now), suppress(Refused), db.session.begin_nested():
            act()

    def _level(self, which: int) -> int:
        found = db.session.scalars(select(Level.id).order_by(Level.id)).all()
        return found[which % len(found)]

    def _order(self, which: int, state: str) -> int | None:
        held = select(Reservation.order_id).where(Reservation.state == state).distinct()
        found = db.session.scalars(held.order_by(Reservation.order_id)).all()
        return found[which % len(found)] if found else None

    @rule(which=_WHICH, units=_UNITS)
    def pack_bags(self, which: int, units: int) -> None:
        batch = self.goods.batches[which % 3]
        self._do(lambda: pack(batch, self.goods.variants[which % 2 * 2], units))

    @rule(which=_WHICH, units=_UNITS)
    def receive_mugs(self, which: int, units: int) -> None:
        place = self.goods.places[which % 3]
        self._do(lambda: receive(self.goods.variants[3], units, "Lieferung", location_id=place))

    @rule(one=_WHICH, other=_WHICH, to=_WHICH, units=_UNITS)
    def move_goods(self, one: int, other: int, to: int, units: int) -> None:
        wanted = {self._level(one): units, self._level(other): 1}
        place, key = self.goods.places[to % 3], secrets.token_hex(4)
        self._do(lambda: move(self._elsewhere(wanted, place), place, "", None, key))

    def _elsewhere(self, wanted: dict[int, int], place: int) -> dict[int, int]:
        rows = db.session.scalars(
            select(Level.id).where(Level.id.in_(wanted), Level.location_id != place)
        )
        found = {id: wanted[id] for id in rows}
        if not found:
            raise Refused
        return found

    @rule(which=_WHICH, units=_UNITS)
    def write_off_goods(self, which: int, units: int) -> None:
        self._do(lambda: write_off(self._level(which), units, "beschädigt", None))

    @rule(which=_WHICH, change=st.sampled_from([-3, -1, 1, 2]), counted=st.booleans())
    def correct_goods(self, which: int, change: int, counted: bool) -> None:
        source = "stocktake:1" if counted else ""
        self._do(lambda: self._correct(self._level(which), change, source))

    def _correct(self, level_id: int, change: int, source: str) -> None:
        ground = self.goods.variants[1]
        if db.session.get_one(Level, level_id).variant_id == ground:
            raise Refused
        correct(level_id, change, "gezählt", None, source=source)

    @rule(days=st.integers(1, 20))
    def days_pass(self, days: int) -> None:
        self.now += timedelta(days=days)

    @rule(which=_WHICH, what=st.sampled_from(("block", "unblock", "shut", "open", "grind", "pack")))
    def seldom(self, which: int, what: str) -> None:
        """What changes which goods may be sold, and where they may lie."""
        batch, place = self.goods.batches[which % 3], self.goods.places[1 + which % 2]
        beans, _ground, packed, _mug = self.goods.variants
        acts: dict[str, Callable[[], object]] = {
            "block": lambda: block_batch(batch, "Probe", None),
            "unblock": lambda: unblock_batch(batch, None),
            "shut": lambda: close_location(place),
            "open": lambda: open_location(place),
            "grind": lambda: grind_to_order(packed, beans),
            "pack": lambda: grind_to_order(packed, None),
        }
        self._do(acts[what])

    @rule(one=_WHICH, other=_WHICH, units=_UNITS, collected=st.booleans(), paid=st.booleans())
    def buy(self, one: int, other: int, units: int, collected: bool, paid: bool) -> None:
        wanted = {self.goods.variants[one % 4]: units, self.goods.variants[other % 4]: 1}
        answers = somebody()
        if collected:
            place = self.goods.pickup_place
            answers = replace(answers, delivery=Delivery.PICKUP, pickup_place_id=place)
        self._do(lambda: self._place(answers, wanted, paid))

    def _place(self, answers: Answers, wanted: dict[int, int], paid: bool) -> None:
        cart = fill(wanted, answers.delivery).cart
        order = place_order(secrets.token_urlsafe(24), answers, cart)
        if paid:
            end_payment(order.id, Fate.PAID)

    @rule(which=_WHICH, fate=st.sampled_from([Fate.PAID, Fate.EXPIRED, Fate.CANCELLED]))
    def end(self, which: int, fate: Fate) -> None:
        if order := self._order(which, "held"):
            self._do(lambda: end_payment(order, fate))

    @rule(which=_WHICH, steps=st.sampled_from(("p", "pu", "ps", "ph", "s", "h", "u")))
    def work_on_order(self, which: int, steps: str) -> None:
        if order := self._order(which, "sold"):
            for step in steps:
                self._do(partial(_STEPS[step], order, None))

    @rule(which=_WHICH, units=_UNITS, goods=st.sampled_from(Goods))
    def give_back(self, which: int, units: int, goods: Goods) -> None:
        if order := self._order(which, "sold"):
            lines = [line for line in lines_left(order) if line.units]
            if lines:
                line = lines[which % len(lines)]
                wanted = Wanted({line.line_id: (min(units, line.units), goods)})
                self._do(lambda: request_refund(order, wanted, Reason.GOODWILL, None))

    @rule(which=_WHICH, steps=st.sampled_from(("", "p", "ps", "ph")), goods=st.sampled_from(Goods))
    def sell_and_give_back(self, which: int, steps: str, goods: Goods) -> None:
        self.buy(which, which + 1, 2, steps.endswith("h"), True)
        newest = db.session.scalar(
            select(func.max(Reservation.order_id)).where(Reservation.state == "sold")
        )
        if newest is None:
            return
        for step in steps:
            self._do(partial(_STEPS[step], newest, None))
        line = next((line for line in lines_left(newest) if line.units), None)
        if line:
            wanted = Wanted({line.line_id: (1, goods)})
            self._do(lambda: request_refund(newest, wanted, Reason.GOODWILL, None))

    @invariant()
    def every_law_holds(self) -> None:
        connection = db.session.connection()
        assert {law.name: wrong for law in _LAWS if (wrong := law.broken_by(connection))} == {}

    @invariant()
    def every_unit_is_somewhere(self) -> None:
        """Of each variant and batch at all places: what came is there, was sold, or was lost."""
        of = Level.variant_id, Level.batch_id
        came = self._sums(
            select(*of, func.sum(Movement.on_hand_change))
            .join(Movement, Movement.level_id == Level.id)
            .where(Movement.kind.in_(("received", "packed", "correction")))
        )
        lost = self._sums(
            select(*of, func.sum(-Movement.on_hand_change))
            .join(Movement, Movement.level_id == Level.id)
            .where(Movement.kind == "write_off")
        )
        there = self._sums(select(*of, func.sum(Level.on_hand)))
        sold = self._sums(
            select(*of, func.sum(Reservation.units - Reservation.returned))
            .join(Reservation, Reservation.level_id == Level.id)
            .where(Reservation.state == "sold")
        )
        for one in there:
            parts = there[one], sold.get(one, 0), lost.get(one, 0)
            assert min(parts) >= 0
            assert came.get(one, 0) == sum(parts)

    def _sums(self, statement: object) -> dict[tuple[int, int | None], int]:
        grouped = statement.group_by(Level.variant_id, Level.batch_id)  # type: ignore[attr-defined]
        return {(row[0], row[1]): int(row[2]) for row in db.session.execute(grouped)}

    @invariant()
    def for_sale_is_what_is_free_and_good_in_the_stockroom(self) -> None:
        with clock.stopped_at(self.now):
            first_day = last_day_to_sell(clock.today())
            rows = db.session.execute(
                select(Level.variant_id, Level.on_hand - Level.reserved, Batch)
                .outerjoin(Batch, Batch.id == Level.batch_id)
                .where(Level.location_id == STOCKROOM)
            )
            free: dict[int, int] = {}
            for variant, units, batch in rows:
                if batch is None or (batch.blocked_at is None and batch.best_before >= first_day):
                    free[variant] = free.get(variant, 0) + units
            for one in sellable(self.goods.variants).values():
                assert one.available == free.get(one.drawn_from, 0)


def test_every_unit_is_there_sold_or_lost(app: Flask, pytestconfig: pytest.Config) -> None:
    with app.app_context():
        is_sqlite = db.engine.dialect.name == "sqlite"
    goods = _goods(app)
    examples = (20 if is_sqlite else 3) * (20 if pytestconfig.getoption("--long") else 1)

    class Machine(_Shelves):
        def __init__(self) -> None:
            super().__init__(app, goods)

    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=30,
            suppress_health_check=list(HealthCheck),
        ),
    )
