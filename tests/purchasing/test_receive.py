"""What comes of a purchase is counted once, and can be taken back."""

from datetime import timedelta

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from shop.clock import today
from shop.db import db
from shop.purchasing.change_purchase import change_purchase
from shop.purchasing.end_purchase import end_purchase
from shop.purchasing.on_order import on_order
from shop.purchasing.overdue_purchases import overdue_purchases
from shop.purchasing.place_purchase import place_purchase
from shop.purchasing.proposal import proposal
from shop.purchasing.receive_goods import receive_goods
from shop.purchasing.rules import (
    BookedAlready,
    Came,
    LineState,
    NothingCame,
    NotOpen,
    Overdelivered,
    ReceivedMeanwhile,
    SomethingCame,
    TakenBackAlready,
    Terms,
    refuse_receipt,
)
from shop.purchasing.take_back_receipt import take_back_receipt
from shop.stock.rules import BelowReserved, NeedsBatch
from tests.make.at_once import at_once
from tests.make.books import broken_laws
from tests.make.catalogue import MUG, MadeVariant, make_product
from tests.make.orders import make_order
from tests.make.origin import make_batch, make_green_lot
from tests.make.purchases import (
    coffee,
    cups,
    line_ids,
    make_purchase,
    number,
    receipts,
    receive,
    state,
)
from tests.make.stock import level_of

CROWD = 6


@pytest.fixture
def mug(app: Flask) -> MadeVariant:
    return make_product(app, "Becher", kind="goods", variants=[MUG | {"units": 5}]).variant


def books_hold(app: Flask) -> None:
    with app.app_context():
        assert broken_laws() == {}


def test_what_comes_in_parts_is_counted_and_closes_the_purchase(
    app: Flask, mug: MadeVariant
) -> None:
    bought = make_purchase(app, cups(mug.id))
    assert number(app, bought) == f"EK-{bought:05d}"
    receive(app, bought, 10)
    assert state(app, bought) == ("open", [10])
    receive(app, bought, 14, seen=10)
    assert state(app, bought) == ("closed", [24])
    assert level_of(app, mug.id) == (29, 0)
    books_hold(app)


def test_a_button_pressed_twice_books_once(app: Flask, mug: MadeVariant) -> None:
    bought = make_purchase(app, cups(mug.id))
    receive(app, bought, 10, key="one")
    with pytest.raises(BookedAlready):
        receive(app, bought, 10, seen=10, key="one")
    assert level_of(app, mug.id) == (15, 0)


def test_of_people_who_receive_the_same_line_one_wins_and_the_others_are_told(
    app: Flask, mug: MadeVariant
) -> None:
    bought = make_purchase(app, cups(mug.id))
    refusals = at_once(app, *[lambda: receive(app, bought, 6)] * CROWD)
    assert refusals.count(None) == 1 and refusals.count(ReceivedMeanwhile) == CROWD - 1
    assert state(app, bought) == ("open", [6]) and level_of(app, mug.id) == (11, 0)
    books_hold(app)


def test_of_people_who_take_the_same_receipt_back_one_does(app: Flask, mug: MadeVariant) -> None:
    bought = make_purchase(app, cups(mug.id))
    made = receive(app, bought, 24)
    refusals = at_once(app, *[lambda: take_back_receipt(made, "doppelt", None)] * CROWD)
    assert refusals.count(None) == 1 and refusals.count(TakenBackAlready) == CROWD - 1
    assert state(app, bought) == ("open", [0]) and level_of(app, mug.id) == (5, 0)
    books_hold(app)


def test_more_than_was_ordered_comes_only_if_somebody_says_so(app: Flask, mug: MadeVariant) -> None:
    bought = make_purchase(app, cups(mug.id))
    with pytest.raises(Overdelivered):
        receive(app, bought, 25)
    (line,) = line_ids(app, bought)
    with app.app_context():
        receive_goods(bought, {line: Came(25, 0)}, "LS", "key", None, more_is_right=True)
        db.session.commit()
        assert on_order().units == {}
    assert state(app, bought) == ("closed", [25])
    books_hold(app)


def test_what_is_sold_of_a_receipt_cannot_be_taken_back(app: Flask, mug: MadeVariant) -> None:
    bought = make_purchase(app, cups(mug.id))
    made = receive(app, bought, 24)
    make_order(app, {mug.id: 6})
    with app.app_context(), pytest.raises(BelowReserved):
        take_back_receipt(made, "falsch", None)
    assert level_of(app, mug.id) == (29, 6)
    assert receipts(app)[0].taken_back_at is None
    books_hold(app)


def test_nothing_is_received_of_what_is_closed_or_cancelled(app: Flask, mug: MadeVariant) -> None:
    for came, ended in ((0, "cancelled"), (3, "closed")):
        bought = make_purchase(app, cups(mug.id))
        if came:
            receive(app, bought, came)
        with app.app_context():
            assert end_purchase(bought, None) == ended
            db.session.commit()
            with pytest.raises(NotOpen):
                end_purchase(bought, None)
        with pytest.raises(NotOpen):
            receive(app, bought, 3, seen=came)


def test_a_purchase_changes_only_while_nothing_has_come(app: Flask, mug: MadeVariant) -> None:
    bought = make_purchase(app, cups(mug.id))
    terms = Terms("Andere", "", today(), None, "")
    with app.app_context():
        change_purchase(bought, terms, [cups(mug.id, 30)], None)
        db.session.commit()
        assert on_order().units == {mug.id: 30}
    receive(app, bought, 1)
    with app.app_context(), pytest.raises(SomethingCame):
        change_purchase(bought, terms, [cups(mug.id, 40)], None)


def test_bags_of_coffee_are_not_bought(app: Flask) -> None:
    bag = make_product(app).variant
    with pytest.raises(NeedsBatch):
        make_purchase(app, cups(bag.id))


def test_the_same_form_orders_once(app: Flask, mug: MadeVariant) -> None:
    terms = Terms("Töpferei", "", today(), None, "")
    with app.app_context():
        first = place_purchase(terms, [cups(mug.id)], "form", None)
        assert place_purchase(terms, [cups(mug.id)], "form", None) == first


def test_only_open_ones_whose_day_has_passed_are_overdue(app: Flask, mug: MadeVariant) -> None:
    yesterday = today() - timedelta(days=1)
    late = make_purchase(app, cups(mug.id), expected_on=yesterday)
    make_purchase(app, cups(mug.id), expected_on=today())
    make_purchase(app, coffee())
    done = make_purchase(app, cups(mug.id), expected_on=yesterday)
    with app.app_context():
        end_purchase(done, None)
        db.session.commit()
        assert [(one.number, one.days) for one in overdue_purchases()] == [(f"EK-{late:05d}", 1)]


def test_what_runs_out_is_proposed_unless_it_is_on_its_way(app: Flask) -> None:
    made = make_product(
        app, "Becher", kind="goods", variants=[MUG | {"units": 5}], reorder_units=12
    )
    packed_up = make_batch(app, {make_green_lot(app): 3000}, made_grams=2500)
    bags = [{"shelf": {packed_up: 10}}]
    roast = make_product(app, "Hausmischung", variants=bags, reorder_grams=5000)
    # Its batch is not packed up.
    make_product(app, "Espresso", variants=[{"units": 10}], reorder_grams=5000)
    make_product(app, "Genug", variants=[{"units": 10}], reorder_grams=2500)
    with app.app_context():
        wishes = {(wish.variant_id, wish.product_id): wish.amount for wish in proposal()}
    assert wishes == {(made.variant.id, None): 19, (None, roast.id): 8000}
    make_purchase(app, cups(made.variant.id, 7))
    with app.app_context():
        assert [wish.product_id for wish in proposal()] == [roast.id]
        asked = proposal(made.id)
    assert [(wish.variant_id, wish.amount) for wish in asked] == [(made.variant.id, 12)]


lines = st.lists(st.tuples(st.integers(1, 50), st.integers(0, 50)), min_size=1, max_size=4).map(
    lambda pairs: [
        LineState(id, "goods", id, ordered, received)
        for id, (ordered, received) in enumerate(pairs, 1)
    ]
)


@given(lines, st.dictionaries(st.integers(1, 5), st.tuples(st.integers(0, 60), st.integers(0, 50))))
def test_a_receipt_is_accepted_only_as_seen_and_within_the_order(
    known: list[LineState], typed: dict[int, tuple[int, int]]
) -> None:
    came = {id: Came(amount, seen) for id, (amount, seen) in typed.items()}
    by_id = {line.id: line for line in known}
    try:
        refuse_receipt(known, came, more_is_right=False)
    except NothingCame:
        assert not came or min(one.amount for one in came.values()) < 1 or came.keys() - by_id
    except ReceivedMeanwhile as refused:
        assert all(by_id[id].received != came[id].seen for id in refused.line_ids)
    except Overdelivered as refused:
        assert all(
            by_id[id].received + came[id].amount > by_id[id].ordered for id in refused.line_ids
        )
    else:
        assert came
        assert all(by_id[id].received + one.amount <= by_id[id].ordered for id, one in came.items())
