"""The books follow what was counted: as a change, once, and never below what was promised."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import select

from shop.audit.newest_change import newest_change
from shop.audit.rules import ChangedMeanwhile
from shop.db import db
from shop.errors import Refused
from shop.fulfilment.fulfil import pack
from shop.stock.models import Movement
from shop.stocktake.ask_again import ask_again
from shop.stocktake.book_stocktake import book_stocktake
from shop.stocktake.decide import decide
from shop.stocktake.discard_stocktake import discard_stocktake
from shop.stocktake.models import Count, Stocktake
from shop.stocktake.review import promised
from shop.stocktake.rules import BelowPromised, CountedAlready, StocktakeEnded, Undecided
from tests.make.books import broken_laws
from tests.make.catalogue import MadeVariant, make_product
from tests.make.orders import make_order
from tests.make.people import make_person
from tests.make.sales import sell
from tests.make.stock import level_of, only_level
from tests.make.stocktake import begun, booked, count


@pytest.fixture
def bag(app: Flask) -> MadeVariant:
    return make_product(app, "Filter Jaén", variants=[{"units": 10}]).variant


@pytest.fixture
def level_id(app: Flask, bag: MadeVariant) -> int:
    return only_level(app, bag.id)


def corrections(app: Flask) -> list[tuple[int, str, str]]:
    with app.app_context():
        rows = db.session.execute(
            select(Movement.on_hand_change, Movement.source, Movement.reason).where(
                Movement.kind == "correction"
            )
        )
        return [(change, source, reason) for change, source, reason in rows]


def test_the_difference_is_booked_with_its_reason(
    app: Flask, bag: MadeVariant, level_id: int
) -> None:
    stocktake_id = begun(app)
    count(app, stocktake_id, level_id, 8)
    assert corrections(app) == []
    booked(app, stocktake_id)
    assert level_of(app, bag.id) == (8, 0)
    source, reason = f"stocktake:{stocktake_id}", "Inventur: gezählt 8 statt 10"
    assert corrections(app) == [(-2, source, reason)]
    with app.app_context():
        assert broken_laws() == {}


def test_what_was_sold_and_packed_since_stays_true(
    app: Flask, bag: MadeVariant, level_id: int
) -> None:
    stocktake_id = begun(app)
    count(app, stocktake_id, level_id, 8)
    order = make_order(app, {bag.id: 3})
    with app.app_context():
        sell(order.id)
        pack(order.id, None)
        db.session.commit()
    booked(app, stocktake_id)
    assert level_of(app, bag.id) == (5, 0)


def test_nothing_is_booked_before_all_is_counted_or_decided(
    app: Flask, bag: MadeVariant, level_id: int
) -> None:
    stocktake_id = begun(app)
    with pytest.raises(Undecided) as refused:
        booked(app, stocktake_id)
    assert refused.value.level_ids == (level_id,)
    with app.app_context():
        assert decide(stocktake_id, {level_id: "left"}, None) == 1
        assert decide(stocktake_id, {level_id: "missing"}, None) == 0
        db.session.commit()
    booked(app, stocktake_id)
    assert level_of(app, bag.id) == (10, 0) and corrections(app) == []


def test_what_is_not_there_is_taken_off(app: Flask, bag: MadeVariant, level_id: int) -> None:
    stocktake_id = begun(app)
    with app.app_context():
        decide(stocktake_id, {level_id: "missing"}, None)
        db.session.commit()
    booked(app, stocktake_id)
    assert level_of(app, bag.id) == (0, 0)


def test_a_recount_is_waited_for(app: Flask, bag: MadeVariant, level_id: int) -> None:
    stocktake_id = begun(app)
    count(app, stocktake_id, level_id, 3)
    with app.app_context():
        ask_again(stocktake_id, level_id, 1, None)
        ask_again(stocktake_id, level_id, 1, None)
        db.session.commit()
    with pytest.raises(Undecided):
        booked(app, stocktake_id)
    count(app, stocktake_id, level_id, 9, way="replace", seen=1)
    with app.app_context(), pytest.raises(CountedAlready):
        ask_again(stocktake_id, level_id, 1, None)
    booked(app, stocktake_id)
    assert level_of(app, bag.id) == (9, 0)


def test_what_orders_wait_for_is_not_booked_away_and_the_rest_can_be(
    app: Flask, bag: MadeVariant, level_id: int
) -> None:
    other = make_product(app, "Espresso", variants=[{"units": 5}]).variant
    order = make_order(app, {bag.id: 4})
    stocktake_id = begun(app)
    count(app, stocktake_id, level_id, 3)
    count(app, stocktake_id, only_level(app, other.id), 6)
    with pytest.raises(BelowPromised) as refused:
        booked(app, stocktake_id)
    assert refused.value.level_ids == (level_id,)
    assert corrections(app) == []
    with app.app_context():
        assert promised([level_id]) == {level_id: [order.number]}
    booked(app, stocktake_id, leave_out=(level_id,))
    assert level_of(app, bag.id) == (10, 4) and level_of(app, other.id) == (6, 0)
    with app.app_context():
        rows = db.session.execute(select(Count.level_id, Count.booked_change))
        assert {id: change for id, change in rows}[level_id] == 0


def test_sold_bags_that_are_gone_are_told_with_their_order(
    app: Flask, bag: MadeVariant, level_id: int
) -> None:
    order = make_order(app, {bag.id: 9})
    with app.app_context():
        sell(order.id)
        db.session.commit()
    stocktake_id = begun(app)
    count(app, stocktake_id, level_id, 5)
    with pytest.raises(BelowPromised):
        booked(app, stocktake_id)
    with app.app_context():
        assert promised([level_id]) == {level_id: [order.number]}


def test_whoever_books_has_seen_the_last_count(app: Flask, bag: MadeVariant, level_id: int) -> None:
    stocktake_id = begun(app)
    count(app, stocktake_id, level_id, 8)
    with app.app_context():
        seen = newest_change("stocktake", stocktake_id)
    count(app, stocktake_id, level_id, 9, way="replace", seen=1)
    with app.app_context(), pytest.raises(ChangedMeanwhile):
        book_stocktake(stocktake_id, None, seen=seen)
    assert level_of(app, bag.id) == (10, 0)


def test_discarded_counts_change_nothing(app: Flask, bag: MadeVariant, level_id: int) -> None:
    stocktake_id = begun(app)
    count(app, stocktake_id, level_id, 3)
    with app.app_context():
        discard_stocktake(stocktake_id, None)
        db.session.commit()
    with pytest.raises(StocktakeEnded):
        booked(app, stocktake_id)
    assert level_of(app, bag.id) == (10, 0)


def test_two_who_book_at_once_book_once(app: Flask, bag: MadeVariant, level_id: int) -> None:
    stocktake_id = begun(app)
    count(app, stocktake_id, level_id, 8)
    assert at_once(app, *[lambda: booked(app, stocktake_id)] * 4) == 1
    assert level_of(app, bag.id) == (8, 0)


def test_of_two_who_count_the_same_shelf_at_once_one_is_told(app: Flask, level_id: int) -> None:
    people = [make_person(app, f"p{n}@laden.example") for n in range(4)]
    stocktake_id = begun(app)
    acts = [
        lambda n=n, one=one: count(app, stocktake_id, level_id, n, one)
        for n, one in enumerate(people)
    ]
    assert at_once(app, *acts) == 1


def test_a_count_beside_the_booking_is_in_it_or_refused(
    app: Flask, bag: MadeVariant, level_id: int
) -> None:
    stocktake_id = begun(app)
    count(app, stocktake_id, level_id, 8)
    again = lambda: count(app, stocktake_id, level_id, 7, way="replace", seen=1)  # noqa: E731
    at_once(app, lambda: booked(app, stocktake_id), again)
    with app.app_context():
        assert db.session.get_one(Stocktake, stocktake_id).state == "booked"
        units, change = db.session.execute(select(Count.counted, Count.booked_change)).one()
    assert units is not None and change == units - 10
    assert level_of(app, bag.id) == (units, 0)


def at_once(app: Flask, *acts: object) -> int:
    """How many of them were not refused."""

    def attempt(act: object) -> bool:
        try:
            act()  # type: ignore[operator]
        except Refused:
            return False
        return True

    with ThreadPoolExecutor(len(acts)) as crowd:
        return sum(crowd.map(attempt, acts))
