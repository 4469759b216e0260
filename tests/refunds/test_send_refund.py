"""A refund goes back once, whatever befalls the call, and is booked when Stripe has accepted it."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import update

from shop.clock import now
from shop.db import db
from shop.demo.stripe.faults import Kind
from shop.refunds.ask_again import ask_again
from shop.refunds.models import Refund
from shop.refunds.refund_order import refund_order
from shop.refunds.rules import Goods, NotOwed, Reason
from shop.refunds.send_refund import send_refund
from shop.refunds.send_refunds import send_refunds
from shop.refunds.settle_by_hand import settle_by_hand
from tests.make.catalogue import make_product
from tests.make.demo_stripe import RunningDemoStripe, running_demo_stripe
from tests.make.mails import alerts_of
from tests.make.money import PaidOrder, booked_money, make_paid_order
from tests.make.orders import make_order, somebody
from tests.make.payments import paying_at, payment_page, report, session_of, settle_order
from tests.make.people import make_person
from tests.make.refunds import (
    check_laws,
    hear_of_refunds,
    kept_refunds,
    left_in_books,
    refund_of,
    refunded_cents,
)

BACK = Goods.BACK


@pytest.fixture
def order(app: Flask, stripe: RunningDemoStripe) -> PaidOrder:
    return make_paid_order(app, stripe, units=3)


@pytest.fixture(autouse=True)
def calm(stripe: RunningDemoStripe) -> object:
    yield stripe
    stripe.clear_faults()
    stripe.next_refund("succeeded")


def at_stripe(stripe: RunningDemoStripe, order: PaidOrder) -> list[int]:
    return [
        refund["amount"]
        for refund in stripe.kept("refund")
        if refund["payment_intent"] == order.payment_intent_id
    ]


def work(app: Flask) -> None:
    """The worker's next round, whenever it is due."""
    with app.app_context():
        db.session.execute(update(Refund).values(next_try_at=now() - timedelta(seconds=1)))
        db.session.commit()
        send_refunds()


def test_parts_end_at_exactly_what_was_sold(
    app: Flask, stripe: RunningDemoStripe, order: PaidOrder
) -> None:
    refund_of(app, order.id, {0: (1, BACK)}, send=True)
    refund_of(app, order.id, discount_cents=333, send=True)
    refund_of(app, order.id, {0: (2, BACK)}, shipping=True, send=True)
    assert {one.state for one in kept_refunds(app)} == {"succeeded"}
    assert sum(at_stripe(stripe, order)) == order.total_cents
    assert left_in_books(app, order.id) == (0, 0, 0, 0)
    assert sum(cents for _, cents, _ in booked_money(app, "payment", "refund")) == 0
    check_laws(app)


@pytest.mark.parametrize("kind", ["drop_before", "drop_after", "500_before", "500_after", "429"])
def test_a_call_that_fails_is_made_again_and_gives_back_once(
    app: Flask, stripe: RunningDemoStripe, order: PaidOrder, kind: Kind
) -> None:
    stripe.fail_next(kind, "POST /v1/refunds", times=2)
    refund_of(app, order.id, {0: (1, BACK)}, send=True)
    assert kept_refunds(app)[0].state == "requested"
    for _ in range(3):
        work(app)
    assert at_stripe(stripe, order) == [750]
    assert kept_refunds(app)[0].state == "succeeded"
    assert [cents for _, cents, _ in booked_money(app, "refund")] == [-750]
    check_laws(app)


def test_a_day_later_stripe_has_forgotten_the_key_and_still_it_goes_back_once(app: Flask) -> None:
    # One of its own: its clock goes forward only.
    with running_demo_stripe() as stripe, paying_at(app, stripe):
        order = make_paid_order(app, stripe, units=2)
        stripe.fail_next("drop_after", "POST /v1/refunds", times=2)
        refund_of(app, order.id, {0: (1, BACK)}, send=True)
        stripe.clear_faults()
        stripe.advance_clock(25 * 3600)
        work(app)
        assert at_stripe(stripe, order) == [750]
    assert kept_refunds(app)[0].state == "succeeded"


def test_it_is_sent_only_when_it_is_due(
    app: Flask, stripe: RunningDemoStripe, order: PaidOrder
) -> None:
    stripe.fail_next("drop_before", "POST /v1/refunds", times=2)
    refund_id = refund_of(app, order.id, {0: (1, BACK)}, send=True)
    with app.app_context():
        send_refund(refund_id)
    assert at_stripe(stripe, order) == []
    work(app)
    assert at_stripe(stripe, order) == [750]


def test_what_stripe_refuses_has_failed_and_is_a_task(
    app: Flask, stripe: RunningDemoStripe, order: PaidOrder
) -> None:
    stripe.dispute(order.payment_intent_id)
    refund_of(app, order.id, {0: (1, BACK)}, send=True)
    (refund,) = kept_refunds(app)
    assert (refund.state, refund.failure) == ("failed", "charge_disputed")
    assert (refunded_cents(app, order.id), booked_money(app, "refund")) == (0, [])
    assert alerts_of(app) == ["refund_failed"]
    check_laws(app)


def test_a_refund_on_its_way_is_looked_at_until_it_has_ended(
    app: Flask, stripe: RunningDemoStripe, order: PaidOrder
) -> None:
    stripe.next_refund("pending")
    refund_of(app, order.id, {0: (1, BACK)}, send=True)
    (refund,) = kept_refunds(app)
    assert refund.state == "pending" and refund.stripe_id
    stripe.end_refund(refund.stripe_id, "succeeded")
    work(app)
    assert kept_refunds(app)[0].state == "succeeded"


def fail(app: Flask, stripe: RunningDemoStripe, order: PaidOrder) -> int:
    """One bag's refund, which the bank sends back; its id."""
    refund_id = refund_of(app, order.id, {0: (1, BACK)}, send=True)
    stripe.end_refund(kept_refunds(app)[-1].stripe_id or "", "failed", "lost_or_stolen_card")
    hear_of_refunds(app, order)
    return refund_id


def test_one_that_fails_later_is_owed_again(
    app: Flask, stripe: RunningDemoStripe, order: PaidOrder
) -> None:
    before = left_in_books(app, order.id)
    fail(app, stripe, order)
    hear_of_refunds(app, order)
    (refund,) = kept_refunds(app)
    assert (refund.state, refund.failure) == ("failed", "lost_or_stolen_card")
    assert refunded_cents(app, order.id) == 0
    # The money is back in the books; the bag is back on the shelf and stays there.
    assert left_in_books(app, order.id) == (before[0] - 1, *before[1:])
    check_laws(app)


def test_a_failed_one_is_asked_for_again_once(
    app: Flask, stripe: RunningDemoStripe, order: PaidOrder
) -> None:
    person = make_person(app)
    failed = fail(app, stripe, order)
    with app.app_context():
        send = ask_again(failed, person)
        db.session.commit()
        send_refund(send)
        with pytest.raises(NotOwed):
            ask_again(failed, person)
        db.session.rollback()
    assert [one.state for one in kept_refunds(app)] == ["replaced", "succeeded"]
    assert refunded_cents(app, order.id) == 750
    refund_of(app, order.id, {0: (2, BACK)}, shipping=True, send=True)
    assert left_in_books(app, order.id) == (0, 0, 0, 0)
    check_laws(app)


def test_a_failed_one_is_given_by_hand(
    app: Flask, stripe: RunningDemoStripe, order: PaidOrder
) -> None:
    person = make_person(app)
    failed = fail(app, stripe, order)
    with app.app_context():
        settle_by_hand(failed, person)
        db.session.commit()
        with pytest.raises(NotOwed):
            settle_by_hand(failed, person)
        db.session.rollback()
    assert kept_refunds(app)[0].state == "settled"
    assert [cents for _, cents, _ in booked_money(app, "refund_by_hand")] == [-750]
    refund_of(app, order.id, {0: (2, BACK)}, shipping=True, send=True)
    assert left_in_books(app, order.id) == (0, 0, 0, 0)
    check_laws(app)


@pytest.mark.parametrize("by_hand", [True, False])
def test_one_refused_at_once_counts_its_units_when_its_money_goes(
    app: Flask, stripe: RunningDemoStripe, order: PaidOrder, by_hand: bool
) -> None:
    person = make_person(app)
    dispute = stripe.dispute(order.payment_intent_id)
    failed = refund_of(app, order.id, {0: (1, BACK)}, send=True)
    stripe.close_dispute(dispute["id"], "won")
    with app.app_context():
        if by_hand:
            settle_by_hand(failed, person)
            db.session.commit()
        else:
            again = ask_again(failed, person)
            db.session.commit()
            send_refund(again)
    assert kept_refunds(app)[-1].state == ("settled" if by_hand else "succeeded")
    units, gross, _, _ = left_in_books(app, order.id)
    assert (units, gross) == (2, order.total_cents - 750)
    check_laws(app)


def test_a_set_of_mixed_rates_ends_at_nothing_at_each_rate(
    app: Flask, stripe: RunningDemoStripe
) -> None:
    parts = [("Kaffee", "reduced", 790), ("Becher", "standard", 1490)]
    made = make_product(app, "Geschenk", variants=[{"price_cents": 1999, "parts": parts}])
    order = make_order(app, {made.variant.id: 2}, somebody())
    stripe.pay(payment_page(app, order))
    settle_order(app, order)
    for discount in (1, 2, 777, 1):
        refund_of(app, order.id, discount_cents=discount, send=True)
    refund_of(app, order.id, {0: (1, BACK)}, send=True)
    refund_of(app, order.id, {0: (1, BACK)}, shipping=True, send=True)
    assert left_in_books(app, order.id) == (0, 0, 0, 0)
    check_laws(app)


def test_one_on_its_way_when_its_lost_sale_is_undone_leaves_no_bag_sold(
    app: Flask, stripe: RunningDemoStripe
) -> None:
    order = make_order(app, {make_product(app).variant.id: 2}, somebody())
    payment_page(app, order)
    session = session_of(app, order)
    stripe.pay_session(session, "sepa_debit")
    stripe.settle_debit(session, succeeds=True)
    settle_order(app, order)
    refund_of(app, order.id, {0: (1, Goods.NEVER_LEFT)})
    stripe.lose_payment(session)
    report(app, session)
    person = make_person(app)
    with app.app_context():
        assert refund_order(order.id, Reason.PAYMENT_LOST, person) == []
        db.session.commit()
    work(app)
    assert [one.state for one in kept_refunds(app)] == ["replaced", "undone", "undone"]
    assert left_in_books(app, order.id) == (0, 0, 0, 0)
    check_laws(app)
