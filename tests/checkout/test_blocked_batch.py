"""A batch is blocked between the order and its payment: nobody gets a bag of it."""

from flask import Flask
from sqlalchemy import select

from shop.db import db
from shop.origin.block_batch import block_batch
from shop.stock.models import Level, Reservation
from shop.stock.pack import pack
from tests.make.catalogue import make_product
from tests.make.demo_stripe import RunningDemoStripe
from tests.make.mails import alerts_of
from tests.make.orders import make_order, state_of
from tests.make.origin import make_batch
from tests.make.payments import payment_page, report, session_of
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
