"""What customers are told by mail."""

import hashlib
from dataclasses import replace

from flask import Flask
from sqlalchemy import select

from shop.cart.rules import Delivery
from shop.db import db
from shop.fulfilment.fulfil import pack, ship
from shop.orders.models import OrderText
from shop.orders.notify import notify
from tests.make.catalogue import make_product
from tests.make.mails import queued_mails
from tests.make.orders import ANSWERS, make_order, make_pickup_place
from tests.make.sales import sell


def test_the_receipt_says_at_once_what_was_ordered_and_what_it_costs(app: Flask) -> None:
    bag = make_product(app, "Hausmischung").variant
    order = make_order(app, {bag.id: 2})
    (receipt,) = queued_mails(app)
    assert receipt.recipient == ANSWERS.email
    assert receipt.subject == f"Ihre Bestellung {order.number} ist eingegangen"
    for part in (receipt.text, receipt.html):
        assert "Demodaten – kein realer Verkauf" in part
        for words in (
            order.number,
            "2 × Hausmischung, 250 g, ganze Bohne",
            "Röstkaffee",
            "30,00\u00a0€/kg",
            "15,00\u00a0€",
            "19,90\u00a0€",
            "7\u00a0%",
            "Testperson 001",
            "Musterweg 1",
            f"/bestellung/{order.token}",
        ):
            assert words in part


def test_the_confirmation_carries_the_legal_texts_of_this_order(app: Flask) -> None:
    order = make_order(app, {make_product(app).variant.id: 1})
    with app.app_context():
        sell(order.id)
        db.session.commit()
        stored = dict(
            db.session.execute(
                select(OrderText.name, OrderText.sha256).where(OrderText.order_id == order.id)
            ).all()
        )
    confirmation = queued_mails(app)[1]
    assert "Widerrufsbelehrung" in confirmation.html
    texts = [part.strip("\n") for part in confirmation.text.split("=" * 72)[1:]]
    agb = texts[0]
    belehrung = texts[1].split("\n\n-- \n")[0].rstrip("\n")
    assert "Muster-Widerrufsformular" in belehrung
    found = {
        hashlib.sha256((text + end).encode()).hexdigest()
        for text in (agb, belehrung)
        for end in ("", "\n")
    }
    assert {stored["agb"], stored["widerrufsbelehrung"]} <= found


def test_names_are_text_and_never_markup(app: Flask) -> None:
    answers = replace(ANSWERS, name="<b>Tom & Söhne</b>")
    make_order(app, {make_product(app).variant.id: 1}, answers)
    (receipt,) = queued_mails(app)
    assert "<b>Tom & Söhne</b>" in receipt.text
    assert "&lt;b&gt;Tom &amp; Söhne&lt;/b&gt;" in receipt.html


def test_who_picks_up_hears_when_it_is_ready_and_who_is_shipped_to_hears_so(app: Flask) -> None:
    bag = make_product(app).variant
    place = make_pickup_place(app)
    pickup = replace(ANSWERS, delivery=Delivery.PICKUP, pickup_place_id=place)
    collected = make_order(app, {bag.id: 1}, pickup)
    shipped = make_order(app, {bag.id: 1})
    with app.app_context():
        for order in (collected, shipped):
            sell(order.id)
            pack(order.id, None)
        ship(shipped.id, None, "00340434161094042557")
        db.session.commit()
    told = {mail.dedupe_key: mail for mail in queued_mails(app)}
    ready, sent = told[f"order-ready:{collected.id}"], told[f"order-shipped:{shipped.id}"]
    assert "Demo-Abholort Rathaus" in ready.text
    assert "Mo–Fr 10–18 Uhr" in ready.html
    assert "Musterweg" not in ready.text.split("--")[0]
    assert "00340434161094042557" in sent.text


def test_a_mail_says_what_was_true_however_late_it_is_written(app: Flask) -> None:
    order = make_order(app, {make_product(app).variant.id: 1})
    with app.app_context():
        sell(order.id)
        db.session.commit()
    at_once = queued_mails(app)
    with app.app_context():
        pack(order.id, None)
        ship(order.id, None, "00340434161094042557")
        db.session.commit()
    assert queued_mails(app)[:2] == at_once


def test_the_same_news_is_told_once_and_each_of_several_by_its_detail(app: Flask) -> None:
    order = make_order(app, {make_product(app).variant.id: 1})
    with app.app_context():
        for detail in (None, None, 7, 8, 8):
            notify(order.id, "decision", detail)
        db.session.commit()
    told = [mail.dedupe_key.split(":", 1)[1] for mail in queued_mails(app)[1:]]
    assert told == [f"{order.id}", f"{order.id}:7", f"{order.id}:8"]
