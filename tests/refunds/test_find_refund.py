"""Stripe did what it seemed to have refused: it is found by its key, and money goes back once."""

import pytest
from flask import Flask
from sqlalchemy import update

from shop.clock import now
from shop.db import db
from shop.payment.stripe_refunds import create_refund
from shop.refunds.models import Refund
from shop.refunds.rules import Goods
from shop.refunds.settle_by_hand import settle_by_hand
from tests.make.demo_stripe import RunningDemoStripe
from tests.make.money import PaidOrder, booked_money, make_paid_order
from tests.make.people import make_person, signed_in
from tests.make.refunds import (
    check_laws,
    hear_of_refunds,
    kept_refunds,
    refund_of,
    refunded_cents,
)


@pytest.fixture
def order(app: Flask, stripe: RunningDemoStripe) -> PaidOrder:
    return make_paid_order(app, stripe, units=2)


@pytest.fixture
def refused(app: Flask, stripe: RunningDemoStripe, order: PaidOrder) -> int:
    """Stripe gave one bag's money back; its answer was lost, then the bank's dispute refused."""
    dispute = stripe.dispute(order.payment_intent_id)
    refund_id = refund_of(app, order.id, {0: (1, Goods.NEVER_LEFT)}, send=True)
    stripe.close_dispute(dispute["id"], "won")
    with app.app_context():
        key = db.session.get_one(Refund, refund_id).idempotency_key or ""
        # Stripe has kept its refusal with the key: the one it had accepted has another.
        db.session.rollback()
        create_refund(order.payment_intent_id, 750, f"{key}-x")
        changed = update(Refund).values(idempotency_key=f"{key}-x", ended_at=now())
        db.session.execute(changed)
        db.session.commit()
    assert [one.state for one in kept_refunds(app)] == ["failed"]
    return refund_id


def test_one_that_shows_up_is_accepted_after_all(
    app: Flask, order: PaidOrder, refused: int
) -> None:
    hear_of_refunds(app, order)
    hear_of_refunds(app, order)
    (refund,) = kept_refunds(app)
    assert (refund.id, refund.state, refund.failure) == (refused, "succeeded", "")
    assert refunded_cents(app, order.id) == 750
    assert [cents for _, cents, _ in booked_money(app, "refund")] == [-750]
    check_laws(app)


def test_it_is_looked_for_before_it_is_asked_for_again(
    app: Flask, stripe: RunningDemoStripe, order: PaidOrder, refused: int
) -> None:
    client = signed_in(app, "staff")
    path = f"/auftraege/{order.number}/erstattungen/{refused}/nochmal"
    page = client.post(path, follow_redirects=True).text
    assert "war das schon erledigt" in page
    assert [one.state for one in kept_refunds(app)] == ["succeeded"]
    made = [one["payment_intent"] for one in stripe.kept("refund")]
    assert made.count(order.payment_intent_id) == 1
    check_laws(app)


def test_while_stripe_is_away_nothing_is_asked_for_again(
    app: Flask, stripe: RunningDemoStripe, order: PaidOrder, refused: int
) -> None:
    client = signed_in(app, "staff")
    stripe.fail_next("500_before", "GET /v1/refunds", times=9)
    path = f"/auftraege/{order.number}/erstattungen/{refused}/nochmal"
    page = client.post(path, follow_redirects=True).text
    stripe.clear_faults()
    assert "Es wurde nichts angefordert" in page
    assert [one.state for one in kept_refunds(app)] == ["failed"]


def test_given_by_hand_meanwhile_it_is_money_beside_that(
    app: Flask, order: PaidOrder, refused: int
) -> None:
    person = make_person(app)
    with app.app_context():
        settle_by_hand(refused, person)
        db.session.commit()
    hear_of_refunds(app, order)
    assert [(one.origin, one.state) for one in kept_refunds(app)] == [
        ("staff", "settled"),
        ("dashboard", "succeeded"),
    ]
    check_laws(app)
