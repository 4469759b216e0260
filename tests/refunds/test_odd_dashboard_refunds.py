"""What goes back in Stripe's dashboard of money that is not what an order was sold for."""

import pytest
from flask import Flask
from sqlalchemy import select

from shop.checkout.settle import settle_seen
from shop.clock import now
from shop.db import db
from shop.payment.models import Attempt
from shop.payment.provider import PaymentSession, RefundSeen, SessionStatus
from shop.refunds.advance_refund import advance_refund
from shop.refunds.queries import RefundTask, refund_tasks
from shop.refunds.refund_order import refund_order
from shop.refunds.rules import Reason
from shop.refunds.take_note_of import take_note_of
from tests.make.catalogue import make_product
from tests.make.demo_stripe import RunningDemoStripe
from tests.make.orders import MadeOrder, make_order, somebody, state_of
from tests.make.payments import payment_page, session_of
from tests.make.people import make_person
from tests.make.refunds import check_laws, kept_refunds, refunded_cents


@pytest.fixture
def order(app: Flask, stripe: RunningDemoStripe) -> MadeOrder:
    """Somebody is about to pay it."""
    made = make_order(app, {make_product(app).variant.id: 1}, somebody())
    payment_page(app, made)
    return made


def pay(app: Flask, order: MadeOrder, cents: int, currency: str = "eur") -> None:
    """As the provider may report it: something else than was ordered."""
    session_id = session_of(app, order)
    with app.app_context():
        key = db.session.scalars(select(Attempt.idempotency_key)).one()
        db.session.rollback()
        settle_seen(
            PaymentSession(
                id=session_id,
                url=None,
                status=SessionStatus.COMPLETE,
                is_paid=True,
                has_failed=False,
                amount_cents=cents,
                currency=currency,
                livemode=False,
                order_number=order.number,
                attempt_key=key,
                payment_intent_id="pi_odd",
                received_cents=cents,
            )
        )
        db.session.commit()
    assert state_of(app, order) == "needs_decision"


def hear(app: Flask, cents: int, currency: str = "eur", refund_id: str = "re_odd") -> None:
    with app.app_context():
        assert take_note_of(seen_as("succeeded", cents, refund_id, currency))
        db.session.commit()


def seen_as(status: str, cents: int, refund_id: str, currency: str = "eur") -> RefundSeen:
    return RefundSeen(refund_id, "pi_odd", cents, status, "", "", now(), currency)


def tasks(app: Flask) -> list[RefundTask]:
    with app.app_context():
        return refund_tasks()


@pytest.mark.parametrize("currency", ["usd", "eur"])
def test_of_a_payment_in_other_money_nothing_is_booked(
    app: Flask, order: MadeOrder, currency: str
) -> None:
    pay(app, order, 1500, "usd")
    hear(app, 1500, currency)
    assert kept_refunds(app) == []
    assert state_of(app, order) == "needs_decision"
    check_laws(app)


def test_of_a_payment_nobody_has_decided_about_the_rest_waits_on(
    app: Flask, order: MadeOrder
) -> None:
    pay(app, order, order.total_cents + 500)
    hear(app, 500)
    assert (state_of(app, order), refunded_cents(app, order.id)) == ("needs_decision", 500)
    check_laws(app)
    hear(app, order.total_cents, refund_id="re_rest")
    assert state_of(app, order) == "refunded"
    assert [one.gives_back for one in kept_refunds(app)] == ["surplus", "surplus"]
    check_laws(app)


@pytest.mark.parametrize("cents", [1240, 500])
def test_a_surplus_that_failed_is_owed_no_more_as_far_as_it_goes_back_there(
    app: Flask, order: MadeOrder, cents: int
) -> None:
    pay(app, order, 1300)
    person = make_person(app)
    with app.app_context():
        (refund_id,) = refund_order(order.id, Reason.DOES_NOT_FIT, person)
        advance_refund(refund_id, seen_as("failed", 1300, "re_own"))
        db.session.commit()
    assert [task.amount_cents for task in tasks(app)] == [1300]
    hear(app, cents)
    assert [task.amount_cents for task in tasks(app)] == [1300 - cents]
    check_laws(app)
    hear(app, 1300 - cents, refund_id="re_rest")
    assert tasks(app) == []
    check_laws(app)
