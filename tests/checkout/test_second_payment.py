"""Of two payments for one order the first stays, and the second goes back by itself."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import select, text, update

from shop.checkout.settle import settle, settle_seen
from shop.db import db, start_writing
from shop.orders.models import OrderEvent
from shop.payment.models import Attempt
from shop.payment.provider import PaymentSession, SessionStatus
from shop.refunds.models import Refund
from shop.refunds.send_refunds import send_refunds
from tests.make.books import booked_cents, broken_laws
from tests.make.catalogue import make_product
from tests.make.demo_stripe import RunningDemoStripe
from tests.make.mails import news_of
from tests.make.orders import MadeOrder, make_order, state_of
from tests.make.payments import forget_session, pay_twice, payment_page, report
from tests.make.stock import level_of


def refunds(app: Flask) -> list[tuple[int, str]]:
    with app.app_context():
        rows = db.session.execute(select(Refund.amount_cents, Refund.origin).order_by(Refund.id))
        return [(cents, origin) for cents, origin in rows]


def attempts(app: Flask) -> list[tuple[int, str, str]]:
    with app.app_context():
        found = db.session.scalars(select(Attempt).order_by(Attempt.number)).all()
        return [(one.number, one.state, one.purpose) for one in found]


def notes(app: Flask) -> list[str]:
    with app.app_context():
        written = db.session.scalars(select(OrderEvent.note).order_by(OrderEvent.id))
        return [note for note in written if note]


def wrong_books(app: Flask) -> dict[str, tuple[str, ...]]:
    with app.app_context():
        return broken_laws()


@pytest.fixture
def order(app: Flask, stripe: RunningDemoStripe) -> MadeOrder:
    bag = make_product(app, variants=[{"units": 5}]).variant
    made = make_order(app, {bag.id: 2})
    payment_page(app, made)
    return made


def test_the_second_payment_is_given_back_and_the_order_goes_its_way(
    app: Flask, stripe: RunningDemoStripe, order: MadeOrder
) -> None:
    for session_id in pay_twice(app, stripe, order):
        report(app, session_id)
    assert attempts(app) == [(1, "paid", "sale"), (2, "paid", "surplus")]
    assert refunds(app) == [(order.total_cents, "automatic")]
    with app.app_context():
        send_refunds()
    assert state_of(app, order) == "paid"
    assert booked_cents(app) == order.total_cents
    assert news_of(app) == ["order-received", "order-confirmed", "order-refunded"]
    assert notes(app) == ["paid_again"]
    assert wrong_books(app) == {}


def test_whichever_is_reported_first_is_the_one_that_stays(
    app: Flask, stripe: RunningDemoStripe, order: MadeOrder
) -> None:
    first, second = pay_twice(app, stripe, order)
    report(app, second)
    assert state_of(app, order) == "paid"
    report(app, first)
    assert attempts(app) == [(1, "paid", "surplus"), (2, "paid", "sale")]
    assert refunds(app) == [(order.total_cents, "automatic")]
    assert wrong_books(app) == {}


def test_both_reported_many_times_at_once_are_one_sale_and_one_refund(
    app: Flask, stripe: RunningDemoStripe, order: MadeOrder
) -> None:
    first, second = pay_twice(app, stripe, order)
    with ThreadPoolExecutor(6) as reporters:
        list(reporters.map(report, [app] * 12, [first, second] * 6))
    assert sorted(purpose for _, _, purpose in attempts(app)) == ["sale", "surplus"]
    assert refunds(app) == [(order.total_cents, "automatic")]
    assert state_of(app, order) == "paid"
    assert wrong_books(app) == {}


def test_a_payment_by_a_second_page_ends_the_wait_for_the_first(
    app: Flask, stripe: RunningDemoStripe, order: MadeOrder
) -> None:
    """The first answer was lost and its key forgotten; the customer has paid by a page of it."""
    first, second = pay_twice(app, stripe, order)
    forget_session(app)
    report(app, second)
    report(app, first)
    assert sorted(purpose for _, _, purpose in attempts(app)) == ["sale", "surplus"]
    assert wrong_books(app) == {}


def test_a_page_opened_by_another_shop_with_the_same_account_is_none_of_ours(
    app: Flask, stripe: RunningDemoStripe, order: MadeOrder
) -> None:
    """Its orders are numbered like ours, but it does not have our keys."""
    _, foreign = pay_twice(app, stripe, order)
    with app.app_context():
        db.session.execute(update(Attempt).values(idempotency_key="ours"))
        db.session.commit()
        assert not settle(foreign)
    assert attempts(app) == [(1, "open", "")]


def test_money_for_an_order_that_waits_for_a_decision_goes_back_if_there_is_some_already(
    app: Flask, stripe: RunningDemoStripe, order: MadeOrder
) -> None:
    first, second = pay_twice(app, stripe, order)
    with app.app_context():
        db.session.execute(text("update payment_attempts set amount_cents = amount_cents + 1"))
        db.session.commit()
    report(app, first)
    report(app, second)
    assert state_of(app, order) == "needs_decision"
    assert attempts(app) == [(1, "mismatch", ""), (2, "paid", "surplus")]
    assert wrong_books(app) == {}


def test_a_second_payment_that_came_to_nothing_leaves_the_first_page_open(
    app: Flask, order: MadeOrder
) -> None:
    with app.app_context():
        waiting = db.session.scalars(select(Attempt)).one()
        lost = PaymentSession(
            id="cs_test_second",
            url=None,
            status=SessionStatus.COMPLETE,
            is_paid=True,
            has_failed=True,
            amount_cents=waiting.amount_cents,
            currency="eur",
            livemode=False,
            order_number=order.number,
            attempt_key=waiting.idempotency_key,
            payment_intent_id="pi_second",
            received_cents=0,
        )
        start_writing()
        assert settle_seen(lost)
        db.session.commit()
    assert attempts(app)[0] == (1, "open", "")
    assert state_of(app, order) == "awaiting_payment"
    assert wrong_books(app) == {}


def test_the_stock_is_sold_once(app: Flask, stripe: RunningDemoStripe) -> None:
    bag = make_product(app, variants=[{"units": 5}]).variant
    order = make_order(app, {bag.id: 2})
    payment_page(app, order)
    for session_id in pay_twice(app, stripe, order):
        report(app, session_id)
    assert level_of(app, bag.id) == (3, 0)
