"""From a batch or from green coffee to everybody who has a bag of it, and back: one query each."""

from datetime import date

import pytest
from flask import Flask

from shop.db import db
from shop.errors import NotThere
from shop.origin.put_together import put_together
from shop.stock.release import release
from shop.stock.take_back import take_back
from shop.trace.recall import Recall, recall_of_batch, recall_of_green_lot
from shop.trace.recall_origin import OriginOfBags, origin_of_order
from tests.make.catalogue import MadeVariant, make_product
from tests.make.orders import MadeOrder, make_order, somebody
from tests.make.origin import make_batch, make_cooperative, make_green_lot
from tests.make.queries import queries_of
from tests.make.sales import sell

MADE_ON = date(2025, 2, 1)


@pytest.fixture
def lots(app: Flask) -> tuple[int, int]:
    """The first of two cooperatives, the second of one."""
    north, south = make_cooperative(app, "Demo Nord"), make_cooperative(app, "Demo Süd")
    first = make_green_lot(app, {north: 6_000, south: 4_000}, code="G-1", contract="2024/17")
    return first, make_green_lot(app, {south: 10_000}, code="G-2", contract="2024/18")


@pytest.fixture
def batches(app: Flask, lots: tuple[int, int]) -> tuple[int, int]:
    first, second = lots
    return make_batch(app, {first: 50_000}, code="26-1"), make_batch(
        app, {second: 50_000}, code="26-2"
    )


@pytest.fixture
def bag(app: Flask, batches: tuple[int, int]) -> MadeVariant:
    """Two bags of the first batch expire before those of the second."""
    first, second = batches
    return make_product(app, "Filter", variants=[{"shelf": {first: 2, second: 20}}]).variant


def put(app: Flask, code: str, parts: dict[int, int]) -> int:
    with app.app_context():
        made = put_together(code, "Demo-Laden", MADE_ON, parts)
        db.session.commit()
    return made


def sold(app: Flask, wanted: dict[int, int]) -> MadeOrder:
    order = make_order(app, wanted, somebody())
    with app.app_context():
        sell(order.id)
        db.session.commit()
    return order


def recalled(app: Flask, code: str) -> Recall:
    """Of a batch; found by one query."""
    with app.app_context(), queries_of(app) as asked:
        found = recall_of_batch(code)
    assert len(asked) == 1
    return found


def numbers(recall: Recall) -> list[str]:
    return [order.number for order in recall.orders]


def origin(app: Flask, order: MadeOrder) -> list[OriginOfBags]:
    """Of an order; found by one query."""
    with app.app_context(), queries_of(app) as asked:
        found = origin_of_order(order.number)
    assert len(asked) == 1
    return found


def test_a_batch_leads_to_every_order_that_has_a_bag_of_it(app: Flask, bag: MadeVariant) -> None:
    first, both, second = (sold(app, {bag.id: units}) for units in (1, 3, 2))
    assert numbers(recalled(app, "26-1")) == [both.number, first.number]
    assert numbers(recalled(app, "26-2")) == [second.number, both.number]
    [bags] = recalled(app, "26-1").orders[0].bags
    assert (bags.units, bags.product, bags.variant) == (1, "Filter", "250 g, ganze Bohne")


def test_who_only_holds_bags_is_named_and_who_gave_them_up_is_not(
    app: Flask, bag: MadeVariant
) -> None:
    held, given_up = make_order(app, {bag.id: 1}, somebody()), make_order(app, {bag.id: 1})
    with app.app_context():
        release(given_up.id)
        db.session.commit()
    [order] = recalled(app, "26-1").orders
    assert (order.number, order.state) == (held.number, "awaiting_payment")
    assert order.bags[0].is_held and "@example.org" in order.email


def test_what_came_back_is_told(app: Flask, bag: MadeVariant) -> None:
    order = sold(app, {bag.id: 2})
    with app.app_context():
        take_back(order.id, {bag.id: 1}, None, sellable=True)
        db.session.commit()
    found = recalled(app, "26-1")
    assert [(bags.units, bags.returned, bags.out) for bags in found.orders[0].bags] == [(2, 1, 1)]
    assert found.out == 1
    assert [(batch.code, batch.on_hand) for batch in found.batches] == [("26-1", 1)]


def test_a_set_is_found_through_each_batch_in_it_however_deep(
    app: Flask, batches: tuple[int, int]
) -> None:
    first, second = batches
    inner = put(app, "S-1", {first: 2_000, second: 2_000})
    outer = put(app, "S-2", {inner: 1_000, second: 1_000})
    boxes = make_product(app, "Probierset", kind="set", variants=[{"shelf": {outer: 3}}]).variant
    order = sold(app, {boxes.id: 1})
    for code in ("26-1", "26-2", "S-1", "S-2"):
        assert numbers(recalled(app, code)) == [order.number]
    assert [batch.code for batch in recalled(app, "26-1").batches] == ["26-1", "S-1", "S-2"]


def test_green_coffee_leads_to_the_orders_of_all_its_batches(
    app: Flask, bag: MadeVariant, batches: tuple[int, int], lots: tuple[int, int]
) -> None:
    box = put(app, "S-1", {batches[0]: 1_000, batches[1]: 1_000})
    boxes = make_product(app, "Probierset", kind="set", variants=[{"shelf": {box: 3}}]).variant
    orders = [sold(app, {bag.id: 2}), sold(app, {boxes.id: 1}), sold(app, {bag.id: 1})]
    with app.app_context(), queries_of(app) as asked:
        found = recall_of_green_lot("G-1")
    assert len(asked) == 1
    assert numbers(found) == [orders[1].number, orders[0].number]
    assert [batch.code for batch in found.batches] == ["26-1", "S-1"]


def test_an_order_leads_to_batches_contracts_and_cooperatives(app: Flask, bag: MadeVariant) -> None:
    first, second = origin(app, sold(app, {bag.id: 3}))
    assert [(bags.units, bags.batches[0].code) for bags in (first, second)] == [
        (2, "26-1"),
        (1, "26-2"),
    ]
    [green] = first.batches[0].green
    assert (green.code, green.contract) == ("G-1", "2024/17")
    assert [(one.name, one.share_bp) for one in green.growers] == [
        ("Demo Nord", 6_000),
        ("Demo Süd", 4_000),
    ]


def test_an_order_of_a_set_leads_to_the_batches_in_it(app: Flask, batches: tuple[int, int]) -> None:
    box = put(app, "S-1", {batches[0]: 1_000, batches[1]: 1_000})
    boxes = make_product(app, "Probierset", kind="set", variants=[{"shelf": {box: 3}}]).variant
    [bags] = origin(app, sold(app, {boxes.id: 1}))
    assert [made.code for made in bags.batches] == ["S-1", "26-1", "26-2"]
    assert [green.code for green in bags.batches[0].green] == ["G-1", "G-2"]


def test_a_batch_nobody_bought_is_there_and_an_unknown_one_is_not(
    app: Flask, batches: tuple[int, int], lots: tuple[int, int]
) -> None:
    assert recalled(app, "26-2").orders == ()
    make_green_lot(app, code="G-9")
    with app.app_context():
        assert recall_of_green_lot("G-9") == Recall((), ())
        with pytest.raises(NotThere):
            recall_of_batch("gibt-es-nicht")
        with pytest.raises(NotThere):
            recall_of_green_lot("gibt-es-nicht")
