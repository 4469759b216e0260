"""Orders get what expires first, and no bag of any batch is sold twice."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select, text, update

from shop.cart.rules import PricedCart
from shop.catalogue.for_sale import levels, next_batch, now_bound, on_shelf
from shop.clock import today
from shop.db import db
from shop.origin.block_batch import block_batch
from shop.origin.models import Batch
from shop.origin.rules import DAYS_TO_DRINK_IT
from shop.stock.hold_again import hold_again
from shop.stock.models import Level
from shop.stock.release import release
from shop.stock.rules import OutOfStock
from shop.stock.take_back import take_back
from tests.make.catalogue import MadeVariant, make_product
from tests.make.orders import make_order, place, priced, somebody
from tests.make.origin import make_batch
from tests.make.sales import sell
from tests.make.stock import by_batch


@pytest.fixture
def batches(app: Flask) -> tuple[int, int]:
    """What expires first was made last."""
    newer = make_batch(app, best_before=date(2097, 11, 20))
    return make_batch(app, best_before=date(2097, 5, 2)), newer


@pytest.fixture
def bag(app: Flask, batches: tuple[int, int]) -> MadeVariant:
    """Three bags of what expires first, five of the other."""
    older, newer = batches
    return make_product(app, variants=[{"shelf": {newer: 5, older: 3}}]).variant


def test_what_expires_first_is_sold_first(
    app: Flask, batches: tuple[int, int], bag: MadeVariant
) -> None:
    older, newer = batches
    make_order(app, {bag.id: 2}, somebody())
    assert by_batch(app, bag.id) == {older: (3, 2), newer: (5, 0)}
    make_order(app, {bag.id: 3}, somebody())
    assert by_batch(app, bag.id) == {older: (3, 3), newer: (5, 2)}


def test_a_blocked_batch_is_sold_to_nobody(
    app: Flask, batches: tuple[int, int], bag: MadeVariant
) -> None:
    older, newer = batches
    cart = priced(app, {bag.id: 6})
    with app.app_context():
        block_batch(older, "Fremdkörper", None)
        db.session.commit()
    with pytest.raises(OutOfStock) as refused:
        place(app, cart, somebody())
    assert refused.value.shortages == {bag.id: 5}
    make_order(app, {bag.id: 5}, somebody())
    assert by_batch(app, bag.id) == {older: (3, 0), newer: (5, 5)}


@pytest.mark.parametrize(("days", "is_sold"), [(DAYS_TO_DRINK_IT, True), (13, False)])
def test_a_batch_is_sold_as_long_as_one_can_drink_it(
    app: Flask, batches: tuple[int, int], bag: MadeVariant, days: int, is_sold: bool
) -> None:
    older, newer = batches
    with app.app_context():
        last = today() + timedelta(days=days)
        changed = {"made_on": last - timedelta(days=300), "best_before": last}
        db.session.execute(update(Batch).where(Batch.id == older).values(changed))
        db.session.commit()
    make_order(app, {bag.id: 2}, somebody())
    assert by_batch(app, bag.id)[older] == (3, 2 if is_sold else 0)


def test_what_comes_back_goes_to_the_batches_it_came_from(
    app: Flask, batches: tuple[int, int], bag: MadeVariant
) -> None:
    older, newer = batches
    order = make_order(app, {bag.id: 5}, somebody())
    with app.app_context():
        sell(order.id)
        take_back(order.id, {bag.id: 3}, None, sellable=True)
        db.session.commit()
    assert by_batch(app, bag.id) == {older: (1, 0), newer: (5, 0)}
    with app.app_context():
        take_back(order.id, {bag.id: 2}, None, sellable=False)
        db.session.commit()
        with pytest.raises(ValueError, match="more came back"):
            take_back(order.id, {bag.id: 1}, None, sellable=True)
        db.session.rollback()
    assert by_batch(app, bag.id) == {older: (1, 0), newer: (5, 0)}


def test_of_a_blocked_batch_it_comes_back_first(
    app: Flask, batches: tuple[int, int], bag: MadeVariant
) -> None:
    older, newer = batches
    order = make_order(app, {bag.id: 5}, somebody())
    with app.app_context():
        sell(order.id)
        block_batch(older, "Fremdkörper", None)
        take_back(order.id, {bag.id: 4}, None, sellable=True)
        db.session.commit()
    assert by_batch(app, bag.id) == {older: (3, 0), newer: (4, 0)}


def test_what_is_held_again_comes_from_what_can_be_sold_now(
    app: Flask, batches: tuple[int, int], bag: MadeVariant
) -> None:
    older, newer = batches
    order = make_order(app, {bag.id: 3}, somebody())
    with app.app_context():
        release(order.id)
        block_batch(older, "Fremdkörper", None)
        hold_again(order.id)
        db.session.commit()
    assert by_batch(app, bag.id) == {older: (3, 0), newer: (5, 3)}


def test_the_product_page_names_the_batch_the_next_bag_comes_from(
    app: Flask, batches: tuple[int, int], bag: MadeVariant
) -> None:
    older, newer = batches
    assert newer < older
    for batch_id in (older, newer):
        assert next_batch_of(app, bag) == batch_id
        make_order(app, {bag.id: by_batch(app, bag.id)[batch_id][0]}, somebody())
        assert by_batch(app, bag.id)[batch_id][1] > 0


def test_of_two_with_one_date_the_page_and_the_shelf_mean_the_same(app: Flask) -> None:
    first, second = make_batch(app), make_batch(app)
    bag = make_product(app, variants=[{"shelf": {second: 1, first: 1}}]).variant
    assert next_batch_of(app, bag) == first
    make_order(app, {bag.id: 1}, somebody())
    assert by_batch(app, bag.id) == {first: (1, 1), second: (1, 0)}


def test_whoever_waited_for_a_level_sees_that_its_batch_was_blocked(
    app: Flask, database_url: str, batches: tuple[int, int], bag: MadeVariant
) -> None:
    if not database_url.startswith("postgresql"):
        pytest.skip("SQLite lets one write at a time")
    older, newer = batches
    cart = priced(app, {bag.id: 2})
    with ThreadPoolExecutor(1) as crowd, app.app_context():
        db.session.execute(select(Level.id).with_for_update())
        order = crowd.submit(place, app, cart, somebody())
        while not db.session.scalar(text(_WAITING)):
            db.session.execute(text("select pg_sleep(0.01)"))
        block_batch(older, "Fremdkörper", None)
        db.session.commit()
        order.result()
    assert by_batch(app, bag.id) == {older: (3, 0), newer: (5, 2)}


#: Who waits for this connection, as it is at this moment: `pg_stat_activity` stays within a
#: transaction what it was at first.
_WAITING = "select count(*) from pg_locks where pg_backend_pid() = any(pg_blocking_pids(pid))"


def next_batch_of(app: Flask, bag: MadeVariant) -> int | None:
    """As the product page has it."""
    with app.app_context():
        shelf = on_shelf(levels, levels.c.variant_id, levels.c.variant_id == bag.id)
        return db.session.execute(select(next_batch(shelf)), now_bound()).scalar_one()


def test_many_at_once_for_units_of_two_batches_sell_no_bag_twice(
    app: Flask, batches: tuple[int, int]
) -> None:
    older, newer = batches
    one, two = make_product(
        app, variants=[{"shelf": {newer: 5, older: 4}}, {"shelf": {older: 5, newer: 4}}]
    ).variants
    carts = [priced(app, {one.id: 2, two.id: 2}), priced(app, {two.id: 2, one.id: 2})] * 6

    def buy(cart: PricedCart) -> bool:
        try:
            place(app, cart, somebody())
        except OutOfStock:
            return False
        return True

    with ThreadPoolExecutor(8) as crowd:
        bought = sum(crowd.map(buy, carts))
    assert bought == 4
    assert by_batch(app, one.id) == {older: (4, 4), newer: (5, 4)}
    assert by_batch(app, two.id) == {older: (5, 5), newer: (4, 3)}
