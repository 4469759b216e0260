"""What goes back in Stripe's dashboard of money that is not what an order was sold for."""

import pytest
from flask import Flask
from sqlalchemy import select

from shop.checkout.settle import settle_seen
from shop.clock import now
from shop.db import db
from shop.payment.models import Attempt
from shop.payment.provider import PaymentSession, RefundSeen, SessionStatus
from shop.refunds.take_note_of import take_note_of
from tests.make.catalogue import make_product
from tests.make.demo_stripe import RunningDemoStripe
from tests.make.orders import MadeOrder, make_order, somebody, state_of
from tests.make.payments import payment_page, session_of
from tests.make.refunds import check_laws, kept_refunds


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
    seen = RefundSeen(refund_id, "pi_odd", cents, "succeeded", "", "", now(), currency)
    with app.app_context():
        assert take_note_of(seen)
        db.session.commit()


@pytest.mark.parametrize("currency", ["usd", "eur"])
def test_of_a_payment_in_other_money_nothing_is_booked(
    app: Flask, order: MadeOrder, currency: str
) -> None:
    pay(app, order, 1500, "usd")
    hear(app, 1500, currency)
    assert kept_refunds(app) == []
    assert state_of(app, order) == "needs_decision"
    check_laws(app)
