"""What somebody gives back in Stripe's dashboard is taken over, whenever it is heard of."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from shop.clock import now
from shop.db import db
from shop.orders.models import OrderEvent
from shop.payment.stripe_refunds import refunds_of
from shop.refunds.ask_again import ask_again
from shop.refunds.models import Refund
from shop.refunds.queries import refund_tasks
from shop.refunds.rules import Goods, NotOwed, OwnRefundFirst
from shop.refunds.send_refund import send_refund
from shop.refunds.send_refunds import send_refunds
from shop.refunds.settle_by_hand import settle_by_hand
from shop.refunds.take_note_of import take_note_of
from shop.refunds.tell_goods import tell_goods
from tests.make.demo_stripe import RunningDemoStripe
from tests.make.mails import alerts_of
from tests.make.money import PaidOrder, booked_money, make_paid_order
from tests.make.orders import state_of
from tests.make.people import make_person, signed_in
from tests.make.refunds import (
    check_laws,
    hear_of_refunds,
    kept_refunds,
    left_in_books,
    line_at,
    refund_of,
    refunded_cents,
)


@pytest.fixture
def order(app: Flask, stripe: RunningDemoStripe) -> PaidOrder:
    return make_paid_order(app, stripe, units=3)


def test_a_refund_made_in_the_dashboard_is_booked_once(
    app: Flask, stripe: RunningDemoStripe, order: PaidOrder
) -> None:
    stripe.dashboard_refund(order.payment_intent_id, 1000)
    hear_of_refunds(app, order)
    hear_of_refunds(app, order)
    (refund,) = kept_refunds(app)
    assert (refund.origin, refund.state, refund.amount_cents) == ("dashboard", "succeeded", 1000)
    assert not refund.goods_known
    assert refunded_cents(app, order.id) == 1000
    assert left_in_books(app, order.id)[1] == order.total_cents - 1000
    with app.app_context():
        notes = db.session.scalars(select(OrderEvent.note).order_by(OrderEvent.id)).all()
    assert notes.count("refunded_elsewhere") == 1
    assert state_of(app, order.order) == "paid"
    check_laws(app)


def test_all_money_given_back_before_the_parcel_left_stops_it(
    app: Flask, stripe: RunningDemoStripe, order: PaidOrder
) -> None:
    stripe.dashboard_refund(order.payment_intent_id)
    hear_of_refunds(app, order)
    assert state_of(app, order.order) == "refunded"
    check_laws(app)


def test_somebody_says_once_what_became_of_the_goods(
    app: Flask, stripe: RunningDemoStripe, order: PaidOrder
) -> None:
    stripe.dashboard_refund(order.payment_intent_id)
    hear_of_refunds(app, order)
    person, refund_id = make_person(app), kept_refunds(app)[0].id
    with app.app_context():
        told = {line_at(order.id, 0): (3, Goods.NEVER_LEFT)}
        tell_goods(refund_id, told, person)
        db.session.commit()
        with pytest.raises(NotOwed):
            tell_goods(refund_id, told, person)
        db.session.rollback()
    assert left_in_books(app, order.id) == (0, 0, 0, 0)
    assert kept_refunds(app)[0].goods_known
    check_laws(app)


@pytest.mark.parametrize(("units", "state"), [(2, "paid"), (3, "refunded")])
def test_without_a_bag_left_nothing_is_packed(
    app: Flask, stripe: RunningDemoStripe, order: PaidOrder, units: int, state: str
) -> None:
    stripe.dashboard_refund(order.payment_intent_id, order.total_cents - 100)
    hear_of_refunds(app, order)
    person, refund_id = make_person(app), kept_refunds(app)[0].id
    with app.app_context():
        tell_goods(refund_id, {line_at(order.id, 0): (units, Goods.NEVER_LEFT)}, person)
        db.session.commit()
    assert state_of(app, order.order) == state
    check_laws(app)


def test_our_own_is_known_by_its_key_when_its_answer_was_lost(
    app: Flask, stripe: RunningDemoStripe, order: PaidOrder
) -> None:
    stripe.fail_next("drop_after", "POST /v1/refunds", times=2)
    refund_of(app, order.id, {0: (1, Goods.BACK)}, send=True)
    stripe.clear_faults()
    assert kept_refunds(app)[0].state == "requested"
    hear_of_refunds(app, order)
    (refund,) = kept_refunds(app)
    assert (refund.origin, refund.state) == ("staff", "succeeded")
    check_laws(app)


def test_a_stale_report_changes_nothing(
    app: Flask, stripe: RunningDemoStripe, order: PaidOrder
) -> None:
    refund_of(app, order.id, {0: (1, Goods.BACK)}, send=True)
    with app.app_context():
        (seen,) = refunds_of(order.payment_intent_id)
    for status, state in [("pending", "succeeded"), ("failed", "failed"), ("succeeded", "failed")]:
        with app.app_context():
            take_note_of(replace(seen, status=status))
            db.session.commit()
        assert kept_refunds(app)[0].state == state
    check_laws(app)


def test_a_refund_of_a_strange_payment_is_none_of_ours(
    app: Flask, stripe: RunningDemoStripe, order: PaidOrder
) -> None:
    refund_of(app, order.id, {0: (1, Goods.BACK)}, send=True)
    with app.app_context():
        (seen,) = refunds_of(order.payment_intent_id)
        assert not take_note_of(replace(seen, payment_intent_id="pi_strange", id="re_9"))
        assert not take_note_of(replace(seen, payment_intent_id=None, id="re_9"))


def test_heard_of_four_times_at_once_it_is_taken_over_once(
    app: Flask, stripe: RunningDemoStripe, order: PaidOrder
) -> None:
    stripe.dashboard_refund(order.payment_intent_id, 500)
    start = threading.Barrier(4)

    def hear() -> None:
        with app.app_context():
            (seen,) = refunds_of(order.payment_intent_id)
            start.wait()
            take_note_of(seen)
            db.session.commit()

    threads = [threading.Thread(target=hear) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [one.amount_cents for one in kept_refunds(app)] == [500]
    check_laws(app)


def test_our_own_refund_is_sent_first_where_both_do_not_fit(
    app: Flask, stripe: RunningDemoStripe, order: PaidOrder
) -> None:
    stripe.dashboard_refund(order.payment_intent_id, order.total_cents - 100)
    own = refund_of(app, order.id, {0: (1, Goods.BACK)})
    with app.app_context():
        (seen,) = refunds_of(order.payment_intent_id)
        with pytest.raises(OwnRefundFirst):
            take_note_of(seen)
        db.session.rollback()
        send_refund(own)
    # The dashboard has given back more than was free: the failed one is owed no more.
    assert [one.state for one in kept_refunds(app)] == ["replaced", "succeeded"]
    assert refunded_cents(app, order.id) == order.total_cents - 100
    check_laws(app)


def test_the_same_amount_in_the_dashboard_takes_the_place_of_a_failed_refund(
    app: Flask, stripe: RunningDemoStripe, order: PaidOrder
) -> None:
    refund_of(app, order.id, {0: (3, Goods.NEVER_LEFT)}, shipping=True, send=True)
    stripe.end_refund(kept_refunds(app)[0].stripe_id or "", "failed")
    hear_of_refunds(app, order)
    stripe.dashboard_refund(order.payment_intent_id)
    hear_of_refunds(app, order)
    failed, taken = kept_refunds(app)
    assert (failed.state, taken.state, taken.goods_known) == ("replaced", "succeeded", True)
    assert left_in_books(app, order.id) == (0, 0, 0, 0)
    check_laws(app)


def test_one_refund_that_goes_wrong_hides_no_other(
    app: Flask, stripe: RunningDemoStripe, order: PaidOrder
) -> None:
    other = make_paid_order(app, stripe)
    refund_of(app, order.id, {0: (1, Goods.BACK)})
    refund_of(app, other.id, {0: (1, Goods.BACK)})
    with app.app_context():
        # Whatever the cause: this one cannot be booked.
        db.session.execute(update(Refund).where(Refund.id == 1).values(amount_cents=751))
        db.session.execute(update(Refund).values(next_try_at=now() - timedelta(seconds=1)))
        db.session.commit()
        assert send_refunds() == 2
    assert kept_refunds(app)[1].state == "succeeded"


def failed_refund(app: Flask, stripe: RunningDemoStripe, order: PaidOrder) -> int:
    """Of everything, which the bank sends back; its id."""
    refund_id = refund_of(app, order.id, {0: (3, Goods.NEVER_LEFT)}, shipping=True, send=True)
    stripe.end_refund(kept_refunds(app)[0].stripe_id or "", "failed")
    hear_of_refunds(app, order)
    return refund_id


def test_less_in_the_dashboard_leaves_the_rest_of_a_failed_refund_owed(
    app: Flask, stripe: RunningDemoStripe, order: PaidOrder
) -> None:
    failed_refund(app, stripe, order)
    stripe.dashboard_refund(order.payment_intent_id, 1000)
    hear_of_refunds(app, order)
    assert [(one.state, one.amount_cents) for one in kept_refunds(app)] == [
        ("replaced", order.total_cents),
        ("failed", order.total_cents - 1000),
        ("succeeded", 1000),
    ]
    check_laws(app)
    person, owed = make_person(app), kept_refunds(app)[1].id
    with app.app_context():
        again = ask_again(owed, person)
        db.session.commit()
        send_refund(again)
    assert left_in_books(app, order.id) == (0, 0, 0, 0)
    check_laws(app)


@pytest.mark.parametrize("kept", [True, False])
def test_what_was_given_by_hand_and_in_the_dashboard_too_is_a_task(
    app: Flask, stripe: RunningDemoStripe, order: PaidOrder, kept: bool
) -> None:
    failed, person = failed_refund(app, stripe, order), make_person(app)
    with app.app_context():
        settle_by_hand(failed, person)
        db.session.commit()
    stripe.dashboard_refund(order.payment_intent_id)
    hear_of_refunds(app, order)
    hear_of_refunds(app, order)
    excess = kept_refunds(app)[-1]
    assert (excess.gives_back, excess.state) == ("excess", "succeeded")
    assert tasks(app) == [("excess", order.total_cents)]
    assert sum(cents for _, cents, _ in booked_money(app)) == -order.total_cents
    check_laws(app)
    if kept:
        client = signed_in(app, "staff")
        page = client.get(f"/auftraege/{order.number}").text
        assert "Ist geklärt" in page, page
        client.post(f"/auftraege/{order.number}/erstattungen/{excess.id}/ware")
    else:
        stripe.end_refund(excess.stripe_id or "", "failed")
        hear_of_refunds(app, order)
    assert tasks(app) == []
    check_laws(app)


def test_an_order_of_which_too_much_went_back_is_not_packed(
    app: Flask, stripe: RunningDemoStripe, order: PaidOrder
) -> None:
    person = make_person(app)
    refund_id = refund_of(app, order.id, {0: (1, Goods.NEVER_LEFT)}, send=True)
    stripe.end_refund(kept_refunds(app)[0].stripe_id or "", "failed")
    hear_of_refunds(app, order)
    with app.app_context():
        settle_by_hand(refund_id, person)
        db.session.commit()
    stripe.dashboard_refund(order.payment_intent_id)
    hear_of_refunds(app, order)
    assert state_of(app, order.order) == "needs_decision"
    assert alerts_of(app) == ["refund_failed", "refunded_elsewhere"]
    check_laws(app)


def tasks(app: Flask) -> list[tuple[str, int]]:
    with app.app_context():
        return [(task.kind, task.amount_cents) for task in refund_tasks()]
