"""Whatever happened at Stripe and was told to nobody is found, booked and named."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from shop.clock import now
from shop.db import db
from shop.disputes.models import Dispute
from shop.payment.models import Attempt
from shop.payment.stripe_client import PAGE
from shop.payment.stripe_sessions import create_session
from shop.payouts.models import BalanceLine, Payout
from shop.reconcile.reconcile import reconcile
from shop.refunds.models import Refund
from tests.make.books import broken_laws
from tests.make.catalogue import make_product
from tests.make.demo_stripe import RunningDemoStripe, running_demo_stripe
from tests.make.mails import news_of
from tests.make.orders import MadeOrder, make_order, state_of
from tests.make.payments import forget_session, paying_at, payment_page, session_of, settle_order


@pytest.fixture
def stripe(own_stripe: RunningDemoStripe) -> RunningDemoStripe:
    """Nobody tells the shop anything."""
    return own_stripe


@pytest.fixture
def order(app: Flask, stripe: RunningDemoStripe) -> MadeOrder:
    made = make_order(app, {make_product(app).variant.id: 1})
    payment_page(app, made)
    return made


def compared(app: Flask) -> dict[str, list[str]]:
    """Name of each step that found something open, or could not be done → its sentences."""
    with app.app_context():
        outcomes = list(reconcile(now() - timedelta(days=1)))
    told = {one.name: [*one.found.wrong, *filter(None, [one.failure])] for one in outcomes}
    return {name: sentences for name, sentences in told.items() if sentences}


def holds(app: Flask) -> bool:
    with app.app_context():
        assert broken_laws() == {}
    return True


def payment_of(app: Flask) -> str:
    with app.app_context():
        return db.session.scalars(select(Attempt.payment_intent_id)).first() or ""


def test_a_payment_nobody_told_of_is_booked_once(
    app: Flask, stripe: RunningDemoStripe, order: MadeOrder
) -> None:
    stripe.pay_session(session_of(app, order))
    assert compared(app) == {}
    assert compared(app) == {}
    assert state_of(app, order) == "paid"
    assert news_of(app) == ["order-received", "order-confirmed"]
    assert holds(app)


def test_a_page_whose_name_was_never_stored_is_known_by_its_key(
    app: Flask, stripe: RunningDemoStripe, order: MadeOrder
) -> None:
    session_id = session_of(app, order)
    stripe.pay_session(session_id)
    forget_session(app)
    assert compared(app) == {}
    assert session_of(app, order) == session_id
    assert state_of(app, order) == "paid"


def test_a_second_payment_is_found_and_on_its_way_back_after_one_round(
    app: Flask, stripe: RunningDemoStripe, order: MadeOrder
) -> None:
    stripe.pay_session(session_of(app, order))
    stripe.pay_again(session_of(app, order))
    assert compared(app) == {}
    with app.app_context():
        assert db.session.scalars(select(Refund.state)).all() == ["succeeded"]
    assert state_of(app, order) == "paid"
    assert holds(app)


def test_what_the_bank_took_back_is_found(
    app: Flask, stripe: RunningDemoStripe, order: MadeOrder
) -> None:
    session_id = session_of(app, order)
    stripe.pay_session(session_id, "sepa_debit")
    stripe.settle_debit(session_id, succeeds=True)
    settle_order(app, order)
    stripe.lose_payment(session_id)
    assert compared(app) == {}
    assert state_of(app, order) == "needs_decision"
    assert holds(app)


def test_money_that_came_and_went_unheard_leaves_nothing_open(
    app: Flask, stripe: RunningDemoStripe, order: MadeOrder
) -> None:
    """Paid, partly refunded in the Dashboard and taken back by the bank before anybody told."""
    session = stripe.pay_session(session_of(app, order), "sepa_debit")
    stripe.settle_debit(session["id"], succeeds=True)
    stripe.dashboard_refund(session["payment_intent"], 100)
    stripe.lose_payment(session["id"])
    stripe.lose_queued_events()
    assert compared(app) == {}
    assert compared(app) == {}
    assert state_of(app, order) == "expired"
    assert holds(app)


def test_lost_events_are_handled_and_not_again_the_next_day(
    app: Flask, stripe: RunningDemoStripe, order: MadeOrder
) -> None:
    stripe.pay_session(session_of(app, order))
    settle_order(app, order)
    stripe.fraud_warning(payment_of(app))
    stripe.lose_queued_events()
    assert booked(app, "Ereignisse, die nicht ankamen") >= 4
    assert state_of(app, order) == "needs_decision"
    assert booked(app, "Ereignisse, die nicht ankamen") == 0


def booked(app: Flask, step: str) -> int:
    with app.app_context():
        outcomes = {one.name: one.found for one in reconcile(now() - timedelta(days=1))}
    return outcomes[step].booked


def test_refunds_disputes_and_payouts_are_found_though_no_event_ever_told(
    app: Flask, stripe: RunningDemoStripe, order: MadeOrder
) -> None:
    stripe.pay_session(session_of(app, order))
    settle_order(app, order)
    stripe.dashboard_refund(payment_of(app), 100)
    stripe.advance_clock(10 * 24 * 3600)
    assert stripe.payout_run()
    stripe.dispute(payment_of(app), amount=200)
    stripe.swallow_queued_events()
    assert compared(app) == {}
    with app.app_context():
        assert db.session.scalars(select(Refund.amount_cents)).all() == [100]
        assert db.session.scalars(select(Dispute.amount_cents)).all() == [200]
        assert db.session.scalars(select(Payout.itemised_at)).one() is not None
        assert len(db.session.scalars(select(BalanceLine.id)).all()) >= 3
    assert state_of(app, order) == "needs_decision"
    assert holds(app)


def test_money_without_an_order_is_named(
    app: Flask, stripe: RunningDemoStripe, order: MadeOrder
) -> None:
    session_id = session_of(app, order)
    stripe.pay_session(session_id)
    with app.app_context():
        db.session.execute(
            update(Attempt).values(session_id="cs_another", idempotency_key="another")
        )
        db.session.commit()
    assert any(session_id in sentence for sentence in compared(app)["Zahlungsseiten"])


def test_a_sold_order_whose_payment_stripe_does_not_show_is_named(
    app: Flask, stripe: RunningDemoStripe, order: MadeOrder
) -> None:
    stripe.pay_session(session_of(app, order))
    settle_order(app, order)
    with running_demo_stripe() as another, paying_at(app, another):
        (sentence,) = compared(app)["Zahlungsseiten"]
    assert order.number in sentence


def test_one_thing_that_cannot_be_booked_hides_no_other(
    app: Flask, stripe: RunningDemoStripe, order: MadeOrder
) -> None:
    """The payment of the second order stands, wrongly, with a third one already."""
    second, third = (make_order(app, {make_product(app).variant.id: 1}) for _ in range(2))
    payment_page(app, second)
    paid = [stripe.pay_session(session_by(app, one)) for one in (order, second)]
    with app.app_context():
        wrong = update(Attempt).where(Attempt.order_id == third.id)
        db.session.execute(wrong.values(payment_intent_id=paid[1]["payment_intent"]))
        db.session.commit()
    (sentence,) = compared(app)["Zahlungsseiten"]
    assert paid[1]["id"] in sentence
    assert (state_of(app, order), state_of(app, second)) == ("paid", "awaiting_payment")


def session_by(app: Flask, order: MadeOrder) -> str:
    with app.app_context():
        return (
            db.session.scalars(select(Attempt.session_id).where(Attempt.order_id == order.id)).one()
            or ""
        )


def test_a_step_that_stripe_refuses_hides_no_other(
    app: Flask, stripe: RunningDemoStripe, order: MadeOrder
) -> None:
    stripe.pay_session(session_of(app, order))
    stripe.fail_next("500_before", "GET /v1/events", times=0)
    ((step, (sentence,)),) = compared(app).items()
    assert step == "Ereignisse, die nicht ankamen"
    assert sentence.startswith("Stripe ist nicht erreichbar")
    assert state_of(app, order) == "paid"
    stripe.clear_faults()
    assert compared(app) == {}


def test_a_payment_behind_more_than_a_page_of_others_is_found(
    app: Flask, stripe: RunningDemoStripe, order: MadeOrder
) -> None:
    with app.app_context():
        parameters = db.session.scalars(select(Attempt.parameters)).one()
        db.session.rollback()
        for number in range(PAGE + 1):
            create_session(parameters, f"another-{number}")
    stripe.pay_session(session_of(app, order))
    assert compared(app) == {}
    assert state_of(app, order) == "paid"
