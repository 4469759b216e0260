"""An order moves only as the table allows, and of two at once one moves it."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from shop.cart.rules import Delivery
from shop.db import db
from shop.fulfilment.fulfil import hand_over, pack, ship
from shop.orders.models import OrderEvent
from shop.orders.rules import MOVES, MoveRefused, Note, State, before, last_step
from tests.make.catalogue import make_product
from tests.make.orders import ANSWERS, MadeOrder, make_order, make_pickup_place, somebody, state_of
from tests.make.sales import sell


@given(st.sampled_from(State), st.sampled_from(State))
def test_before_is_the_table_read_backwards(source: State, target: State) -> None:
    assert (source in before(target)) == (target in MOVES[source])


def test_every_state_has_its_row_and_leads_somewhere_or_is_an_end() -> None:
    assert set(MOVES) == set(State)
    ends = {state for state, targets in MOVES.items() if not targets}
    assert ends == {State.SHIPPED, State.HANDED_OVER, State.REFUNDED}
    assert {last_step("shipping"), last_step("pickup")} == {State.SHIPPED, State.HANDED_OVER}


@pytest.fixture
def paid(app: Flask) -> MadeOrder:
    order = make_order(app, {make_product(app).variant.id: 1})
    with app.app_context():
        sell(order.id)
        db.session.commit()
    return order


def test_the_history_says_who_moved_it_from_where(app: Flask, paid: MadeOrder) -> None:
    with app.app_context():
        pack(paid.id, None)
        ship(paid.id, None)
        db.session.commit()
        history = db.session.execute(
            select(OrderEvent.from_state, OrderEvent.to_state).order_by(OrderEvent.id)
        ).all()
    assert [tuple(row) for row in history] == [
        ("", "awaiting_payment"),
        ("awaiting_payment", "paid"),
        ("paid", "packed"),
        ("packed", "shipped"),
    ]


def test_two_who_pack_the_same_order_pack_it_once(app: Flask, paid: MadeOrder) -> None:
    def try_to_pack(_: int) -> bool:
        with app.app_context():
            try:
                pack(paid.id, None)
            except MoveRefused:
                return False
            db.session.commit()
            return True

    with ThreadPoolExecutor(4) as people:
        assert sum(people.map(try_to_pack, range(4))) == 1
    assert state_of(app, paid) == "packed"


def test_an_unpaid_order_is_not_packed(app: Flask) -> None:
    order = make_order(app, {make_product(app).variant.id: 1})
    with app.app_context(), pytest.raises(MoveRefused):
        pack(order.id, None)


def test_what_is_to_be_picked_up_is_not_shipped_and_the_other_way_round(
    app: Flask, paid: MadeOrder
) -> None:
    pickup = replace(ANSWERS, delivery=Delivery.PICKUP, pickup_place_id=make_pickup_place(app))
    collected = make_order(app, {make_product(app).variant.id: 1}, pickup)
    with app.app_context():
        sell(collected.id)
        pack(collected.id, None)
        pack(paid.id, None)
        db.session.commit()
        with pytest.raises(MoveRefused):
            ship(collected.id, None)
        with pytest.raises(MoveRefused):
            hand_over(paid.id, None)


def test_numbers_follow_each_other_also_when_many_order_at_once(app: Flask) -> None:
    bag = make_product(app, variants=[{"units": 50}]).variant

    def order(_: int) -> str:
        return make_order(app, {bag.id: 1}, somebody()).number

    with ThreadPoolExecutor(5) as crowd:
        numbers = sorted(crowd.map(order, range(10)))
    assert [number[-5:] for number in numbers] == [f"{n:05d}" for n in range(1, 11)]


def test_every_note_has_words_for_the_staff(app: Flask) -> None:
    page = app.jinja_env.from_string(
        "{% from 'fulfilment/staff/note.html' import note_words %}{{ note_words(note) }}"
    )
    with app.app_context():
        words = {page.render(note=note) for note in Note}
    assert len(words) == len(Note)
    assert all(" " in sentence for sentence in words)
