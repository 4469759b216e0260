"""Staff hear by mail of what cannot wait."""

from flask import Flask
from sqlalchemy import select

from shop.config import settings
from shop.db import db
from shop.mail.models import OutboxMail
from shop.orders.alert_staff import alert_staff
from shop.orders.rules import Note
from tests.make.catalogue import make_product
from tests.make.orders import make_order, somebody


def test_the_alert_names_the_order_and_the_reason_but_nobody_and_comes_once(app: Flask) -> None:
    buyer = somebody()
    order = make_order(app, {make_product(app).variant.id: 1}, buyer)
    with app.app_context():
        alert_staff(order.id, Note.DISPUTED, "dp_1")
        alert_staff(order.id, Note.DISPUTED, "dp_1")
        alert_staff(order.id, Note.DISPUTED, "dp_2")
        db.session.commit()
        mails = db.session.scalars(
            select(OutboxMail).where(OutboxMail.dedupe_key.startswith("staff-"))
        ).all()
        assert len(mails) == 2
        mail = mails[0]
        assert mail.recipient == settings().operator.email
        assert mail.text is not None and mail.html is not None
        for words in (mail.text, mail.html):
            assert order.number in words
            assert "widerspricht der Zahlung" in words
            assert f"/auftraege/{order.number}" in words
            assert buyer.email not in words
