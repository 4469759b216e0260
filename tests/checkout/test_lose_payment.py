"""A debit that its bank takes back stops the parcel, and the books say what is missing."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import select

from shop.db import db
from shop.fulfilment.fulfil import pack, ship
from shop.ledger.models import MoneyEntry
from shop.orders.models import OrderEvent
from shop.payment.models import Attempt
from tests.make.books import booked_cents, broken_laws
from tests.make.catalogue import make_product
from tests.make.demo_stripe import RunningDemoStripe
from tests.make.mails import alerts_of
from tests.make.orders import MadeOrder, make_order, state_of
from tests.make.payments import payment_page, report, session_of, settle_order


@pytest.fixture
def order(app: Flask, stripe: RunningDemoStripe) -> MadeOrder:
    made = make_order(app, {make_product(app).variant.id: 1})
    stripe.pay(payment_page(app, made), "sepa_debit")
    stripe.settle_debit(session_of(app, made), succeeds=True)
    return made


def money(app: Flask) -> list[tuple[str, int]]:
    with app.app_context():
        rows = db.session.execute(
            select(MoneyEntry.kind, MoneyEntry.amount_cents).order_by(MoneyEntry.id)
        )
        return [(kind, cents) for kind, cents in rows]


def last_note(app: Flask) -> str | None:
    with app.app_context():
        return db.session.scalar(select(OrderEvent.note).order_by(OrderEvent.id.desc()).limit(1))


def wrong_books(app: Flask) -> dict[str, tuple[str, ...]]:
    with app.app_context():
        return broken_laws()


def test_an_order_not_yet_gone_is_stopped_and_staff_are_told_once(
    app: Flask, stripe: RunningDemoStripe, order: MadeOrder
) -> None:
    settle_order(app, order)
    assert state_of(app, order) == "paid"
    stripe.lose_payment(session_of(app, order))
    with ThreadPoolExecutor(4) as reporters:
        list(reporters.map(settle_order, [app] * 8, [order] * 8))
    assert state_of(app, order) == "needs_decision"
    assert last_note(app) == "payment_lost"
    assert alerts_of(app) == ["payment_lost"]
    total = order.total_cents
    assert money(app) == [("payment", total), ("payment_lost", -total)]
    assert booked_cents(app) == total
    assert wrong_books(app) == {}


def test_an_order_that_has_left_stays_as_it_is(
    app: Flask, stripe: RunningDemoStripe, order: MadeOrder
) -> None:
    settle_order(app, order)
    with app.app_context():
        pack(order.id, None)
        ship(order.id, None)
        db.session.commit()
    stripe.lose_payment(session_of(app, order))
    settle_order(app, order)
    assert state_of(app, order) == "shipped"
    assert (last_note(app), alerts_of(app)) == ("payment_lost", ["payment_lost"])
    assert wrong_books(app) == {}


def test_money_lost_before_it_was_booked_is_a_payment_that_failed(
    app: Flask, stripe: RunningDemoStripe, order: MadeOrder
) -> None:
    stripe.lose_payment(session_of(app, order))
    settle_order(app, order)
    assert state_of(app, order) == "expired"
    assert money(app) == []
    assert wrong_books(app) == {}


def test_a_payment_that_was_lost_does_not_come_back(
    app: Flask, stripe: RunningDemoStripe, order: MadeOrder
) -> None:
    settle_order(app, order)
    stripe.lose_payment(session_of(app, order))
    settle_order(app, order)
    settle_order(app, order)
    with app.app_context():
        assert db.session.scalars(select(Attempt.state)).all() == ["lost"]
    assert len(money(app)) == 2


def test_a_payment_lost_and_then_made_again_is_known_as_the_orders_own(
    app: Flask, stripe: RunningDemoStripe, order: MadeOrder
) -> None:
    """Told of the second first: the balance shows the first one's coming and going all the same."""
    first = session_of(app, order)
    stripe.lose_payment(first)
    report(app, str(stripe.pay_again(first)["id"]))
    assert state_of(app, order) == "paid"
    report(app, first)
    assert state_of(app, order) == "paid"
    with app.app_context():
        attempts = db.session.scalars(select(Attempt).order_by(Attempt.number)).all()
        assert [attempt.state for attempt in attempts] == ["failed", "paid"]
        assert all(attempt.payment_intent_id for attempt in attempts)
    assert wrong_books(app) == {}
