"""A fraud warning or a review stops its parcel once; who ends it depends on which it is."""

import pytest
from flask import Flask
from sqlalchemy import select

from shop.checkout.deliver_anyway import deliver_anyway
from shop.db import db
from shop.disputes.mark_seen import mark_seen
from shop.disputes.models import Warning
from shop.disputes.take_note_of_warning import take_note_of_warning
from shop.orders.models import OrderEvent
from shop.payment.provider import WarningSeen
from tests.make.demo_stripe import RunningDemoStripe
from tests.make.money import PaidOrder, make_paid_order, warning_seen
from tests.make.orders import state_of


@pytest.fixture
def paid(app: Flask, stripe: RunningDemoStripe) -> PaidOrder:
    return make_paid_order(app, stripe)


def tell(app: Flask, seen: WarningSeen) -> bool:
    with app.app_context():
        known = take_note_of_warning(seen)
        db.session.commit()
    return known


def look_at(app: Flask, warning_id: str = "issfr_1") -> bool:
    with app.app_context():
        was_open = mark_seen(warning_id)
        db.session.commit()
    return was_open


def is_open(app: Flask) -> bool:
    with app.app_context():
        return db.session.scalars(select(Warning.is_open)).one()


@pytest.mark.parametrize(("kind", "note"), [("fraud", "fraud_warning"), ("review", "under_review")])
def test_its_order_waits_for_a_decision_once(
    app: Flask, paid: PaidOrder, kind: str, note: str
) -> None:
    assert tell(app, warning_seen(paid.payment_intent_id, kind))
    assert state_of(app, paid.order) == "needs_decision"
    with app.app_context():
        deliver_anyway(paid.id, None)
        db.session.commit()
    assert tell(app, warning_seen(paid.payment_intent_id, kind))
    assert state_of(app, paid.order) == "paid"
    with app.app_context():
        notes = db.session.scalars(select(OrderEvent.note).where(OrderEvent.note == note)).all()
    assert len(notes) == 1


def test_a_review_ends_when_the_provider_says_so_and_never_opens_again(
    app: Flask, paid: PaidOrder
) -> None:
    tell(app, warning_seen(paid.payment_intent_id, "review"))
    assert not look_at(app) and is_open(app)
    tell(app, warning_seen(paid.payment_intent_id, "review", is_open=False))
    tell(app, warning_seen(paid.payment_intent_id, "review"))
    assert not is_open(app)


def test_a_fraud_warning_stays_until_staff_have_looked(app: Flask, paid: PaidOrder) -> None:
    tell(app, warning_seen(paid.payment_intent_id))
    tell(app, warning_seen(paid.payment_intent_id, is_open=False))
    assert is_open(app)
    assert look_at(app) and not look_at(app)
    tell(app, warning_seen(paid.payment_intent_id))
    assert not is_open(app)


def test_one_that_nothing_can_be_done_about_any_more_stops_nothing(
    app: Flask, paid: PaidOrder
) -> None:
    assert tell(app, warning_seen(paid.payment_intent_id, is_open=False))
    assert state_of(app, paid.order) == "paid"
    assert not is_open(app)


def test_one_for_no_order_of_ours_is_kept_as_a_task(app: Flask) -> None:
    assert not tell(app, warning_seen("pi_of_somebody_else"))
    assert is_open(app)
