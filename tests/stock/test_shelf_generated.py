"""Whatever happens to two batches, in whatever order: every bag and every gram is accounted for."""

import secrets
from collections.abc import Callable
from contextlib import suppress

from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from shop.books import lots, stock
from shop.cart.rules import PricedCart
from shop.checkout.place_order import place_order
from shop.db import db
from shop.demo.end_payment import end_payment
from shop.demo.invent_orders import Fate
from shop.errors import Refused
from shop.origin.block_batch import block_batch
from shop.origin.models import Batch
from shop.origin.put_together import put_together
from shop.origin.unblock_batch import unblock_batch
from shop.origin.write_off import write_off
from shop.stock.correct import correct
from shop.stock.models import Level, Reservation
from shop.stock.pack import pack
from shop.stock.take_back import take_back
from tests.make.catalogue import make_product
from tests.make.orders import make_order, priced, somebody
from tests.make.origin import make_batch, make_green_lot

#: Here goods come back without a refund, and that law is about both.
_LAWS = [law for law in (*stock.LAWS, *lots.LAWS) if law.name != "taken-back-as-refunded"]
_NUMBER = st.integers(0, 9)
_STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            ("pack", "buy", "buy", "pay", "give up", "bring back", "throw away", "block")
            + ("unblock", "correct", "write off", "put together")
        ),
        _NUMBER,
        st.integers(1, 5),
    ),
    min_size=3,
    max_size=14,
)


@settings(max_examples=25, suppress_health_check=list(HealthCheck))
@given(steps=_STEPS)
def test_no_bag_and_no_gram_is_lost_or_there_twice(
    app: Flask, steps: list[tuple[str, int, int]]
) -> None:
    shelf = _Shelf(app)
    with app.app_context():
        for what, which, units in steps:
            with suppress(Refused), db.session.begin_nested():
                shelf.deeds[what](which, units)
            broken = {law.name for law in _LAWS if law.broken_by(db.session.connection())}
            assert broken == set(), what
        db.session.rollback()


class _Shelf:
    """Two coffees of two batches that hold twelve bags each; nothing that happens is committed."""

    def __init__(self, app: Flask) -> None:
        self.batches = [
            make_batch(app, {make_green_lot(app): 4_000}, made_grams=3_000) for _ in range(2)
        ]
        shelf = {batch: 4 for batch in self.batches}
        made = make_product(app, variants=[{"shelf": shelf}, {"shelf": shelf}])
        self.bags = [variant.id for variant in made.variants]
        self.carts: dict[tuple[int, int], PricedCart] = {
            (bag, units): priced(app, {bag: units}) for bag in self.bags for units in range(1, 6)
        }
        # Committed, and with it the legal texts: the process remembers that they are kept.
        self.orders = [make_order(app, {self.bags[0]: 1}, somebody()).id]
        self.deeds: dict[str, Callable[[int, int], None]] = {
            "pack": lambda which, units: pack(self._batch(which), self.bags[units % 2], units),
            "buy": self._buy,
            "pay": lambda which, _: self._end(which, Fate.PAID),
            "give up": lambda which, _: self._end(which, Fate.CANCELLED),
            "bring back": lambda which, units: self._back(which, units, sellable=True),
            "throw away": lambda which, units: self._back(which, units, sellable=False),
            "block": lambda which, _: _void(block_batch(self._batch(which), "Probe", None)),
            "unblock": lambda which, _: _void(unblock_batch(self._batch(which), None)),
            "correct": self._correct,
            "write off": lambda which, units: write_off(
                self._batch(which), units * 100, "Labor", None
            ),
            "put together": self._put_together,
        }

    def _batch(self, which: int) -> int:
        return self.batches[which % len(self.batches)]

    def _buy(self, which: int, units: int) -> None:
        bag = self.bags[which % 2]
        before = self._free(bag)
        order = place_order(secrets.token_urlsafe(24), somebody(), self.carts[bag, units])
        self.orders.append(order.id)
        after = self._free(bag)
        # Of what expires later nothing goes while there is something of what expires first.
        assert sum(before) - sum(after) == units
        taken = [was - now for was, now in zip(before, after, strict=True)]
        for place, left in enumerate(after):
            assert left == 0 or not any(taken[place + 1 :])

    def _free(self, bag: int) -> list[int]:
        """Units free of each batch that is not blocked, as they expire."""
        rows = db.session.execute(
            select(Level.on_hand - Level.reserved)
            .join(Batch, Batch.id == Level.batch_id)
            .where(Level.variant_id == bag, Batch.blocked_at.is_(None))
            .order_by(Batch.best_before, Level.id)
        )
        return [free for (free,) in rows]

    def _end(self, which: int, fate: Fate) -> None:
        held = db.session.scalars(
            select(Reservation.order_id)
            .where(Reservation.order_id.in_(self.orders), Reservation.state == "held")
            .distinct()
            .order_by(Reservation.order_id)
        ).all()
        if held:
            end_payment(held[which % len(held)], fate)

    def _back(self, which: int, units: int, *, sellable: bool) -> None:
        sold = db.session.execute(
            select(Reservation.order_id, Level.variant_id, Reservation.units, Reservation.returned)
            .join(Level, Level.id == Reservation.level_id)
            .where(Reservation.order_id.in_(self.orders), Reservation.state == "sold")
            .order_by(Reservation.id)
        ).all()
        out = [row for row in sold if row.returned < row.units]
        if out:
            row = out[which % len(out)]
            back = min(units, row.units - row.returned)
            take_back(row.order_id, {row.variant_id: back}, None, sellable=sellable)

    def _correct(self, which: int, units: int) -> None:
        levels = db.session.scalars(
            select(Level.id).where(Level.variant_id.in_(self.bags)).order_by(Level.id)
        ).all()
        correct(levels[which % len(levels)], -units if which % 2 else units, "gezählt", None)

    def _put_together(self, which: int, units: int) -> None:
        maker, made_on = "Demo-Laden", db.session.get_one(Batch, self._batch(which)).made_on
        parts = {batch: 100 * units for batch in self.batches[:2]}
        code = f"S-{secrets.token_hex(4)}".upper()
        self.batches.append(put_together(code, maker, made_on, parts))


def _void(_answer: object) -> None:
    """An answer nobody asks for."""
