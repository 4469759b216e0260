"""Every event is only a hint, is handled once, and is wanted again when something went wrong."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import func, select, text

from shop.clock import now
from shop.db import db
from shop.disputes.models import Dispute, Warning
from shop.orders.rules import State
from shop.payment.models import Attempt, PaymentEvent
from shop.payouts.models import BalanceLine, Payout
from shop.reconcile.handlers import HANDLERS
from shop.refunds.models import Refund
from shop.refunds.send_refunds import send_refunds
from tests.make.books import broken_laws
from tests.make.catalogue import make_product
from tests.make.demo_stripe import RunningDemoStripe
from tests.make.events import deliver, event_ids, post
from tests.make.mails import news_of
from tests.make.orders import MadeOrder, make_order, state_of
from tests.make.payments import payment_page, session_of


@pytest.fixture
def stripe(own_stripe: RunningDemoStripe) -> RunningDemoStripe:
    return own_stripe


@pytest.fixture
def order(app: Flask, stripe: RunningDemoStripe) -> MadeOrder:
    made = make_order(app, {make_product(app).variant.id: 1})
    payment_page(app, made)
    return made


def pay(app: Flask, stripe: RunningDemoStripe, order: MadeOrder) -> str:
    """Paid, told and handled; the id of the payment."""
    stripe.pay_session(session_of(app, order))
    assert deliver(app, stripe, event_ids(stripe)) == {200}
    with app.app_context():
        return db.session.scalars(select(Attempt.payment_intent_id)).one() or ""


def count(app: Flask, table: type[PaymentEvent] | type[BalanceLine]) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(table)) or 0


def wrong_books(app: Flask) -> dict[str, tuple[str, ...]]:
    with app.app_context():
        return broken_laws()


def test_every_kind_of_event_that_tells_of_money_is_known() -> None:
    disputes = ("created", "updated", "closed", "funds_withdrawn", "funds_reinstated")
    assert set(HANDLERS) >= {
        "checkout.session.completed",
        "checkout.session.async_payment_succeeded",
        "checkout.session.async_payment_failed",
        "checkout.session.expired",
        "payment_intent.payment_failed",
        "payment_intent.succeeded",
        "charge.succeeded",
        "charge.failed",
        "charge.updated",
        "charge.refunded",
        "refund.created",
        "refund.updated",
        "refund.failed",
        "radar.early_fraud_warning.created",
        "review.opened",
        "review.closed",
        "payout.paid",
        "payout.failed",
        "payout.reconciliation_completed",
        *(f"charge.dispute.{what}" for what in disputes),
    }


@pytest.mark.parametrize("newest_first", [False, True])
def test_the_events_of_a_payment_in_any_order_and_number_are_one_sale(
    app: Flask, stripe: RunningDemoStripe, order: MadeOrder, newest_first: bool
) -> None:
    stripe.pay_session(session_of(app, order))
    ids = event_ids(stripe)[:: -1 if newest_first else 1]
    assert deliver(app, stripe, [*ids, *ids]) == {200}
    assert state_of(app, order) == "paid"
    assert news_of(app) == ["order-received", "order-confirmed"]
    assert count(app, PaymentEvent) == len(ids) >= 4
    assert wrong_books(app) == {}


def test_one_event_many_times_at_once_is_handled_once(
    app: Flask, stripe: RunningDemoStripe, order: MadeOrder
) -> None:
    stripe.pay_session(session_of(app, order))
    (completed,) = event_ids(stripe, "checkout.session.completed")
    with ThreadPoolExecutor(6) as posters:
        statuses = list(posters.map(lambda _: post(app, stripe, completed), range(6)))
    assert statuses == [200] * 6
    assert state_of(app, order) == "paid"
    assert count(app, PaymentEvent) == 1
    assert wrong_books(app) == {}


def test_an_event_that_could_not_be_booked_is_wanted_again(
    app: Flask, stripe: RunningDemoStripe, order: MadeOrder
) -> None:
    stripe.pay_session(session_of(app, order))
    (completed,) = event_ids(stripe, "checkout.session.completed")
    rename(app, "ledger_money", "ledger_away")
    assert post(app, stripe, completed) == 500
    assert (state_of(app, order), count(app, PaymentEvent)) == ("awaiting_payment", 0)
    rename(app, "ledger_away", "ledger_money")
    assert post(app, stripe, completed) == 200
    assert state_of(app, order) == "paid"


def rename(app: Flask, table: str, to: str) -> None:
    with app.app_context():
        db.session.execute(text(f"alter table {table} rename to {to}"))
        db.session.commit()


def test_the_fee_is_known_once_the_balance_shows_the_payment(
    app: Flask, stripe: RunningDemoStripe, order: MadeOrder
) -> None:
    pay(app, stripe, order)
    # Whoever asks makes the balance line appear.
    stripe.advance_clock(24 * 3600)
    assert deliver(app, stripe, event_ids(stripe, "charge.updated")) <= {200}
    assert count(app, BalanceLine) == 1


def test_a_refund_made_in_the_dashboard_is_taken_over(
    app: Flask, stripe: RunningDemoStripe, order: MadeOrder
) -> None:
    stripe.dashboard_refund(pay(app, stripe, order), 100)
    ids = event_ids(stripe)
    assert deliver(app, stripe, [*ids, *ids]) == {200}
    with app.app_context():
        row = db.session.execute(select(Refund.amount_cents, Refund.origin, Refund.state)).one()
    assert tuple(row) == (100, "dashboard", "succeeded")
    assert wrong_books(app) == {}


def test_a_refund_that_fails_days_later_is_a_task(
    app: Flask, stripe: RunningDemoStripe, order: MadeOrder
) -> None:
    refund = stripe.dashboard_refund(pay(app, stripe, order), 100)
    deliver(app, stripe, event_ids(stripe))
    stripe.end_refund(refund["id"], "failed", "expired_or_canceled_card")
    assert deliver(app, stripe, event_ids(stripe)) == {200}
    with app.app_context():
        assert db.session.scalars(select(Refund.state)).one() == "failed"
    assert wrong_books(app) == {}


def test_a_dispute_stops_the_parcel_and_goes_on_to_its_end(
    app: Flask, stripe: RunningDemoStripe, order: MadeOrder
) -> None:
    dispute = stripe.dispute(pay(app, stripe, order))
    assert deliver(app, stripe, event_ids(stripe, "charge.dispute")[::-1]) == {200}
    assert state_of(app, order) == "needs_decision"
    stripe.close_dispute(dispute["id"], "won")
    assert deliver(app, stripe, event_ids(stripe, "charge.dispute")) == {200}
    with app.app_context():
        assert db.session.scalars(select(Dispute.status)).one() == "won"
    assert wrong_books(app) == {}


def test_a_fraud_warning_and_a_review_stop_the_parcel(
    app: Flask, stripe: RunningDemoStripe, order: MadeOrder
) -> None:
    payment = pay(app, stripe, order)
    stripe.fraud_warning(payment)
    review = stripe.review(payment)
    stripe.close_review(review["id"])
    assert deliver(app, stripe, event_ids(stripe)) == {200}
    assert state_of(app, order) == "needs_decision"
    with app.app_context():
        found = db.session.execute(select(Warning.kind, Warning.is_open).order_by(Warning.kind))
        assert [tuple(row) for row in found] == [("fraud", True), ("review", False)]


def test_a_debit_taken_back_stops_the_parcel(
    app: Flask, stripe: RunningDemoStripe, order: MadeOrder
) -> None:
    session_id = session_of(app, order)
    stripe.pay_session(session_id, "sepa_debit")
    stripe.settle_debit(session_id, succeeds=True)
    deliver(app, stripe, event_ids(stripe))
    assert state_of(app, order) == "paid"
    stripe.lose_payment(session_id)
    assert deliver(app, stripe, event_ids(stripe)) == {200}
    assert state_of(app, order) == "needs_decision"
    assert wrong_books(app) == {}


def test_a_card_declined_before_it_was_accepted_takes_nothing_back(
    app: Flask, stripe: RunningDemoStripe, order: MadeOrder
) -> None:
    page = payment_page(app, order)
    stripe.pay(page, "decline")
    stripe.pay(page)
    failed = event_ids(stripe, "charge.failed")
    assert failed
    deliver(app, stripe, event_ids(stripe, "checkout"))
    assert deliver(app, stripe, failed) == {200}
    assert state_of(app, order) == State.PAID


def test_the_success_of_a_debit_is_found_by_its_payment_when_its_session_tells_nothing(
    app: Flask, stripe: RunningDemoStripe, order: MadeOrder
) -> None:
    session_id = session_of(app, order)
    stripe.pay_session(session_id, "sepa_debit")
    deliver(app, stripe, event_ids(stripe))
    assert state_of(app, order) == "payment_pending"
    stripe.settle_debit(session_id, succeeds=True)
    assert deliver(app, stripe, event_ids(stripe, "payment_intent.succeeded")) == {200}
    assert state_of(app, order) == "paid"


def test_what_befell_a_payment_is_told_before_the_payment_itself(
    app: Flask, stripe: RunningDemoStripe, order: MadeOrder
) -> None:
    session = stripe.pay_session(session_of(app, order))
    stripe.fraud_warning(session["payment_intent"])
    assert deliver(app, stripe, event_ids(stripe, "radar")) == {200}
    assert state_of(app, order) == "needs_decision"
    assert deliver(app, stripe, event_ids(stripe)) == {200}
    assert news_of(app) == ["order-received", "order-confirmed"]
    assert wrong_books(app) == {}


def test_a_payout_is_kept_with_all_its_lines(
    app: Flask, stripe: RunningDemoStripe, order: MadeOrder
) -> None:
    pay(app, stripe, order)
    stripe.advance_clock(10 * 24 * 3600)
    assert stripe.payout_run()
    assert deliver(app, stripe, event_ids(stripe)) == {200}
    with app.app_context():
        payout = db.session.scalars(select(Payout)).one()
        assert payout.status == "paid"
        assert payout.itemised_at is not None
        assert payout.itemised_at <= now()
    assert count(app, BalanceLine) >= 1
    assert wrong_books(app) == {}


def test_everything_told_at_once_and_twice_ends_in_the_same_books(
    app: Flask, stripe: RunningDemoStripe, order: MadeOrder
) -> None:
    session = stripe.pay_session(session_of(app, order))
    stripe.pay_again(session["id"])
    stripe.dashboard_refund(session["payment_intent"], 100)
    stripe.fraud_warning(session["payment_intent"])
    stripe.dispute(session["payment_intent"], amount=300)
    wanted = event_ids(stripe) * 2
    assert len(wanted) > 20
    for _ in range(4):
        # If the second payment was told first, the Dashboard's refund waits for that of the shop.
        with app.app_context():
            send_refunds()
        with ThreadPoolExecutor(6) as posters:
            statuses = list(posters.map(lambda event_id: post(app, stripe, event_id), wanted))
        wanted = [
            event_id for event_id, status in zip(wanted, statuses, strict=True) if status != 200
        ]
    assert wanted == []
    assert state_of(app, order) == "needs_decision"
    with app.app_context():
        purposes = db.session.scalars(select(Attempt.purpose)).all()
    assert sorted(purposes) == ["sale", "surplus"]
    assert wrong_books(app) == {}
