"""What fails weeks later, its event lost and its day long compared, is found by the balance."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from shop.clock import now, stopped_at
from shop.db import db
from shop.disputes.models import Dispute
from shop.payment.models import Attempt
from shop.reconcile.reconcile import reconcile
from shop.refunds.models import Refund
from tests.make.books import broken_laws
from tests.make.catalogue import make_product
from tests.make.demo_stripe import RunningDemoStripe, running_demo_stripe
from tests.make.orders import MadeOrder, make_order, state_of
from tests.make.payments import paying_at, payment_page, session_of, settle_order

LATER = timedelta(days=40)


@pytest.fixture
def order(app: Flask, own_stripe: RunningDemoStripe) -> MadeOrder:
    made = make_order(app, {make_product(app).variant.id: 1})
    payment_page(app, made)
    return made


def paid_by(app: Flask, stripe: RunningDemoStripe, order: MadeOrder, how: str = "card") -> str:
    """The id of the payment; the shop knows it and all that befell it until now."""
    session_id = session_of(app, order)
    if how == "card":
        stripe.pay_session(session_id)
    else:
        stripe.pay_session(session_id, "sepa_debit")
        stripe.settle_debit(session_id, succeeds=True)
    settle_order(app, order)
    with app.app_context():
        return db.session.scalars(select(Attempt.payment_intent_id)).one() or ""


def compared(app: Flask) -> tuple[dict[str, int], list[str]]:
    """By step what was booked, and whatever was wrong: by a round that looks back 14 days."""
    with app.app_context():
        outcomes = list(reconcile(now() - timedelta(days=14)))
        assert [one.failure for one in outcomes if one.failure] == []
        assert broken_laws() == {}
    booked = {one.name: one.found.booked for one in outcomes if one.found.booked}
    return booked, [sentence for one in outcomes for sentence in one.found.wrong]


def later(app: Flask, stripe: RunningDemoStripe) -> tuple[dict[str, int], list[str]]:
    """No event of it ever told anything."""
    stripe.swallow_queued_events()
    with stopped_at(now() + LATER):
        return compared(app)


def test_a_refund_that_failed_weeks_after_it_had_arrived_is_a_task(
    app: Flask, own_stripe: RunningDemoStripe, order: MadeOrder
) -> None:
    refund = own_stripe.dashboard_refund(paid_by(app, own_stripe, order), 100)
    compared(app)
    own_stripe.advance_clock(int(LATER.total_seconds()))
    own_stripe.end_refund(refund["id"], "failed", "expired_or_canceled_card")
    booked, wrong = later(app, own_stripe)
    assert (booked["Was später scheiterte"], wrong) == (1, [])
    with app.app_context():
        assert db.session.scalars(select(Refund.state)).one() == "failed"
    assert "Was später scheiterte" not in later(app, own_stripe)[0]


def test_a_debit_that_was_taken_back_weeks_later_stops_the_parcel(
    app: Flask, own_stripe: RunningDemoStripe, order: MadeOrder
) -> None:
    paid_by(app, own_stripe, order, "sepa_debit")
    compared(app)
    own_stripe.advance_clock(int(LATER.total_seconds()))
    own_stripe.lose_payment(session_of(app, order))
    booked, wrong = later(app, own_stripe)
    assert (booked["Was später scheiterte"], wrong) == (1, [])
    assert state_of(app, order) == "needs_decision"
    assert "Was später scheiterte" not in later(app, own_stripe)[0]


@pytest.mark.parametrize("outcome", ["won", "lost"])
def test_a_dispute_that_ended_weeks_later_ends_here(
    app: Flask, own_stripe: RunningDemoStripe, order: MadeOrder, outcome: str
) -> None:
    dispute = own_stripe.dispute(paid_by(app, own_stripe, order))
    compared(app)
    own_stripe.advance_clock(int(LATER.total_seconds()))
    own_stripe.close_dispute(dispute["id"], "won" if outcome == "won" else "lost")
    booked, wrong = later(app, own_stripe)
    assert (booked["Rückbuchungen"], wrong) == (1, [])
    with app.app_context():
        assert db.session.scalars(select(Dispute.status)).one() == outcome
    assert "Rückbuchungen" not in later(app, own_stripe)[0]


def test_an_open_dispute_that_stripe_does_not_know_is_named(
    app: Flask, own_stripe: RunningDemoStripe, order: MadeOrder
) -> None:
    dispute = own_stripe.dispute(paid_by(app, own_stripe, order))
    compared(app)
    with running_demo_stripe() as another, paying_at(app, another):
        assert f"Rückbuchung {dispute['id']} kennt Stripe nicht" in later(app, another)[1]
