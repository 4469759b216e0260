"""A payment is booked once, whoever reports it, and whatever it turns out to be."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

from flask import Flask
from sqlalchemy import select, text

from shop.catalogue.promise import promised_on
from shop.clock import now, stopped_at, today
from shop.db import db
from shop.ledger.models import Entry
from shop.orders.models import Order
from shop.web.filters import weekday_de
from tests.make.books import booked_cents
from tests.make.catalogue import make_product
from tests.make.demo_stripe import RunningDemoStripe
from tests.make.mails import news_of, queued_mails
from tests.make.orders import MadeOrder, make_order, state_of
from tests.make.payments import forget_session, payment_page, report, session_of, settle_order
from tests.make.stock import level_of


def test_a_paid_order_is_sold_booked_and_confirmed_once(
    app: Flask, stripe: RunningDemoStripe
) -> None:
    bag = make_product(app, variants=[{"units": 5}]).variant
    order = make_order(app, {bag.id: 2})
    stripe.pay(payment_page(app, order))

    with ThreadPoolExecutor(4) as reporters:
        list(reporters.map(settle_order, [app] * 8, [order] * 8))
    assert state_of(app, order) == "paid"
    assert level_of(app, bag.id) == (3, 0)
    assert booked_cents(app) == order.total_cents == 2 * 750 + 490
    assert news_of(app) == ["order-received", "order-confirmed"]


def test_the_books_show_units_weight_and_tax_of_the_sale(
    app: Flask, stripe: RunningDemoStripe
) -> None:
    bag = make_product(app, "Hausmischung").variant
    box = make_product(
        app,
        "Geschenkbox",
        kind="set",
        variants=[
            {
                "price_cents": 2190,
                "net_grams": None,
                "parts": [("Hausmischung", "reduced", 750), ("Becher", "standard", 1450)],
            }
        ],
    ).variant
    order = make_order(app, {bag.id: 2, box.id: 1})
    stripe.pay(payment_page(app, order))
    settle_order(app, order)
    with app.app_context():
        rows = db.session.execute(
            select(
                Entry.sku, Entry.units, Entry.coffee_grams, Entry.rate_bp, Entry.gross_cents
            ).order_by(Entry.id)
        ).all()
        assert [tuple(row) for row in rows] == [
            (bag.sku, 2, 500, 700, 1500),
            (box.sku, 1, 250, 700, 747),
            (box.sku, 0, 0, 1900, 1443),
            ("", 0, 0, 700, 298),
            ("", 0, 0, 1900, 192),
        ]


def test_a_payment_is_adopted_though_the_shop_died_before_storing_its_session(
    app: Flask, stripe: RunningDemoStripe
) -> None:
    order = make_order(app, {make_product(app).variant.id: 1})
    page = payment_page(app, order)
    session_id = session_of(app, order)
    forget_session(app)
    stripe.pay(page)
    report(app, session_id)
    assert state_of(app, order) == "paid"
    assert session_of(app, order) == session_id


def test_a_debit_waits_for_the_bank_and_then_is_paid(app: Flask, stripe: RunningDemoStripe) -> None:
    bag = make_product(app, variants=[{"units": 5}]).variant
    order = make_order(app, {bag.id: 1})
    stripe.pay(payment_page(app, order), "sepa_debit")
    settle_order(app, order)
    assert state_of(app, order) == "payment_pending"
    assert level_of(app, bag.id) == (5, 1)
    stripe.settle_debit(session_of(app, order), succeeds=True)
    settle_order(app, order)
    assert state_of(app, order) == "paid"
    assert news_of(app) == ["order-received", "order-pending", "order-confirmed"]


def test_the_promise_counts_from_the_day_the_money_is_there(
    app: Flask, stripe: RunningDemoStripe
) -> None:
    order = make_order(app, {make_product(app).variant.id: 1})
    assert promised_to(app, order) == promised_on(4, today())
    stripe.pay(payment_page(app, order), "sepa_debit")
    stripe.settle_debit(session_of(app, order), succeeds=True)
    with stopped_at(now() + timedelta(days=7)):
        settle_order(app, order)
        a_week_later = promised_on(4, today())
    assert promised_to(app, order) == a_week_later
    (confirmation,) = [m for m in queued_mails(app) if m.dedupe_key.startswith("order-confirmed")]
    assert weekday_de(a_week_later) in confirmation.text


def promised_to(app: Flask, order: MadeOrder) -> date:
    with app.app_context():
        return db.session.scalars(select(Order.promised_on).where(Order.id == order.id)).one()


def test_a_debit_the_bank_refuses_frees_the_stock_and_is_told(
    app: Flask, stripe: RunningDemoStripe
) -> None:
    bag = make_product(app, variants=[{"units": 5}]).variant
    order = make_order(app, {bag.id: 1})
    stripe.pay(payment_page(app, order), "sepa_debit")
    settle_order(app, order)
    stripe.settle_debit(session_of(app, order), succeeds=False)
    settle_order(app, order)
    assert state_of(app, order) == "expired"
    assert level_of(app, bag.id) == (5, 0)
    assert booked_cents(app) == 0
    assert news_of(app) == ["order-received", "order-pending", "order-payment_failed"]


def test_a_declined_card_can_be_tried_again_on_the_same_page(
    app: Flask, stripe: RunningDemoStripe
) -> None:
    order = make_order(app, {make_product(app).variant.id: 1})
    page = payment_page(app, order)
    stripe.pay(page, "decline")
    settle_order(app, order)
    assert state_of(app, order) == "awaiting_payment"
    stripe.pay(page)
    settle_order(app, order)
    assert state_of(app, order) == "paid"


def test_an_amount_that_does_not_match_is_not_shipped(
    app: Flask, stripe: RunningDemoStripe
) -> None:
    order = make_order(app, {make_product(app).variant.id: 1})
    stripe.pay(payment_page(app, order))
    with app.app_context():
        db.session.execute(text("update payment_attempts set amount_cents = amount_cents + 1"))
        db.session.commit()
    settle_order(app, order)
    assert state_of(app, order) == "needs_decision"
    assert booked_cents(app) == 0
    assert news_of(app) == ["order-received", "order-decision"]
