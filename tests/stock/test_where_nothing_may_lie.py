"""Nothing comes to where nothing may lie: a closed place, or a shelf of what is ground to order."""

from collections.abc import Callable
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import select

from shop.db import db
from shop.errors import Refused
from shop.fulfilment.fulfil import pack as pack_order
from shop.fulfilment.send_parcel import send_parcel
from shop.orders.models import Order
from shop.refunds.rules import Goods
from shop.stock.close_location import close_location
from shop.stock.correct import correct
from shop.stock.grind_to_order import grind_to_order
from shop.stock.models import STOCKROOM, Level
from shop.stock.rules import (
    AlreadyGround,
    BeingCounted,
    GroundToOrder,
    LocationClosed,
    UnitsThere,
)
from shop.stock.take_back import take_back
from shop.stock.write_off import write_off
from tests.make.at_once import at_once
from tests.make.books import broken_laws
from tests.make.catalogue import MadeProduct, make_product
from tests.make.counter import bring, lines_of, lying, make_stall, sell_there
from tests.make.counter import take_back as counter_back
from tests.make.fulfilment import paid_order
from tests.make.origin import make_batch
from tests.make.people import signed_in
from tests.make.refunds import refund_of
from tests.make.stock import level_of, only_level
from tests.make.stocktake import begun


@pytest.fixture
def coffee(app: Flask) -> MadeProduct:
    """Five bags of beans, and two packed ground."""
    batch = make_batch(app)
    variants: list[dict[str, object]] = [
        {"shelf": {batch: 5}},
        {"shelf": {batch: 2}, "grind": "filter"},
    ]
    return make_product(app, "Filter Jaén", variants=variants)


def books_hold(app: Flask) -> None:
    with app.app_context():
        assert broken_laws() == {}


def grind(app: Flask, coffee: MadeProduct) -> None:
    with app.app_context():
        grind_to_order(coffee.variants[1].id, coffee.variants[0].id)
        db.session.commit()


def empty(app: Flask, coffee: MadeProduct) -> int:
    """The shelf of what is ground, from which all is gone."""
    level_id = only_level(app, coffee.variants[1].id)
    with app.app_context():
        write_off(level_id, 2, "alt", None)
        db.session.commit()
    return level_id


def _close(app: Flask, stall: int) -> None:
    with app.app_context():
        close_location(stall)
        db.session.commit()


def refused(app: Flask, act: Callable[[], object]) -> type[Refused] | None:
    [answer] = at_once(app, act)
    return answer


def test_what_is_ground_to_order_is_not_found_on_a_shelf(app: Flask, coffee: MadeProduct) -> None:
    level_id = empty(app, coffee)
    grind(app, coffee)
    assert refused(app, lambda: correct(level_id, 1, "gefunden", None)) is GroundToOrder
    assert level_of(app, coffee.variants[1].id) == (0, 0)
    books_hold(app)


def test_a_page_opened_before_is_told_that_it_lies_nowhere(app: Flask, coffee: MadeProduct) -> None:
    staff, level_id, sku = signed_in(app, "staff"), empty(app, coffee), coffee.variants[1].sku
    page = staff.get(f"/lager/{sku}").text
    seen = page.split('name="correct-seen"')[1].split('value="')[1].split('"')[0]
    grind(app, coffee)
    sent = {"level": str(level_id), "direction": "more", "units": "1", "reason": "gefunden"}
    data = {f"correct-{key}": value for key, value in (sent | {"seen": seen}).items()}
    answer = staff.post(f"/lager/{sku}/korrektur", data=data)
    assert answer.status_code == 409 and "auf Bestellung gemahlen" in answer.text
    books_hold(app)


def test_nothing_is_found_at_a_closed_place(app: Flask, coffee: MadeProduct) -> None:
    stall, beans = make_stall(app), coffee.variant
    bring(app, stall, {beans.id: 1})
    with app.app_context():
        level_id = db.session.scalars(select(Level.id).where(Level.location_id == stall)).one()
        correct(level_id, -1, "fehlt", None)
        db.session.commit()
    _close(app, stall)
    assert refused(app, lambda: correct(level_id, 1, "gefunden", None)) is LocationClosed
    books_hold(app)


def test_ground_bags_that_wait_to_be_packed_lie_on_the_shelf(
    app: Flask, coffee: MadeProduct
) -> None:
    beans, ground = coffee.variants
    order = paid_order(app, {ground.id: 2})
    assert refused(app, lambda: grind_to_order(ground.id, beans.id)) is UnitsThere
    with app.app_context():
        pack_order(order.id, None)
        db.session.commit()
    assert refused(app, lambda: grind_to_order(ground.id, beans.id)) is None
    books_hold(app)


def test_ground_bags_that_come_back_have_no_shelf_any_more(app: Flask, coffee: MadeProduct) -> None:
    ground = coffee.variants[1]
    order = paid_order(app, {ground.id: 2})
    with app.app_context():
        send_parcel(order.id, None, None)
        db.session.commit()
    grind(app, coffee)
    back = {ground.id: 1}
    for here in (True, False):
        again = partial(take_back, order.id, back, None, sellable=True, were_here=here)
        assert refused(app, again) is AlreadyGround
    refund_of(app, order.id, {0: (1, Goods.WRITTEN_OFF)})
    assert level_of(app, ground.id) == (0, 0)
    books_hold(app)


def test_a_sale_of_ground_bags_is_not_undone_once_they_have_no_shelf(
    app: Flask, coffee: MadeProduct
) -> None:
    ground, stall = coffee.variants[1], make_stall(app)
    bring(app, stall, {ground.id: 2})
    made = sell_there(app, stall, {ground.id: 2})
    grind(app, coffee)
    with pytest.raises(AlreadyGround):
        counter_back(app, made, None)
    books_hold(app)


def test_a_place_where_somebody_counts_stays_open(app: Flask) -> None:
    stall = make_stall(app)
    begun(app, stall)
    assert refused(app, lambda: close_location(stall)) is BeingCounted
    answer = signed_in(app, "staff").post(f"/lager/orte/{stall}/schliessen")
    assert answer.status_code == 409 and "gerade gezählt" in answer.text


def test_what_was_sold_at_a_closed_stall_does_not_lie_there_again(
    app: Flask, coffee: MadeProduct
) -> None:
    beans, stall = coffee.variant, make_stall(app)
    bring(app, stall, {beans.id: 2})
    made = sell_there(app, stall, {beans.id: 2})
    _close(app, stall)
    line = lines_of(app, made)[0]
    for units in ({line: (1, Goods.BACK)}, None):
        with pytest.raises(LocationClosed):
            counter_back(app, made, units)
    with app.app_context():
        number = db.session.get_one(Order, made).number
    sent = {"undo": "1", "key": "k" * 12, "reason": "vertippt"}
    answer = signed_in(app, "staff").post(f"/verkauf/beleg/{number}/zurueck", data=sent)
    assert answer.status_code == 409 and "ist geschlossen" in answer.text
    counter_back(app, made, {line: (1, Goods.WRITTEN_OFF)})
    assert (lying(app, stall, beans.id), lying(app, STOCKROOM, beans.id)) == (0, 3)
    books_hold(app)
