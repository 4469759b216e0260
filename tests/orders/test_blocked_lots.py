"""Nothing of a blocked batch leaves the house, and everybody concerned reads why."""

from dataclasses import replace
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from shop.cart.rules import Delivery
from shop.db import db
from shop.fulfilment.fulfil import hand_over, pack, ship
from shop.orders.rules import LotBlocked
from shop.origin.block_batch import block_batch
from shop.origin.unblock_batch import unblock_batch
from shop.refunds.rules import Goods
from tests.cart.test_pages import text_of
from tests.make.catalogue import MadeVariant, make_product
from tests.make.orders import ANSWERS, MadeOrder, make_order, make_pickup_place, state_of
from tests.make.origin import make_batch
from tests.make.people import signed_in
from tests.make.refunds import refund_of
from tests.make.sales import sell

STAYS = "darf so nicht hinaus: Gesperrt ist Charge 26-118."


@pytest.fixture
def blocked(app: Flask) -> int:
    return make_batch(app, code="26-118", best_before=date(2097, 11, 20))


@pytest.fixture
def bag(app: Flask, blocked: int) -> MadeVariant:
    """Two bags of the batch that will be blocked, nine of another."""
    other = make_batch(app, code="26-120", best_before=date(2097, 12, 20))
    return make_product(app, "Hausmischung", variants=[{"shelf": {blocked: 2, other: 9}}]).variant


def paid(app: Flask, wanted: dict[int, int], *, pickup: bool = False) -> MadeOrder:
    answers = ANSWERS
    if pickup:
        answers = replace(
            answers, delivery=Delivery.PICKUP, pickup_place_id=make_pickup_place(app), phone="030 1"
        )
    order = make_order(app, wanted, answers)
    with app.app_context():
        sell(order.id)
        db.session.commit()
    return order


def block(app: Flask, batch_id: int) -> None:
    with app.app_context():
        block_batch(batch_id, "Fremdkörper gefunden", None)
        db.session.commit()


def packed(app: Flask, order: MadeOrder) -> None:
    with app.app_context():
        pack(order.id, None)
        db.session.commit()


def test_an_order_of_a_blocked_batch_is_not_packed(
    app: Flask, bag: MadeVariant, blocked: int
) -> None:
    order = paid(app, {bag.id: 1})
    block(app, blocked)
    page = signed_in(app, "staff").post(f"/auftraege/{order.number}/gepackt", follow_redirects=True)
    assert STAYS in page.text
    assert state_of(app, order) == "paid"


@pytest.mark.parametrize(("pickup", "step"), [(False, ship), (True, hand_over)])
def test_a_packed_order_of_a_batch_blocked_since_stays_here(
    app: Flask, bag: MadeVariant, blocked: int, pickup: bool, step: object
) -> None:
    order = paid(app, {bag.id: 1}, pickup=pickup)
    packed(app, order)
    block(app, blocked)
    leave = hand_over if step is hand_over else ship
    with app.app_context(), pytest.raises(LotBlocked) as refused:
        leave(order.id, None)
    assert refused.value.codes == ("26-118",)
    assert state_of(app, order) == "packed"


def test_it_leaves_once_the_batch_is_free_again(app: Flask, bag: MadeVariant, blocked: int) -> None:
    order = paid(app, {bag.id: 1})
    block(app, blocked)
    with app.app_context():
        unblock_batch(blocked, None)
        db.session.commit()
    packed(app, order)
    assert state_of(app, order) == "packed"


def test_what_is_left_leaves_once_the_blocked_bags_are_refunded(
    app: Flask, bag: MadeVariant, blocked: int
) -> None:
    order = paid(app, {bag.id: 3})
    block(app, blocked)
    refund_of(app, order.id, {0: (2, Goods.BACK)})
    packed(app, order)
    assert state_of(app, order) == "packed"


def test_another_order_is_not_concerned(app: Flask, bag: MadeVariant, blocked: int) -> None:
    paid(app, {bag.id: 2})
    order = paid(app, {bag.id: 1})
    block(app, blocked)
    packed(app, order)
    assert state_of(app, order) == "packed"


def test_the_lists_say_so_and_offer_no_button(app: Flask, bag: MadeVariant, blocked: int) -> None:
    order, other = paid(app, {bag.id: 2}), paid(app, {bag.id: 1})
    staff = signed_in(app, "staff")
    block(app, blocked)
    page = staff.get("/auftraege/").text
    assert f"/auftraege/{order.number}/erstatten" in page
    assert f"/auftraege/{order.number}/gepackt" not in page
    assert f"/auftraege/{other.number}/gepackt" in page
    only = staff.get("/auftraege/?liste=gesperrt").text
    assert order.number in only and other.number not in only
    assert "Charge gesperrt 1" in text_of(only)
    detail = staff.get(f"/auftraege/{order.number}").text
    assert "Nicht packen, nicht herausgeben: Charge 26-118 ist gesperrt" in detail
    assert "/gepackt" not in detail


def test_its_customer_is_promised_no_day(
    app: Flask, client: FlaskClient, bag: MadeVariant, blocked: int
) -> None:
    order = paid(app, {bag.id: 1})
    assert "sie ist bis" in text_of(client.get(f"/bestellung/{order.token}").text)
    block(app, blocked)
    page = client.get(f"/bestellung/{order.token}").text
    assert "Wir halten Ihre Bestellung zurück" in page and "sie ist bis" not in text_of(page)
    assert "Wird gepackt" not in page
    assert "Was wir über Charge 26-118 wissen" in page


def test_who_has_the_bag_reads_not_to_use_it(
    app: Flask, client: FlaskClient, bag: MadeVariant, blocked: int
) -> None:
    order = paid(app, {bag.id: 1})
    packed(app, order)
    with app.app_context():
        ship(order.id, None)
        db.session.commit()
    block(app, blocked)
    page = text_of(client.get(f"/bestellung/{order.token}").text)
    assert "Ihre Bestellung ist unterwegs" in page
    assert "Charge 26-118" in page and "Bitte verbrauchen Sie Kaffee aus dieser Charge" in page
