"""A line of the balance is kept once, finds its order, and its fee is in the books once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import select

from shop.clock import now
from shop.db import db
from shop.disputes.take_note_of_dispute import take_note_of_dispute
from shop.payment.models import Attempt
from shop.payment.provider import BalanceSeen, ChargeSeen
from shop.payouts.models import BalanceLine
from shop.payouts.take_note_of_charge import take_note_of_charge
from shop.payouts.take_note_of_line import take_note_of_line
from shop.payouts.take_note_of_payout import take_note_of_payout
from shop.refunds.models import Refund
from tests.make.demo_stripe import RunningDemoStripe
from tests.make.money import (
    PaidOrder,
    booked_money,
    dispute_seen,
    line_seen,
    make_paid_order,
    payout_seen,
)


@pytest.fixture
def paid(app: Flask, stripe: RunningDemoStripe) -> PaidOrder:
    return make_paid_order(app, stripe)


def tell(app: Flask, seen: BalanceSeen, payout_id: str | None = None) -> None:
    with app.app_context():
        take_note_of_line(seen, payout_id)
        db.session.commit()


def kept(app: Flask) -> list[tuple[str, int | None, str | None]]:
    with app.app_context():
        lines = db.session.scalars(select(BalanceLine).order_by(BalanceLine.id))
        return [(line.category, line.order_id, line.payout_id) for line in lines]


def charge_line(order: PaidOrder, fee_cents: int = 55) -> BalanceSeen:
    return line_seen(
        "charge", order.total_cents, fee_cents, payment_intent_id=order.payment_intent_id
    )


def test_a_payment_is_not_booked_again_but_its_fee_is(app: Flask, paid: PaidOrder) -> None:
    tell(app, charge_line(paid))
    assert kept(app) == [("charge", paid.id, None)]
    assert booked_money(app) == [("payment", paid.total_cents, paid.id), ("fee", -55, paid.id)]


def test_several_who_see_a_line_at_once_keep_and_book_it_once(app: Flask, paid: PaidOrder) -> None:
    line = charge_line(paid)
    with ThreadPoolExecutor(4) as seers:
        list(seers.map(tell, [app] * 8, [line] * 8))
    assert kept(app) == [("charge", paid.id, None)]
    assert booked_money(app, "fee") == [("fee", -55, paid.id)]


def test_a_line_gains_its_payout_later_and_keeps_it(app: Flask, paid: PaidOrder) -> None:
    line = charge_line(paid)
    tell(app, line)
    with app.app_context():
        take_note_of_payout(payout_seen(1000))
        db.session.commit()
    tell(app, line, "po_1")
    tell(app, line)
    assert kept(app) == [("charge", paid.id, "po_1")]


def test_a_line_seen_before_its_payment_finds_its_order_later(app: Flask, paid: PaidOrder) -> None:
    line = charge_line(paid)
    unknown = line_seen("charge", line.amount_cents, 55, line_id=line.id)
    tell(app, unknown)
    assert kept(app) == [("charge", None, None)]
    tell(app, line)
    assert kept(app) == [("charge", paid.id, None)]
    assert len(booked_money(app, "fee")) == 1


def test_the_line_of_a_refund_or_a_dispute_finds_its_order_by_their_ids(
    app: Flask, paid: PaidOrder
) -> None:
    with app.app_context():
        attempt_id = db.session.scalars(select(Attempt.id)).one()
        refund = Refund(
            order_id=paid.id,
            attempt_id=attempt_id,
            amount_cents=100,
            gives_back="goods",
            origin="staff",
            state="succeeded",
            stripe_id="re_1",
            requested_at=now(),
            next_try_at=now(),
        )
        db.session.add(refund)
        take_note_of_dispute(dispute_seen(paid.payment_intent_id))
        db.session.commit()
    tell(app, line_seen("refund", -100, source_id="re_1", line_id="txn_1"))
    tell(app, line_seen("dispute", -1240, 2000, source_id="dp_1", line_id="txn_2"))
    assert kept(app) == [("refund", paid.id, None), ("dispute", paid.id, None)]


def test_what_a_dispute_moved_is_booked_once_whichever_of_the_two_is_told_first(
    app: Flask, paid: PaidOrder
) -> None:
    for line in (line_seen("dispute", -1240, 2000), line_seen("dispute", -1240, 2000)):
        first_the_line = len(kept(app)) == 0
        seen = dispute_seen(paid.payment_intent_id, lines=(line,), dispute_id=f"dp_{line.id}")
        if first_the_line:
            tell(app, line)
        with app.app_context():
            take_note_of_dispute(seen)
            db.session.commit()
        tell(app, line)
    assert [kind for kind, _, _ in booked_money(app, "dispute", "fee")] == ["dispute", "fee"] * 2


def test_what_belongs_to_no_order_is_booked_for_itself(app: Flask) -> None:
    tell(app, line_seen("fee", -900))
    tell(app, line_seen("other_adjustment", 25))
    tell(app, line_seen("payout", -5000, source_id="po_1"))
    tell(app, line_seen("payout_reversal", 5000, source_id="po_1"))
    assert booked_money(app) == [
        ("fee", -900, None),
        ("adjustment", 25, None),
        ("payout", -5000, None),
        ("payout_failed", 5000, None),
    ]


def test_a_charge_brings_its_line_once_there_is_one(app: Flask, paid: PaidOrder) -> None:
    for line in (None, charge_line(paid)):
        with app.app_context():
            take_note_of_charge(
                ChargeSeen("ch_1", paid.payment_intent_id, "succeeded", paid.total_cents, line)
            )
            db.session.commit()
        assert len(kept(app)) == (0 if line is None else 1)
