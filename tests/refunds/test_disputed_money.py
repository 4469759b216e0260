"""Money a bank has taken in a dispute goes back once, whatever staff do and however it ends."""

from typing import Literal

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from shop.db import db
from shop.disputes.take_note_of_dispute import take_note_of_dispute
from shop.disputes.take_note_of_warning import take_note_of_warning
from shop.fulfilment.fulfil import pack, ship
from shop.payment.stripe_disputes import retrieve_dispute, retrieve_fraud_warning, retrieve_review
from shop.payouts.task_queries import open_tasks
from shop.refunds.accept_loss import accept_loss
from shop.refunds.models import Refund
from shop.refunds.request_refund import request_refund
from shop.refunds.rules import Goods, NotOwed, Reason, TooMuch, Wanted
from shop.refunds.settle_by_hand import settle_by_hand
from tests.make.books import booked_cents
from tests.make.demo_stripe import RunningDemoStripe
from tests.make.mails import alerts_of, news_of, queued_mails
from tests.make.money import PaidOrder, booked_money, make_paid_order
from tests.make.orders import state_of
from tests.make.people import signed_in
from tests.make.refunds import check_laws, kept_refunds, refund_of

ACCEPT = "Rückbuchung hinnehmen und stornieren"
BY_HAND = "Habe ich von Hand ausgezahlt"


@pytest.fixture
def staff(app: Flask) -> FlaskClient:
    return signed_in(app, "staff")


@pytest.fixture
def paid(app: Flask, stripe: RunningDemoStripe) -> PaidOrder:
    """Two bags of 7.50 € and their shipping of 4.90 €."""
    return make_paid_order(app, stripe, units=2)


def dispute(
    app: Flask, stripe: RunningDemoStripe, paid: PaidOrder, cents: int | None = None
) -> str:
    dispute_id = str(stripe.dispute(paid.payment_intent_id, amount=cents)["id"])
    hear(app, dispute_id)
    return dispute_id


def hear(app: Flask, dispute_id: str) -> None:
    with app.app_context():
        take_note_of_dispute(retrieve_dispute(dispute_id))
        db.session.commit()


def end(
    app: Flask, stripe: RunningDemoStripe, dispute_id: str, how: Literal["won", "lost"]
) -> None:
    stripe.close_dispute(dispute_id, how)
    hear(app, dispute_id)


def send_off(app: Flask, paid: PaidOrder) -> None:
    with app.app_context():
        pack(paid.id, None)
        ship(paid.id, None)
        db.session.commit()


def page_of(staff: FlaskClient, paid: PaidOrder) -> str:
    return staff.get(f"/auftraege/{paid.number}").text


def press(staff: FlaskClient, paid: PaidOrder, button: str) -> str:
    return staff.post(f"/auftraege/{paid.number}/{button}", follow_redirects=True).text


def test_the_order_says_why_it_stopped_and_offers_no_money_that_is_gone(
    app: Flask, staff: FlaskClient, stripe: RunningDemoStripe, paid: PaidOrder
) -> None:
    dispute_id = dispute(app, stripe, paid)
    page = page_of(staff, paid)
    assert page.index("Warum hier angehalten wurde") < page.index(ACCEPT)
    assert "Die Zahlung sei ein Betrug." in page and "Zurückgeholt: 19,90" in page
    assert "Belege bis" in page and "Reichen Sie dann keine Belege mehr ein." in page
    assert "erstatten und abschließen" not in page and "Doch liefern" not in page
    assert "Es wurde nichts geändert" in press(staff, paid, "doch-liefern")

    end(app, stripe, dispute_id, "won")
    page = page_of(staff, paid)
    assert "Die Bank hat für den Laden entschieden" in page
    assert "Doch liefern" in page and "19,90\xa0€ erstatten und abschließen" in page
    assert ACCEPT not in page
    press(staff, paid, "doch-liefern")
    assert state_of(app, paid.order) == "paid"
    check_laws(app)


@pytest.mark.parametrize("how", ["open", "lost", "closed_after"])
def test_who_accepts_a_dispute_undoes_the_sale_and_moves_no_money(
    app: Flask, staff: FlaskClient, stripe: RunningDemoStripe, paid: PaidOrder, how: str
) -> None:
    dispute_id = dispute(app, stripe, paid)
    if how == "lost":
        end(app, stripe, dispute_id, "lost")
    press(staff, paid, "alles-zurueck")
    press(staff, paid, "alles-zurueck")
    if how == "closed_after":
        end(app, stripe, dispute_id, "lost")
    assert state_of(app, paid.order) == "refunded"
    assert [one.state for one in kept_refunds(app)] == ["undone"]
    assert paid.payment_intent_id not in [one["payment_intent"] for one in stripe.kept("refund")]
    assert booked_money(app, "refund", "refund_by_hand") == [] and booked_cents(app) == 0
    page = page_of(staff, paid)
    assert "storniert: die Bank hat das Geld zurückgeholt" in page
    assert "von der Bank zurückgeholt, Verkauf storniert" in page
    assert BY_HAND not in page and "Geld erstattet" not in page
    assert news_of(app).count("order-cancelled") == 1 and "order-refunded" not in news_of(app)
    (mail,) = [one for one in queued_mails(app) if "order-cancelled" in one.dedupe_key]
    assert "Ihre Bank hat Ihre Zahlung zurückgeholt" in mail.text and "schulden" in mail.html
    told = app.test_client().get(f"/bestellung/{paid.order.token}").text
    assert "Ihre Bank hat das Geld schon zurückgeholt" in told
    assert "geht auf dem Weg zurück" not in told and "ausgezahlt" not in told
    check_laws(app)


def fail_a_refund(app: Flask, stripe: RunningDemoStripe, paid: PaidOrder) -> tuple[int, str]:
    """Asked for before the shop hears of the dispute: Stripe refuses."""
    dispute_id = str(stripe.dispute(paid.payment_intent_id)["id"])
    refund_id = refund_of(app, paid.id, {0: (1, Goods.NEVER_LEFT)}, send=True)
    assert kept_refunds(app)[0].state == "failed"
    hear(app, dispute_id)
    return refund_id, dispute_id


def test_a_refund_the_dispute_made_fail_is_accepted_and_not_paid_by_hand(
    app: Flask, staff: FlaskClient, stripe: RunningDemoStripe, paid: PaidOrder
) -> None:
    refund_id, _ = fail_a_refund(app, stripe, paid)
    page = page_of(staff, paid)
    assert "Die Bank hat dieses Geld selbst zurückgeholt" in page and BY_HAND not in page
    with app.app_context():
        with pytest.raises(TooMuch):
            settle_by_hand(refund_id, 1)
        db.session.rollback()
        with pytest.raises(TooMuch):
            request_refund(paid.id, Wanted({}, discount_cents=100), Reason.GOODWILL, None)
        db.session.rollback()
    button = f"erstattungen/{refund_id}/hingenommen"
    assert "Storniert: Die Bank hat das Geld zurückgeholt." in press(staff, paid, button)
    assert "war das schon erledigt" in press(staff, paid, button)
    assert [one.state for one in kept_refunds(app)] == ["replaced", "undone"]
    assert booked_money(app, "refund_by_hand") == []
    assert booked_cents(app) == paid.total_cents - 750
    # The rest of the order stands.
    assert "order-cancelled" not in news_of(app)
    with app.app_context():
        assert open_tasks().refunds == []
    check_laws(app)


def test_who_loses_all_of_an_order_that_way_is_told_once_that_it_is_cancelled(
    app: Flask, staff: FlaskClient, stripe: RunningDemoStripe, paid: PaidOrder
) -> None:
    dispute_id = str(stripe.dispute(paid.payment_intent_id)["id"])
    refund_id = refund_of(app, paid.id, {0: (2, Goods.NEVER_LEFT)}, shipping=True, send=True)
    hear(app, dispute_id)
    end(app, stripe, dispute_id, "lost")
    for _ in range(2):
        press(staff, paid, f"erstattungen/{refund_id}/hingenommen")
    assert news_of(app).count("order-cancelled") == 1
    assert (state_of(app, paid.order), booked_cents(app)) == ("refunded", 0)
    assert "storniert: die Bank hat das Geld zurückgeholt" in page_of(staff, paid)
    check_laws(app)


def test_a_refund_the_dispute_made_fail_is_owed_again_once_it_is_won(
    app: Flask, staff: FlaskClient, stripe: RunningDemoStripe, paid: PaidOrder
) -> None:
    refund_id, dispute_id = fail_a_refund(app, stripe, paid)
    end(app, stripe, dispute_id, "won")
    assert BY_HAND in page_of(staff, paid) and ACCEPT not in page_of(staff, paid)
    press(staff, paid, f"erstattungen/{refund_id}/hingenommen")
    assert kept_refunds(app)[0].state == "failed"
    press(staff, paid, f"erstattungen/{refund_id}/nochmal")
    assert [one.state for one in kept_refunds(app)] == ["replaced", "succeeded"]
    check_laws(app)


def test_what_a_dispute_left_of_a_payment_goes_back(
    app: Flask, staff: FlaskClient, stripe: RunningDemoStripe, paid: PaidOrder
) -> None:
    dispute(app, stripe, paid, cents=1000)
    page = page_of(staff, paid)
    assert "Doch liefern" not in page and "Was noch da ist, 9,90" in page
    press(staff, paid, "alles-zurueck")
    # Stripe refuses while the dispute is open: it is owed until then.
    assert [(one.state, one.amount_cents) for one in kept_refunds(app)] == [
        ("failed", 990),
        ("undone", 1000),
    ]
    assert state_of(app, paid.order) == "refunded"
    check_laws(app)


@pytest.mark.parametrize(
    "button, booked", [("bezahlt", [("paid_otherwise", 1990)]), ("aufgegeben", [])]
)
def test_a_dispute_lost_after_the_parcel_left_is_a_claim(
    app: Flask,
    staff: FlaskClient,
    stripe: RunningDemoStripe,
    paid: PaidOrder,
    button: str,
    booked: list[tuple[str, int]],
) -> None:
    send_off(app, paid)
    dispute_id = dispute(app, stripe, paid)
    assert "Zurückgeholte Zahlungen" not in staff.get("/geld/").text
    end(app, stripe, dispute_id, "lost")
    assert alerts_of(app) == ["disputed", "dispute_lost"]
    assert "gegen den Laden entschieden" in page_of(staff, paid)
    page = staff.get("/geld/").text
    assert "Zurückgeholte Zahlungen" in page and "19,90" in page and paid.number in page
    done = staff.post(f"/geld/zurueckgeholt/{paid.number}/{button}", follow_redirects=True).text
    assert "Hier ist gerade nichts zu tun." in done
    found = booked_money(app, "paid_otherwise")
    assert [(kind, cents) for kind, cents, _ in found] == booked
    assert state_of(app, paid.order) == "shipped" and booked_cents(app) == paid.total_cents
    check_laws(app)


def test_nobody_owes_what_no_bank_has_taken(
    app: Flask, staff: FlaskClient, paid: PaidOrder
) -> None:
    send_off(app, paid)
    path = f"/geld/zurueckgeholt/{paid.number}/bezahlt"
    assert "war schon erledigt" in staff.post(path, follow_redirects=True).text
    assert booked_money(app, "paid_otherwise") == []


def test_a_warning_is_done_with_when_all_money_goes_back_for_its_reason(
    app: Flask, staff: FlaskClient, stripe: RunningDemoStripe, paid: PaidOrder
) -> None:
    warning = stripe.fraud_warning(paid.payment_intent_id)
    with app.app_context():
        take_note_of_warning(retrieve_fraud_warning(warning["id"]))
        db.session.commit()
        assert len(open_tasks().warnings) == 1
    press(staff, paid, "alles-zurueck")
    with app.app_context():
        assert db.session.scalars(select(Refund.reason)).all() == ["dispute"]
        assert open_tasks().warnings == []


def test_the_end_of_a_review_stands_above_the_decision(
    app: Flask, staff: FlaskClient, stripe: RunningDemoStripe, paid: PaidOrder
) -> None:
    review_id = stripe.review(paid.payment_intent_id)["id"]

    def hear_of_review() -> None:
        with app.app_context():
            take_note_of_warning(retrieve_review(review_id))
            db.session.commit()

    hear_of_review()
    assert "Stripe hat die Prüfung beendet." not in page_of(staff, paid)
    stripe.close_review(review_id)
    hear_of_review()
    hear_of_review()
    page = page_of(staff, paid)
    assert page.index("Stripe hat die Prüfung beendet.") < page.index("Doch liefern")
    # Once above the decision, once in the history.
    assert page.count("Stripe hat die Prüfung beendet.") == 2


def test_only_what_failed_for_want_of_money_is_accepted(
    app: Flask, stripe: RunningDemoStripe, paid: PaidOrder
) -> None:
    refund_id = refund_of(app, paid.id, {0: (1, Goods.NEVER_LEFT)}, send=True)
    with app.app_context(), pytest.raises(NotOwed):
        accept_loss(refund_id, 1)


def test_staff_hear_of_money_that_comes_back_after_its_sale_was_undone(
    app: Flask, staff: FlaskClient, stripe: RunningDemoStripe, paid: PaidOrder
) -> None:
    dispute_id = dispute(app, stripe, paid)
    press(staff, paid, "alles-zurueck")
    end(app, stripe, dispute_id, "won")
    assert alerts_of(app) == ["disputed", "dispute_won"]
    assert "Die Bank hat für den Laden entschieden" in page_of(staff, paid)
    check_laws(app)
