"""What is still to be packed, of each order and from each batch."""

from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from shop.db import db
from shop.fulfilment.fulfil import pack, ship
from shop.fulfilment.papers.queries import Wish, choose, print_orders
from shop.fulfilment.send_parcel import send_parcel, units_here
from shop.orders.models import Line
from shop.orders.rules import State
from shop.stock.take_back import take_back
from tests.fulfilment.papers.printing import paid, paper
from tests.make.catalogue import MUG, MadeProduct, make_product, make_variant
from tests.make.orders import make_order, somebody
from tests.make.origin import make_batch
from tests.make.sales import sell


@pytest.fixture
def coffee(app: Flask) -> MadeProduct:
    shelf = {
        make_batch(app, code="26-120", best_before=date(2098, 5, 1)): 9,
        make_batch(app, code="26-118", best_before=date(2098, 2, 1)): 1,
    }
    return make_product(app, "Filter Jaén", variants=[{"shelf": shelf}])


def bags_of(order_id: int, *, without_packed: bool = False) -> list[tuple[int, str]]:
    printed = print_orders([order_id], without_packed=without_packed)
    return [(bag.units, bag.lot) for order in printed for bag in order.bags]


def test_what_came_back_is_not_packed(app: Flask, coffee: MadeProduct) -> None:
    order = paid(app, coffee, 3)
    with app.app_context():
        assert bags_of(order.id) == [(1, "26-118"), (2, "26-120")]
        take_back(order.id, {coffee.variant.id: 1}, None, sellable=True)
        db.session.query(Line).where(Line.order_id == order.id, Line.kind == "goods").update(
            {"refunded_units": 1}
        )
        assert bags_of(order.id) == [(1, "26-118"), (1, "26-120")]
        assert print_orders([order.id])[0].is_reduced
        db.session.rollback()


def test_what_was_given_up_is_not_packed_though_nobody_booked_it_back(
    app: Flask, coffee: MadeProduct
) -> None:
    order = paid(app, coffee, 3)
    with app.app_context():
        db.session.query(Line).where(Line.order_id == order.id, Line.kind == "goods").update(
            {"refunded_units": 2}
        )
        assert bags_of(order.id) == [(1, "26-118")]
        db.session.rollback()


def test_what_is_packed_has_a_slip_and_is_not_to_be_packed_again(
    app: Flask, coffee: MadeProduct
) -> None:
    order = paid(app, coffee, 3, is_packed=True)
    with app.app_context():
        assert bags_of(order.id, without_packed=True) == []
        assert bags_of(order.id) == [(1, "26-118"), (2, "26-120")]


def test_the_slip_of_a_parcel_that_left_still_says_what_was_in_it(
    app: Flask, coffee: MadeProduct
) -> None:
    order = paid(app, coffee, 3)
    with app.app_context():
        pack(order.id, None)
        ship(order.id, None, "123")
        db.session.commit()
        assert bags_of(order.id) == [(1, "26-118"), (2, "26-120")]
        assert choose(Wish(), {State.PAID, State.PACKED}).ids == []


def test_what_left_in_a_parcel_before_is_on_no_paper_again(
    app: Flask, staff: FlaskClient, coffee: MadeProduct
) -> None:
    order = paid(app, coffee, 4)
    with app.app_context():
        first, second = sorted(units_here(order.id))
        send_parcel(order.id, {first: 1, second: 1}, None)
        db.session.commit()
        assert bags_of(order.id) == [(2, "26-120")]
        assert bags_of(order.id, without_packed=True) == [(2, "26-120")]
    text = paper(staff, "packzettel", nr=order.number)
    assert "Rest Ihrer Bestellung" in text and "Summe 15,00 €" in text
    assert "4 Stück" not in text and "Versand" not in text
    assert "2 Stück aus dem Regal" in paper(staff, "packliste")


def test_goods_without_a_batch_are_on_every_paper(
    app: Flask, staff: FlaskClient, coffee: MadeProduct
) -> None:
    mug = make_product(app, "Becher", variants=[]).id
    variant = make_variant(app, mug, **MUG)
    order = make_order(app, {variant.id: 1, coffee.variant.id: 1}, somebody())
    with app.app_context():
        sell(order.id)
        db.session.commit()
    assert "1 Ein Stück ohne Charge" in paper(staff, "packliste")
    assert "1 Becher Ein Stück" in paper(staff, "packzettel")


def test_beans_that_are_ground_to_order_are_taken_whole(
    app: Flask, staff: FlaskClient, coffee: MadeProduct
) -> None:
    ground = make_variant(app, coffee.id, units=0, grind="filter", ground_from_id=coffee.variant.id)
    order = make_order(app, {ground.id: 2}, somebody())
    with app.app_context():
        sell(order.id)
        db.session.commit()
    text = paper(staff, "packliste")
    assert "250 g, gemahlen für Filter ganze Bohnen nehmen, mahlen: Filter 26-118" in text
    assert "Filter · Charge 26-120" in text


def test_the_address_of_a_slip_leads_to_its_pdf(
    app: Flask, staff: FlaskClient, coffee: MadeProduct
) -> None:
    order = paid(app, coffee)
    answer = staff.get(f"/auftraege/{order.number}/packzettel", follow_redirects=True)
    assert answer.mimetype == "application/pdf"
    assert f"packzettel-{order.number}" in answer.headers["Content-Disposition"]
