"""A sale over a counter is an order, paid and handed over, and every law of the books holds."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from shop.clock import today
from shop.counter.price_sale import price_sale
from shop.counter.rules import (
    BadDay,
    BookedAlready,
    MoreThanThere,
    NothingSold,
    PaidBy,
    PriceChanged,
    at_rates_of,
    refuse_day,
    sold_of,
)
from shop.counter.sell_over_counter import sell_over_counter
from shop.db import db
from shop.ledger.models import Entry, MoneyEntry, PremiumEntry
from shop.mail.models import OutboxMail
from shop.orders.models import Order
from shop.origin.block_batch import block_batch
from shop.refunds.rules import Goods, NothingLeft, TooMuch
from shop.stock.models import STOCKROOM, Level, Location
from shop.stock.move import move
from shop.stock.rules import LocationClosed, MovedMeanwhile, OutOfStock
from shop.stock.sell_at_counter import newest_movement
from tests.make.at_once import at_once
from tests.make.books import booked_cents, broken_laws
from tests.make.catalogue import MUG, MadeVariant, make_product
from tests.make.counter import bring, lines_of, lying, make_stall, sell_there, take_back
from tests.make.origin import make_batch


@pytest.fixture
def bag(app: Flask) -> MadeVariant:
    return make_product(app, "Filter Jaén").variant


@pytest.fixture
def stall(app: Flask, bag: MadeVariant) -> int:
    made = make_stall(app)
    bring(app, made, {bag.id: 6})
    return made


def books_hold(app: Flask) -> None:
    with app.app_context():
        assert broken_laws() == {}


def takings(app: Flask) -> int:
    with app.app_context():
        kinds = MoneyEntry.kind.in_(("takings", "takings_back"))
        found = select(func.coalesce(func.sum(MoneyEntry.amount_cents), 0)).where(kinds)
        return int(db.session.scalar(found) or 0)


def owed(app: Flask) -> int:
    with app.app_context():
        return int(db.session.scalar(select(func.coalesce(func.sum(PremiumEntry.micro), 0))) or 0)


def test_a_sale_leaves_the_stall_and_is_in_the_books_of_its_day(
    app: Flask, bag: MadeVariant, stall: int
) -> None:
    mug = make_product(app, "Becher", kind="goods", variants=[MUG]).variant
    bring(app, stall, {mug.id: 2})
    day = today() - timedelta(days=3)
    made = sell_there(app, stall, {bag.id: 4, mug.id: 1}, day)
    assert (lying(app, stall, bag.id), lying(app, STOCKROOM, bag.id)) == (2, 4)
    with app.app_context():
        order = db.session.get_one(Order, made)
        assert (order.state, order.delivery, order.business_date) == ("handed_over", "counter", day)
        assert (order.email, order.name, order.place) == ("", "", "Marktstand")
        assert set(db.session.scalars(select(Entry.channel))) == {"counter"}
        assert set(db.session.scalars(select(Entry.business_date))) == {day}
        assert set(db.session.scalars(select(PremiumEntry.business_date))) == {day}
        assert db.session.scalar(select(OutboxMail.id)) is None
    assert booked_cents(app) == takings(app) == 4 * 750 + 1450
    assert owed(app) > 0
    books_hold(app)


def test_a_button_pressed_twice_sells_once(app: Flask, bag: MadeVariant, stall: int) -> None:
    first = sell_there(app, stall, {bag.id: 2}, key="one")
    with pytest.raises(BookedAlready) as refused:
        sell_there(app, stall, {bag.id: 2}, key="one")
    assert refused.value.number.endswith(f"{first:05d}")
    assert lying(app, stall, bag.id) == 4


def test_what_expires_first_is_sold_first_and_what_is_blocked_never(app: Flask) -> None:
    late, soon = make_batch(app), make_batch(app, best_before=date(2097, 1, 1))
    bag = make_product(app, variants=[{"shelf": {late: 3, soon: 3}}]).variant
    stall = make_stall(app)
    bring(app, stall, {bag.id: 6})
    sell_there(app, stall, {bag.id: 2})
    with app.app_context():
        block_batch(soon, "Probe", None)
        db.session.commit()
    with pytest.raises(OutOfStock) as refused:
        sell_there(app, stall, {bag.id: 4})
    assert refused.value.shortages == {bag.id: 3}
    sell_there(app, stall, {bag.id: 3})
    assert lying(app, stall, bag.id) == 1
    books_hold(app)


def test_nothing_else_than_what_lies_there_is_sold(
    app: Flask, bag: MadeVariant, stall: int
) -> None:
    with pytest.raises(OutOfStock):
        sell_there(app, stall, {bag.id: 7})
    with app.app_context(), pytest.raises(NothingSold):
        price_sale({}, today())
    with app.app_context(), pytest.raises(NothingSold):
        price_sale({9999: 1}, today())
    assert lying(app, stall, bag.id) == 6 and takings(app) == 0


@pytest.mark.parametrize("days", [-1, 61])
def test_a_sale_is_of_the_last_sixty_days(
    app: Flask, bag: MadeVariant, stall: int, days: int
) -> None:
    with pytest.raises(BadDay):
        sell_there(app, stall, {bag.id: 1}, today() - timedelta(days=days))


def test_another_price_than_shown_or_another_shelf_than_counted_is_told(
    app: Flask, bag: MadeVariant, stall: int
) -> None:
    with app.app_context():
        seen = newest_movement(stall)
        day = today()
        given = (stall, {bag.id: 1}, day, PaidBy.SETTLEMENT, "A 2", "key", None)
        with pytest.raises(PriceChanged):
            sell_over_counter(*given, shown_cents=1)
        db.session.rollback()
    bring(app, stall, {bag.id: 1})
    with app.app_context(), pytest.raises(MovedMeanwhile):
        sell_over_counter(*given, shown_cents=750, seen=seen)


def test_two_who_sell_the_last_bag_at_the_stall(app: Flask, bag: MadeVariant, stall: int) -> None:
    sell_there(app, stall, {bag.id: 5})
    refusals = at_once(app, *[lambda: sell_there(app, stall, {bag.id: 1})] * 5)
    assert refusals.count(None) == 1 and refusals.count(OutOfStock) == 4
    assert lying(app, stall, bag.id) == 0
    books_hold(app)


def test_a_sale_of_what_somebody_just_carries_away(
    app: Flask, bag: MadeVariant, stall: int
) -> None:
    home = make_stall(app, "consignment", "Weltladen")
    others = [make_stall(app, "market", f"Stand {number}") for number in range(3)]

    def carry(to: int) -> None:
        level = db.session.scalars(
            select(Level.id).where(Level.location_id == stall, Level.variant_id == bag.id)
        ).one()
        move({level: 4}, to, "weg", None, f"key-{to}")

    changes: list[Callable[[], object]] = [
        *(partial(carry, to) for to in (home, *others)),
        *[lambda: sell_there(app, stall, {bag.id: 4})] * 2,
    ]
    refusals = at_once(app, *changes)
    assert refusals.count(None) == 1
    assert lying(app, stall, bag.id) == 2
    books_hold(app)


def test_an_undone_sale_never_was(app: Flask, bag: MadeVariant, stall: int) -> None:
    day = today() - timedelta(days=2)
    made = sell_there(app, stall, {bag.id: 4}, day)
    take_back(app, made, None)
    assert lying(app, stall, bag.id) == 6
    assert booked_cents(app) == takings(app) == owed(app) == 0
    with app.app_context():
        assert set(db.session.scalars(select(Entry.business_date))) == {day}
    books_hold(app)
    with pytest.raises(NothingLeft):
        take_back(app, made, None)
    refusals = at_once(app, *[lambda: take_back(app, made, None)] * 4)
    assert refusals == [NothingLeft] * 4


def test_undone_by_two_at_once_it_is_undone_once(app: Flask, bag: MadeVariant, stall: int) -> None:
    made = sell_there(app, stall, {bag.id: 4})
    refusals = at_once(app, *[lambda: take_back(app, made, None)] * 5)
    assert refusals.count(None) == 1 and refusals.count(NothingLeft) == 4
    assert lying(app, stall, bag.id) == 6 and takings(app) == 0
    books_hold(app)


def test_part_of_a_sale_comes_back_and_part_of_that_is_lost(
    app: Flask, bag: MadeVariant, stall: int
) -> None:
    made = sell_there(app, stall, {bag.id: 4})
    (line,) = lines_of(app, made)
    take_back(app, made, {line: (1, Goods.BACK)}, key="one")
    with pytest.raises(BookedAlready):
        take_back(app, made, {line: (1, Goods.BACK)}, key="one")
    take_back(app, made, {line: (1, Goods.WRITTEN_OFF)})
    with pytest.raises(TooMuch):
        take_back(app, made, {line: (3, Goods.BACK)})
    assert lying(app, stall, bag.id) == 3
    assert booked_cents(app) == takings(app) == 2 * 750
    books_hold(app)
    take_back(app, made, None)
    assert booked_cents(app) == takings(app) == owed(app) == 0
    books_hold(app)


def test_a_closed_stall_sells_nothing(app: Flask, bag: MadeVariant) -> None:
    stall = make_stall(app)
    with app.app_context():
        db.session.get_one(Location, stall).open = False
        db.session.commit()
    with pytest.raises(LocationClosed):
        sell_there(app, stall, {bag.id: 1})


@given(st.dates(date(2020, 1, 1), date(2022, 1, 1)), st.integers(-100, 100))
def test_only_days_of_the_last_sixty_are_taken(now: date, days: int) -> None:
    try:
        refuse_day(now - timedelta(days=days), now)
    except BadDay:
        assert not 0 <= days <= 60
    else:
        assert 0 <= days <= 60


units = st.dictionaries(st.integers(1, 5), st.integers(0, 20))


@given(units, units)
def test_sold_is_what_is_not_there_any_more(there: dict[int, int], left: dict[int, int]) -> None:
    try:
        sold = sold_of(there, left)
    except MoreThanThere as refused:
        assert refused.variant_ids == {id for id in left if left[id] > there.get(id, 0)}
    else:
        assert all(sold.get(id, 0) + left[id] == there.get(id, 0) for id in left)
        assert min(sold.values(), default=1) > 0


def test_a_sale_told_later_has_the_rates_of_its_day() -> None:
    parts = ((700, 300), (1900, 100))
    assert at_rates_of(parts, date(2021, 1, 10), date(2020, 12, 30)) == ((500, 300), (1600, 100))
