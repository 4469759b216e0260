"""A batch is blocked between the order and its payment: nobody gets a bag of it."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from shop.db import db
from shop.orders.move import move
from shop.orders.rules import ClaimMissing, State
from shop.origin.block_batch import block_batch
from shop.stock.models import Level, Reservation
from shop.stock.pack import pack
from shop.stock.release import release
from tests.make.catalogue import make_product
from tests.make.demo_stripe import RunningDemoStripe
from tests.make.mails import alerts_of
from tests.make.orders import make_order, place, priced, state_of
from tests.make.origin import make_batch, make_green_lot
from tests.make.payments import payment_page, report, session_of
from tests.make.people import signed_in
from tests.make.proofs import make_claim
from tests.make.stock import level_of


def bags_of(app: Flask, variant_id: int, *batches: tuple[int, int]) -> None:
    with app.app_context():
        for batch_id, units in batches:
            pack(batch_id, variant_id, units)
        db.session.commit()


def block(app: Flask, batch_id: int) -> None:
    with app.app_context():
        block_batch(batch_id, "Laborbefund steht aus", None)
        db.session.commit()


def batches_of(app: Flask, order_id: int) -> list[tuple[int | None, int, str]]:
    with app.app_context():
        rows = db.session.execute(
            select(Level.batch_id, Reservation.units, Reservation.state)
            .join(Level, Level.id == Reservation.level_id)
            .where(Reservation.order_id == order_id)
        )
        return [(batch_id, units, state) for batch_id, units, state in rows]


def test_what_was_held_of_it_is_sold_from_another_batch(
    app: Flask, stripe: RunningDemoStripe
) -> None:
    bag = make_product(app, variants=[{"units": 0}]).variant
    first, second = make_batch(app), make_batch(app)
    bags_of(app, bag.id, (first, 2), (second, 3))
    order = make_order(app, {bag.id: 2})
    assert batches_of(app, order.id) == [(first, 2, "held")]
    page = payment_page(app, order)
    block(app, first)
    stripe.pay(page)
    report(app, session_of(app, order))
    assert state_of(app, order) == "paid"
    assert batches_of(app, order.id) == [(second, 2, "sold")]
    assert level_of(app, bag.id) == (3, 0)


def test_where_no_other_batch_has_it_the_staff_decide(
    app: Flask, stripe: RunningDemoStripe
) -> None:
    bag = make_product(app, variants=[{"units": 0}]).variant
    first, second = make_batch(app), make_batch(app)
    bags_of(app, bag.id, (first, 2), (second, 1))
    order = make_order(app, {bag.id: 2})
    page = payment_page(app, order)
    block(app, first)
    stripe.pay(page)
    report(app, session_of(app, order))
    assert state_of(app, order) == "needs_decision"
    assert level_of(app, bag.id) == (3, 0)
    assert alerts_of(app) == ["batch_blocked"]


def certified_and_not(app: Flask, bags: int = 2) -> tuple[int, int, int]:
    """A variant of which so many bags may be called organic, and as many may not: variant, batches.

    The certified ones expire first."""
    lot = make_green_lot(app)
    certified = make_batch(app, {lot: 50_000}, best_before=date(2097, 1, 2))
    plain = make_batch(app, best_before=date(2097, 2, 2))
    make_claim(app, [lot])
    bag = make_product(app, variants=[{"units": 0}]).variant
    bags_of(app, bag.id, (certified, bags))
    return bag.id, certified, plain


def test_what_was_sold_as_organic_is_not_filled_from_another_batch(
    app: Flask, stripe: RunningDemoStripe
) -> None:
    bag, certified, plain = certified_and_not(app)
    order = make_order(app, {bag: 1})
    bags_of(app, bag, (plain, 2))
    page = payment_page(app, order)
    block(app, certified)
    stripe.pay(page)
    report(app, session_of(app, order))
    assert state_of(app, order) == "needs_decision"
    assert alerts_of(app) == ["claim_missing"]
    assert level_of(app, bag) == (4, 0)
    answer = signed_in(app, "staff").post(
        f"/auftraege/{order.number}/doch-liefern", follow_redirects=True
    )
    assert "nicht so zertifiziert, wie es bei der Bestellung angegeben war" in answer.text
    assert state_of(app, order) == "needs_decision"
    assert level_of(app, bag) == (4, 0)


def test_late_money_buys_nothing_that_is_less_than_was_said(
    app: Flask, stripe: RunningDemoStripe
) -> None:
    bag, certified, plain = certified_and_not(app)
    order = make_order(app, {bag: 1})
    bags_of(app, bag, (plain, 2))
    page = payment_page(app, order)
    with app.app_context():
        move(order.id, State.EXPIRED)
        release(order.id)
        db.session.commit()
    block(app, certified)
    stripe.pay(page)
    report(app, session_of(app, order))
    assert state_of(app, order) == "needs_decision"
    assert alerts_of(app) == ["claim_missing"]
    assert level_of(app, bag) == (4, 0)


def test_a_bag_that_came_after_the_cart_was_priced_orders_nothing_unsaid(app: Flask) -> None:
    bag, certified, plain = certified_and_not(app)
    cart = priced(app, {bag: 1})
    assert cart.lines[0].said
    bags_of(app, bag, (plain, 2))
    block(app, certified)
    with pytest.raises(ClaimMissing):
        place(app, cart)
    assert level_of(app, bag) == (4, 0)
    assert priced(app, {bag: 1}).lines[0].said == ()
    assert state_of(app, make_order(app, {bag: 1})) == "awaiting_payment"
