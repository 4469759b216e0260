"""A customer reads how much comes back, for what, by which way and that it takes days."""

import pytest
from flask import Flask
from sqlalchemy import select

from shop.db import db
from shop.payment.models import Attempt
from shop.refunds.ask_again import ask_again
from shop.refunds.refund_payment import refund_payment
from shop.refunds.rules import Goods, NothingLeft, Reason
from shop.refunds.send_refund import send_refund
from tests.make.catalogue import make_product
from tests.make.demo_stripe import RunningDemoStripe
from tests.make.mails import Mail, queued_mails
from tests.make.money import make_paid_order
from tests.make.orders import MadeOrder, make_order, somebody
from tests.make.people import make_person
from tests.make.refunds import accept, check_laws, kept_refunds, refund_of, refunded_cents
from tests.make.sales import sell


@pytest.fixture
def order(app: Flask) -> MadeOrder:
    made = make_order(app, {make_product(app, "Hausmischung").variant.id: 2}, somebody())
    with app.app_context():
        sell(made.id)
        db.session.commit()
    return made


def refund_mails(app: Flask) -> list[Mail]:
    return [mail for mail in queued_mails(app) if mail.dedupe_key.startswith("order-refunded")]


def test_each_refund_has_its_mail(app: Flask, order: MadeOrder) -> None:
    for refund_id in (
        refund_of(app, order.id, {0: (1, Goods.NEVER_LEFT)}),
        refund_of(app, order.id, discount_cents=200, shipping=True),
    ):
        accept(app, refund_id, "pending")
        accept(app, refund_id)
    first, second = refund_mails(app)
    assert first.subject == f"Bestellung {order.number}: Sie bekommen Geld zurück"
    for words in (first.text, first.html):
        assert "wir erstatten Ihnen 7,50\xa0€" in words
        assert "1 × Hausmischung, 250 g, ganze Bohne: 7,50" in words
        assert "bis zu zehn Werktage" in words and "auf demselben Weg" in words
    assert "wir erstatten Ihnen 6,90\xa0€" in second.text
    assert "Versand: 4,90" in second.text and "\nHausmischung, 250 g" in second.text


def test_money_nobody_sold_for_goes_back_by_itself_and_its_customer_is_told(
    app: Flask, order: MadeOrder
) -> None:
    with app.app_context():
        attempt = db.session.scalars(select(Attempt)).one()
        with pytest.raises(NothingLeft):
            refund_payment(attempt.id, Reason.PAID_TWICE, None, "automatic")
        # A second payment of the same order.
        db.session.add(
            Attempt(
                order_id=order.id,
                number=2,
                state="paid",
                amount_cents=order.total_cents,
                idempotency_key="second",
                parameters={},
                started_at=attempt.started_at,
                expires_at=attempt.expires_at,
                next_look_at=attempt.next_look_at,
                payment_intent_id="pi_second",
                received_cents=order.total_cents,
            )
        )
        db.session.flush()
        second = db.session.scalars(select(Attempt.id).where(Attempt.number == 2)).one()
        refund_payment(second, Reason.PAID_TWICE, None, "automatic")
        db.session.commit()
        with pytest.raises(NothingLeft):
            refund_payment(second, Reason.PAID_TWICE, None, "automatic")
        db.session.rollback()
    (refund,) = kept_refunds(app)
    assert (refund.gives_back, refund.origin) == ("surplus", "automatic")
    assert refunded_cents(app, order.id) == refund.amount_cents == order.total_cents
    assert refund_mails(app) == []
    accept(app, refund.id)
    assert "Sie haben doppelt bezahlt" in refund_mails(app)[0].text


def test_one_refused_at_once_is_told_when_it_goes(app: Flask, stripe: RunningDemoStripe) -> None:
    order = make_paid_order(app, stripe)
    dispute = stripe.dispute(order.payment_intent_id)
    refused = refund_of(app, order.id, discount_cents=100, send=True)
    assert refund_mails(app) == []
    stripe.close_dispute(dispute["id"], "won")
    retry(app, refused)
    (mail,) = refund_mails(app)
    assert "wir erstatten Ihnen 1,00" in mail.text
    check_laws(app)


def test_one_that_fails_on_its_way_is_told_again(app: Flask, order: MadeOrder) -> None:
    first = refund_of(app, order.id, discount_cents=100)
    accept(app, first, "pending")
    accept(app, first, "failed")
    # Fails at once: nothing is on its way, and still the first mail was sent.
    second = retry(app, first)
    accept(app, second, "failed")
    assert len(refund_mails(app)) == 1
    accept(app, retry(app, second))
    told, again = refund_mails(app)
    assert "noch einmal angewiesen" not in told.text + told.html
    for words in (again.text, again.html):
        assert "Erstattung von 1,00" in words and "Wir haben sie noch einmal angewiesen." in words
    check_laws(app)


def retry(app: Flask, refund_id: int) -> int:
    person = make_person(app, f"nochmal{refund_id}@laden.example")
    with app.app_context():
        again = ask_again(refund_id, person)
        db.session.commit()
        send_refund(again)
    return again
