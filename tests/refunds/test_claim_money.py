"""Money is set aside only as far as it is there."""

import pytest
from flask import Flask
from sqlalchemy import select, update

from shop.db import db
from shop.payment.models import Attempt
from shop.refunds.claim_money import claim_money, unclaim_money
from shop.refunds.rules import TooMuch
from tests.make.catalogue import make_product
from tests.make.orders import make_order, somebody
from tests.make.sales import sell


@pytest.fixture
def payment(app: Flask) -> int:
    """Of 12.40 €."""
    order = make_order(app, {make_product(app).variant.id: 1}, somebody())
    with app.app_context():
        sell(order.id)
        db.session.commit()
        return db.session.scalars(select(Attempt.id)).one()


def test_never_more_than_was_received(app: Flask, payment: int) -> None:
    with app.app_context():
        claim_money(payment, 1000)
        with pytest.raises(TooMuch):
            claim_money(payment, 241)
        claim_money(payment, 240)
        unclaim_money(payment, 1000)
        assert db.session.scalars(select(Attempt.refunded_cents)).one() == 240


def test_nothing_of_a_payment_its_bank_took_back(app: Flask, payment: int) -> None:
    with app.app_context():
        db.session.execute(update(Attempt).values(state="lost"))
        with pytest.raises(TooMuch):
            claim_money(payment, 1)
