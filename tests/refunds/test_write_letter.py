"""A customer reads how much comes back, for what, by which way and that it takes days."""

import pytest
from flask import Flask
from sqlalchemy import select

from shop.db import db
from shop.payment.models import Attempt
from shop.refunds.refund_payment import refund_payment
from shop.refunds.rules import Goods, NothingLeft, Reason
from tests.make.catalogue import make_product
from tests.make.mails import Mail, queued_mails
from tests.make.orders import MadeOrder, make_order, somebody
from tests.make.refunds import kept_refunds, refund_of, refunded_cents
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
    refund_of(app, order.id, {0: (1, Goods.NEVER_LEFT)})
    refund_of(app, order.id, discount_cents=200, shipping=True)
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
    assert "gehört zu keiner Lieferung" in refund_mails(app)[0].text
