"""What Stripe paid out is here line by line, to the cent, however often and by whom it is asked."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import func, select

from shop.db import db
from shop.disputes.take_note_of_dispute import take_note_of_dispute
from shop.payment.provider import PaymentUnavailable
from shop.payment.stripe_disputes import retrieve_dispute
from shop.payouts.itemise import itemise
from shop.payouts.models import BalanceLine, Payout
from shop.payouts.note_payout import note_payout
from shop.payouts.queries import PayoutView, payout_view
from shop.payouts.rules import Group
from tests.make.demo_stripe import RunningDemoStripe, running_demo_stripe
from tests.make.money import PaidOrder, booked_money, make_paid_order
from tests.make.payments import paying_at
from tests.make.people import signed_in


@pytest.fixture
def bank(app: Flask) -> Iterator[RunningDemoStripe]:
    """A Stripe of its own: a payout takes everything that is there."""
    with running_demo_stripe() as running, paying_at(app, running):
        running.account(fee_bp=150, fee_cents=25, balance_delay_seconds=0)
        yield running


def paid_out(bank: RunningDemoStripe, *, fails: bool = False) -> str:
    payout = bank.payout_run(fails=fails)
    assert payout is not None
    return str(payout["id"])


def note(app: Flask, payout_id: str) -> PayoutView:
    with app.app_context():
        note_payout(payout_id)
        return payout_view(payout_id)


def fee_of(order: PaidOrder) -> int:
    """1.5 % and 25 cents."""
    return (order.total_cents * 150 + 5_000) // 10_000 + 25


def lines_kept(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(BalanceLine)) or 0


def test_a_payout_of_everything_adds_up_and_every_line_has_its_order(
    app: Flask, bank: RunningDemoStripe
) -> None:
    first, second, third = (make_paid_order(app, bank, units) for units in (3, 2, 1))
    bank.dashboard_refund(first.payment_intent_id, 500)
    returned = bank.dashboard_refund(third.payment_intent_id, 100)
    bank.end_refund(returned["id"], "failed")
    dispute = bank.dispute(second.payment_intent_id)
    bank.close_dispute(dispute["id"], "won")
    bank.take_fee(99)
    bank.adjust(7)

    found = note(app, paid_out(bank))
    gross = first.total_cents + second.total_cents + third.total_cents
    fees = sum(fee_of(order) for order in (first, second, third))
    assert found.difference == 0
    assert found.sums == {
        Group.PAYMENTS: gross,
        Group.REFUNDS: -500,
        Group.DISPUTES: 0,
        Group.ADJUSTMENTS: 7,
        Group.RETURNED: 0,
        Group.FEES: -fees - 2000 - 99,
    }
    assert found.total_cents == found.payout.amount_cents
    numbers = [row.order_number for row in found.lines]
    assert numbers.count(first.number) == 2
    assert numbers.count(second.number) == numbers.count(third.number) == 3
    assert numbers.count(None) == 2
    assert not any(row.is_unmatched for row in found.lines)


def test_the_page_is_green_and_turns_red_when_a_line_of_stripe_is_missing(
    app: Flask, bank: RunningDemoStripe
) -> None:
    order = make_paid_order(app, bank, 5)
    bank.dashboard_refund(order.payment_intent_id, 300)
    payout_id = paid_out(bank)
    note(app, payout_id)
    staff, page = signed_in(app, "staff"), f"/geld/auszahlungen/{payout_id}"
    assert "Summe = Bankbetrag" in staff.get(page).text
    with app.app_context():
        lost = db.session.scalars(select(BalanceLine).where(BalanceLine.category == "refund")).one()
        db.session.delete(lost)
        db.session.commit()
    assert "Unterschied: 300 Cent." in staff.get(page).text

    mended = staff.post(f"{page}/nachsehen", follow_redirects=True).text
    assert "Bei Stripe nachgesehen" in mended and "Summe = Bankbetrag" in mended


def test_fees_disputes_and_the_payout_are_booked_once_however_many_ask_at_once(
    app: Flask, bank: RunningDemoStripe
) -> None:
    order, other = make_paid_order(app, bank, 4), make_paid_order(app, bank, 9)
    dispute = bank.dispute(order.payment_intent_id)
    payout_id = paid_out(bank)

    def ask(turn: int) -> None:
        with app.app_context():
            if turn % 2:
                take_note_of_dispute(retrieve_dispute(dispute["id"]))
                db.session.commit()
            else:
                note_payout(payout_id)

    with ThreadPoolExecutor(4) as asking:
        list(asking.map(ask, range(8)))
    found = note(app, payout_id)
    assert found.difference == 0
    booked = booked_money(app, "fee", "dispute", "payout")
    fees = [fee_of(order), fee_of(other)]
    assert sorted(booked, key=lambda row: row[:2]) == sorted(
        [
            ("dispute", -order.total_cents, order.id),
            ("fee", -2000, order.id),
            ("fee", -fees[0], order.id),
            ("fee", -fees[1], other.id),
            ("payout", -found.payout.amount_cents, None),
        ],
        key=lambda row: row[:2],
    )


def test_all_that_is_booked_is_what_is_left_at_stripe(app: Flask, bank: RunningDemoStripe) -> None:
    order = make_paid_order(app, bank, 6)
    bank.dispute(order.payment_intent_id, amount=700)
    bank.adjust(350)
    bank.take_fee(20)
    note(app, paid_out(bank, fails=True))
    note(app, paid_out(bank))
    assert sum(cents for _, cents, _ in booked_money(app)) == 0


def test_a_payout_the_bank_sent_back_is_part_of_the_next_one(
    app: Flask, bank: RunningDemoStripe
) -> None:
    make_paid_order(app, bank)
    failed = note(app, paid_out(bank, fails=True))
    assert (failed.payout.status, failed.difference) == ("failed", 0)
    make_paid_order(app, bank)
    following = note(app, paid_out(bank))
    assert following.difference == 0
    assert following.sums[Group.RETURNED] == failed.payout.amount_cents


def test_a_payout_of_more_lines_than_one_answer_holds_is_complete(
    app: Flask, bank: RunningDemoStripe
) -> None:
    for cents in range(1, 120):
        bank.adjust(cents)
    found = note(app, paid_out(bank))
    assert (found.difference, len(found.lines)) == (0, 119)


def test_one_that_adds_up_is_not_asked_for_again(app: Flask, bank: RunningDemoStripe) -> None:
    bank.adjust(500)
    payout_id = paid_out(bank)
    note(app, payout_id)
    bank.clear_faults()
    with app.app_context():
        assert not itemise(payout_id)
    assert bank.calls() == []


def test_a_stripe_that_breaks_off_leaves_nothing_half_and_is_asked_again(
    app: Flask, bank: RunningDemoStripe
) -> None:
    bank.adjust(500)
    payout_id = paid_out(bank)
    bank.fail_next("drop_before", "GET /v1/balance_transactions", times=9)
    with pytest.raises(PaymentUnavailable):
        note(app, payout_id)
    bank.clear_faults()
    assert lines_kept(app) == 0
    with app.app_context():
        assert db.session.get_one(Payout, payout_id).itemised_at is None
    assert note(app, payout_id).difference == 0
