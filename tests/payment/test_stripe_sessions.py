"""Stripe's answers and failures, in the shop's own words."""

from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select

from shop.db import db
from shop.payment.models import Attempt
from shop.payment.provider import (
    PaymentMissing,
    PaymentRejected,
    PaymentUnavailable,
    SessionStatus,
)
from shop.payment.stripe_sessions import create_session, expire_session, retrieve_session
from tests.make.catalogue import make_product
from tests.make.demo_stripe import RunningDemoStripe
from tests.make.orders import MadeOrder, make_order

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def order(app: Flask) -> MadeOrder:
    return make_order(app, {make_product(app).variant.id: 2})


def frozen(app: Flask) -> Attempt:
    with app.app_context():
        attempt = db.session.scalars(select(Attempt)).one()
        db.session.expunge(attempt)
    return attempt


def test_a_new_session_is_open_and_says_whose_it_is(
    app: Flask, stripe: RunningDemoStripe, order: MadeOrder
) -> None:
    attempt = frozen(app)
    with app.app_context():
        session = create_session(attempt.parameters, attempt.idempotency_key)
        again = create_session(attempt.parameters, attempt.idempotency_key)
    assert session == again
    assert session.url
    assert (session.status, session.is_paid) == (SessionStatus.OPEN, False)
    assert (session.amount_cents, session.currency, session.livemode) == (1990, "eur", False)
    assert (session.order_number, session.attempt_key) == (order.number, attempt.idempotency_key)


def test_a_paid_session_says_what_was_received(
    app: Flask, stripe: RunningDemoStripe, order: MadeOrder
) -> None:
    attempt = frozen(app)
    with app.app_context():
        opened = create_session(attempt.parameters, attempt.idempotency_key)
        stripe.pay(opened.url or "")
        paid = retrieve_session(opened.id)
    assert paid.is_paid
    assert (paid.status, paid.url, paid.received_cents) == (SessionStatus.COMPLETE, None, 1990)
    assert paid.payment_intent_id


def test_what_is_closed_already_cannot_be_closed(
    app: Flask, stripe: RunningDemoStripe, order: MadeOrder
) -> None:
    attempt = frozen(app)
    with app.app_context():
        session = create_session(attempt.parameters, attempt.idempotency_key)
        expire_session(session.id)
        assert retrieve_session(session.id).status is SessionStatus.EXPIRED
        with pytest.raises(PaymentRejected):
            expire_session(session.id)


def test_the_same_key_for_something_else_is_rejected(
    app: Flask, stripe: RunningDemoStripe, order: MadeOrder
) -> None:
    attempt = frozen(app)
    with app.app_context():
        create_session(attempt.parameters, attempt.idempotency_key)
        with pytest.raises(PaymentRejected, match="400"):
            create_session(attempt.parameters | {"locale": "es"}, attempt.idempotency_key)


def test_an_unknown_session_is_missing_and_a_wrong_key_may_be_put_right(
    app: Flask, stripe: RunningDemoStripe
) -> None:
    with app.app_context(), pytest.raises(PaymentMissing):
        retrieve_session("cs_test_nobody")
    app.extensions["settings"] = replace(
        app.extensions["settings"], stripe_secret_key="sk_test_somebody_else"
    )
    app.extensions.pop("stripe")
    with app.app_context(), pytest.raises(PaymentUnavailable, match="401"):
        retrieve_session("cs_test_nobody")


def test_when_nobody_answers_the_outcome_is_unknown(app: Flask) -> None:
    with app.app_context(), pytest.raises(PaymentUnavailable):
        retrieve_session("cs_test_1")
