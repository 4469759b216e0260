"""Disputes, fraud warnings and reviews as Stripe tells of them, from first to last."""

from typing import Literal

import pytest
from flask import Flask
from sqlalchemy import select

from shop.db import db
from shop.disputes.models import Dispute, Warning
from shop.disputes.queries import open_disputes, open_warnings
from shop.disputes.take_note_of_dispute import take_note_of_dispute
from shop.disputes.take_note_of_warning import take_note_of_warning
from shop.payment.stripe_disputes import retrieve_dispute, retrieve_fraud_warning, retrieve_review
from tests.make.demo_stripe import RunningDemoStripe
from tests.make.money import PaidOrder, booked_money, make_paid_order
from tests.make.orders import state_of


@pytest.fixture
def paid(app: Flask, stripe: RunningDemoStripe) -> PaidOrder:
    return make_paid_order(app, stripe)


def hear_of_dispute(app: Flask, dispute_id: str) -> str:
    with app.app_context():
        assert take_note_of_dispute(retrieve_dispute(dispute_id))
        db.session.commit()
        return db.session.scalars(select(Dispute.status)).one()


@pytest.mark.parametrize("end", ["won", "lost"])
def test_a_dispute_stops_the_parcel_and_its_money_is_booked_to_the_end(
    app: Flask, stripe: RunningDemoStripe, paid: PaidOrder, end: Literal["won", "lost"]
) -> None:
    dispute_id = stripe.dispute(paid.payment_intent_id, "product_not_received")["id"]
    assert hear_of_dispute(app, dispute_id) == "needs_response"
    assert state_of(app, paid.order) == "needs_decision"
    with app.app_context():
        (found,) = open_disputes(9)
        assert (found.order_number, found.dispute.reason) == (paid.number, "product_not_received")
        assert found.days_left is not None and found.days_left > 0

    stripe.close_dispute(dispute_id, end)
    assert hear_of_dispute(app, dispute_id) == end
    with app.app_context():
        assert open_disputes(9) == []
    back = [("dispute", paid.total_cents, paid.id)] if end == "won" else []
    assert booked_money(app, "dispute", "fee") == [
        ("dispute", -paid.total_cents, paid.id),
        ("fee", -2000, paid.id),
        *back,
    ]


def test_a_fraud_warning_and_a_review_stop_the_parcel(
    app: Flask, stripe: RunningDemoStripe
) -> None:
    one, other = make_paid_order(app, stripe), make_paid_order(app, stripe)
    warning = stripe.fraud_warning(one.payment_intent_id)
    review = stripe.review(other.payment_intent_id)
    with app.app_context():
        for seen in (retrieve_fraud_warning(warning["id"]), retrieve_review(review["id"])):
            assert take_note_of_warning(seen)
        db.session.commit()
        assert {row.order_number for row in open_warnings(9)} == {one.number, other.number}
    assert state_of(app, one.order) == state_of(app, other.order) == "needs_decision"

    stripe.close_review(review["id"])
    with app.app_context():
        take_note_of_warning(retrieve_review(review["id"]))
        db.session.commit()
        still_open = db.session.scalars(select(Warning.kind).where(Warning.is_open)).all()
    assert still_open == ["fraud"]
