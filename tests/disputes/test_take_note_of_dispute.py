"""A dispute stops its parcel once, goes forward only, and its money is in the books once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import select

from shop.checkout.deliver_anyway import deliver_anyway
from shop.db import db
from shop.disputes.models import Dispute
from shop.disputes.take_note_of_dispute import take_note_of_dispute
from shop.fulfilment.fulfil import pack, ship
from shop.orders.models import OrderEvent
from shop.payment.models import Attempt
from shop.payment.provider import DisputeSeen
from tests.make.demo_stripe import RunningDemoStripe
from tests.make.mails import alerts_of, news_of
from tests.make.money import PaidOrder, booked_money, dispute_seen, line_seen, make_paid_order
from tests.make.orders import state_of


@pytest.fixture
def paid(app: Flask, stripe: RunningDemoStripe) -> PaidOrder:
    return make_paid_order(app, stripe)


def tell(app: Flask, seen: DisputeSeen) -> bool:
    with app.app_context():
        known = take_note_of_dispute(seen)
        db.session.commit()
    return known


def status_of(app: Flask, dispute_id: str = "dp_1") -> tuple[str, bool]:
    """(status, whether it is closed)"""
    with app.app_context():
        found = db.session.get_one(Dispute, dispute_id)
        return found.status, found.closed_at is not None


def notes_of(app: Flask, order: PaidOrder) -> list[str]:
    with app.app_context():
        found = db.session.scalars(
            select(OrderEvent.note)
            .where(OrderEvent.order_id == order.id, OrderEvent.note != "")
            .order_by(OrderEvent.id)
        )
        return list(found)


def step(app: Flask, verb: object, order: PaidOrder) -> None:
    assert callable(verb)
    with app.app_context():
        verb(order.id, None)
        db.session.commit()


@pytest.mark.parametrize("is_packed", [False, True])
def test_an_order_not_yet_gone_waits_for_a_decision_and_only_staff_hear_by_mail(
    app: Flask, paid: PaidOrder, is_packed: bool
) -> None:
    if is_packed:
        step(app, pack, paid)
    told_before = news_of(app)
    assert tell(app, dispute_seen(paid.payment_intent_id))
    assert state_of(app, paid.order) == "needs_decision"
    assert notes_of(app, paid) == ["disputed"]
    assert tell(app, dispute_seen(paid.payment_intent_id))
    assert (news_of(app), alerts_of(app)) == (told_before, ["disputed"])


def test_of_an_order_that_left_only_its_history_tells(app: Flask, paid: PaidOrder) -> None:
    step(app, pack, paid)
    step(app, ship, paid)
    assert tell(app, dispute_seen(paid.payment_intent_id))
    assert state_of(app, paid.order) == "shipped"
    assert notes_of(app, paid) == ["disputed"]


def test_news_of_it_do_not_stop_again_what_staff_have_decided_to_deliver(
    app: Flask, paid: PaidOrder
) -> None:
    tell(app, dispute_seen(paid.payment_intent_id))
    step(app, deliver_anyway, paid)
    for status in ("needs_response", "under_review"):
        assert tell(app, dispute_seen(paid.payment_intent_id, status))
    assert state_of(app, paid.order) == "paid"
    assert notes_of(app, paid) == ["disputed", "delivered_anyway"]


def test_a_lost_one_stops_it_once_more_and_tells_the_staff(app: Flask, paid: PaidOrder) -> None:
    tell(app, dispute_seen(paid.payment_intent_id))
    step(app, deliver_anyway, paid)
    for _ in range(3):
        tell(app, dispute_seen(paid.payment_intent_id, "lost"))
    assert state_of(app, paid.order) == "needs_decision"
    assert notes_of(app, paid) == ["disputed", "delivered_anyway", "dispute_lost"]
    assert alerts_of(app) == ["disputed", "dispute_lost"]
    assert status_of(app) == ("lost", True)


def test_one_that_was_won_is_in_the_history_and_changes_nothing(
    app: Flask, paid: PaidOrder
) -> None:
    tell(app, dispute_seen(paid.payment_intent_id))
    for _ in range(2):
        tell(app, dispute_seen(paid.payment_intent_id, "won"))
    assert state_of(app, paid.order) == "needs_decision"
    assert notes_of(app, paid) == ["disputed", "dispute_won"]


def disputed_cents(app: Flask) -> int:
    with app.app_context():
        return db.session.scalars(select(Attempt.disputed_cents)).one()


def test_what_it_took_is_not_left_and_comes_back_when_it_is_won(
    app: Flask, paid: PaidOrder
) -> None:
    taken = line_seen("dispute", -1240, 2000)
    back = line_seen("dispute_reversal", 1240)
    payment = paid.payment_intent_id
    tell(app, dispute_seen(payment, lines=(taken,)))
    assert disputed_cents(app) == 1240
    # Its end is told first, the money comes after it; what was seen before says nothing.
    tell(app, dispute_seen(payment, "won", lines=(taken,)))
    assert disputed_cents(app) == 1240
    tell(app, dispute_seen(payment, "won", lines=(taken, back)))
    tell(app, dispute_seen(payment, "needs_response", lines=(taken,)))
    assert disputed_cents(app) == 0


def test_two_disputes_of_a_payment_take_their_sum(app: Flask, paid: PaidOrder) -> None:
    for number, cents in enumerate((300, 400)):
        line = line_seen("dispute", -cents)
        tell(app, dispute_seen(paid.payment_intent_id, dispute_id=f"dp_{number}", lines=(line,)))
    assert disputed_cents(app) == 700


def test_a_second_dispute_of_the_same_payment_stops_it_again(app: Flask, paid: PaidOrder) -> None:
    tell(app, dispute_seen(paid.payment_intent_id))
    step(app, deliver_anyway, paid)
    tell(app, dispute_seen(paid.payment_intent_id, dispute_id="dp_2"))
    assert state_of(app, paid.order) == "needs_decision"


def test_its_status_only_goes_forward(app: Flask, paid: PaidOrder) -> None:
    for told in ("under_review", "needs_response", "won", "under_review", "lost"):
        tell(app, dispute_seen(paid.payment_intent_id, told))
    assert status_of(app) == ("won", True)


def test_one_first_heard_of_when_it_was_won_stops_nothing(app: Flask, paid: PaidOrder) -> None:
    assert tell(app, dispute_seen(paid.payment_intent_id, "won"))
    assert state_of(app, paid.order) == "paid"
    assert notes_of(app, paid) == []


def test_several_who_hear_of_it_at_once_stop_the_parcel_and_book_it_once(
    app: Flask, paid: PaidOrder
) -> None:
    lines = (line_seen("dispute", -1240, 2000),)
    seen = dispute_seen(paid.payment_intent_id, lines=lines)
    with ThreadPoolExecutor(4) as hearers:
        assert all(hearers.map(tell, [app] * 8, [seen] * 8))
    assert notes_of(app, paid) == ["disputed"]
    assert booked_money(app, "dispute", "fee") == [
        ("dispute", -1240, paid.id),
        ("fee", -2000, paid.id),
    ]


def test_money_that_comes_back_is_booked_beside_what_was_taken(app: Flask, paid: PaidOrder) -> None:
    taken = line_seen("dispute", -1240, 2000)
    returned = line_seen("dispute_reversal", 1240, -2000)
    tell(app, dispute_seen(paid.payment_intent_id, lines=(taken,)))
    tell(app, dispute_seen(paid.payment_intent_id, "won", lines=(taken, returned)))
    booked = booked_money(app, "dispute", "fee")
    assert sorted(booked) == sorted(
        [
            ("dispute", -1240, paid.id),
            ("fee", -2000, paid.id),
            ("dispute", 1240, paid.id),
            ("fee", 2000, paid.id),
        ]
    )


@pytest.mark.parametrize("payment", ["pi_of_somebody_else", None])
def test_one_for_no_order_of_ours_is_kept_all_the_same(app: Flask, payment: str | None) -> None:
    assert not tell(app, dispute_seen(payment))
    assert status_of(app) == ("needs_response", False)


def test_one_that_came_before_its_payment_stops_the_parcel_as_soon_as_both_are_known(
    app: Flask, paid: PaidOrder
) -> None:
    tell(app, dispute_seen(None))
    assert state_of(app, paid.order) == "paid"
    assert tell(app, dispute_seen(paid.payment_intent_id))
    assert state_of(app, paid.order) == "needs_decision"


def test_the_log_names_the_order_and_no_person(
    app: Flask, paid: PaidOrder, caplog: pytest.LogCaptureFixture
) -> None:
    tell(app, dispute_seen(paid.payment_intent_id))
    assert f"order id {paid.id}" in caplog.text
    assert "@" not in caplog.text and "Testperson" not in caplog.text
