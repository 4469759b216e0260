"""What happens to one invented order, and when."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import partial
from typing import NamedTuple

from shop.cart.queries import fill as fill_cart
from shop.cart.rules import Delivery
from shop.catalogue.promise import is_working_day
from shop.checkout.place_order import place_order
from shop.clock import BERLIN, berlin
from shop.config import settings
from shop.db import db
from shop.demo.buyers import answers
from shop.demo.end_payment import end_payment
from shop.demo.gifts import perhaps_a_gift
from shop.demo.invent_orders import Fate, Invented
from shop.fulfilment.fulfil import hand_over, pack, ship
from shop.orders.rules import LotBlocked


class Step(NamedTuple):
    moment: datetime
    act: Callable[[], None]


@dataclass(frozen=True, slots=True)
class Shop:
    """Ids an order needs from the furnished shop."""

    variant_ids: dict[str, int]
    place_ids: list[int]
    staff_id: int


class Story:
    """Ordered, paid, packed and gone; or ordered and never paid."""

    def __init__(self, number: int, invented: Invented, shop: Shop) -> None:
        self._number = number
        self._invented = invented
        self._shop = shop
        self._order_id: int | None = None

    def steps(self) -> Iterator[Step]:
        """Oldest first. Where nothing of what was wanted is left, nothing is ordered."""
        told = self._invented
        yield Step(told.placed_at, self._place)
        if told.fate is Fate.EXPIRED:
            patience = timedelta(minutes=settings().payment_minutes)
            yield Step(told.placed_at + patience, self._end_payment)
            return
        paid_at = told.placed_at + told.hesitation
        yield Step(paid_at, self._end_payment)
        if told.fate is Fate.PAID:
            packed_at = _next_working_day(paid_at, time(9, self._number % 60))
            yield Step(packed_at, self._pack)
            yield Step(self._leaves_at(packed_at), self._leave)

    def _place(self) -> None:
        told = self._invented
        wanted = {self._shop.variant_ids[sku]: units for sku, units in told.wanted.items()}
        cart = fill_cart(wanted, told.delivery).cart
        if cart.lines:
            key = f"demo-{self._number:06d}"
            given = perhaps_a_gift(answers(told, self._shop.place_ids), self._number)
            self._order_id = place_order(key, given, cart).id

    def _end_payment(self) -> None:
        if self._order_id:
            end_payment(self._order_id, self._invented.fate)

    def _pack(self) -> None:
        if self._order_id:
            self._unless_blocked(partial(pack, self._order_id, self._shop.staff_id))

    def _leave(self) -> None:
        if not self._order_id:
            return
        if self._invented.delivery is Delivery.SHIPPING:
            tracking = f"DEMO{self._number:08d}"
            self._unless_blocked(partial(ship, self._order_id, self._shop.staff_id, tracking))
        else:
            self._unless_blocked(partial(hand_over, self._order_id, self._shop.staff_id))

    def _unless_blocked(self, step: Callable[[], None]) -> None:
        try:
            with db.session.begin_nested():
                step()
        except LotBlocked:
            # It stays here, for somebody to decide.
            self._order_id = None

    def _leaves_at(self, packed_at: datetime) -> datetime:
        if self._invented.delivery is Delivery.SHIPPING:
            return packed_at + timedelta(hours=6)
        days = timedelta(days=self._number % 7)
        return _next_working_day(packed_at + days, time(11 + self._number % 6, 20))


def _next_working_day(moment: datetime, at: time) -> datetime:
    day = berlin(moment).date() + timedelta(days=1)
    while not is_working_day(day):
        day += timedelta(days=1)
    return datetime.combine(day, at, BERLIN).astimezone(UTC)
