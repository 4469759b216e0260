"""How the mails about an order read, letter by letter."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from html import unescape

import pytest
from flask import Flask

from shop.cart.rules import Delivery
from shop.clock import stopped_at
from shop.db import db
from shop.fulfilment.fulfil import pack, ship
from shop.fulfilment.send_parcel import send_parcel, units_here
from shop.orders.notify import notify
from shop.orders.write_letter import WRITERS
from tests.make.catalogue import MadeProduct, make_product
from tests.make.mails import queued_mails
from tests.make.orders import ANSWERS, TO_VIENNA, MadeOrder, make_order, make_pickup_place
from tests.make.sales import sell

MONDAY = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
RECEIVED = """\
*** Demodaten – kein realer Verkauf ***

Guten Tag Testperson 001,

wir haben Ihre Bestellung erhalten; vielen Dank. Dies ist die Bestätigung ihres Eingangs.

Angenommen ist sie, sobald wir Sie zur Bezahlung weiterleiten. Bezahlen können Sie 35 Minuten \
lang, auch über die Seite Ihrer Bestellung; so lange halten wir die Ware für Sie zurück. Bezahlen \
Sie in dieser Zeit nicht, so wird die Bestellung aufgehoben: Sie schulden dann nichts und können \
auf ihrer Seite alles noch einmal in den Warenkorb legen.

Bestellung SK-2026-00001 vom 23. November 2026, 10:30 Uhr

2 × Hausmischung, 250 g, ganze Bohne: 15,00 €
    Röstkaffee, ganze Bohne · je 7,50 € · 30,00 €/kg
1 × Becher, Ein Stück: 15,00 €
Versand: 4,90 €

Gesamtbetrag: 34,90 €
darin MwSt. 7 %: 1,14 € (netto 16,31 €)
darin MwSt. 19 %: 2,79 € (netto 14,66 €)

Lieferung an:
Testperson 001
Musterweg 1
12555 Berlin

Rechnung an:
Demo-Büro
Probegasse 2
1010 Wien
Österreich

Vertrag widerrufen: http://localhost/widerruf?bestellung=SK-2026-00001

Ihre Bestellung im Netz: http://localhost/bestellung/…

Herzliche Grüße
Demo-Stadtkaffee

--\x20
Demo-Stadtkaffee · erfundener Verein zur Vorführung
Musterweg 1, 12555 Berlin
laden@stadtkaffee.example · 030 0000000
Vertreten durch: Testperson 001
Demo-Register VR 0000 · USt-IdNr. DE000000000 (Demo)
http://localhost/impressum
"""

CONFIRMED = """\
*** Demodaten – kein realer Verkauf ***

Guten Tag Testperson 001,

Ihre Zahlung ist angekommen. Hiermit bestätigen wir den Vertrag über die unten genannte Ware.

Wir packen Ihre Bestellung; sie ist bis Freitag, 27. November bei Ihnen.

Bitte bewahren Sie diese Mail auf: Sie enthält unsere AGB und die Widerrufsbelehrung mit dem \
Muster-Widerrufsformular, wie sie bei Ihrer Bestellung galten.

Bestellung SK-2026-00001 vom 23. November 2026, 10:30 Uhr

1 × Hausmischung, 250 g, ganze Bohne: 7,50 €
    Röstkaffee, ganze Bohne · 30,00 €/kg
    Charge T-ENDLESS (mindestens haltbar bis 31.12.2099): http://localhost/charge/T-ENDLESS
Versand: 4,90 €
"""


@pytest.fixture
def coffee(app: Flask) -> MadeProduct:
    return make_product(app, "Hausmischung")


@pytest.fixture
def mug(app: Flask) -> MadeProduct:
    one = {"size": "Ein Stück", "grind": None, "net_grams": None, "coffee_grams": 0}
    price = {"vat_class": "standard", "price_cents": 1500}
    return make_product(app, "Becher", kind="goods", legal_name="", variants=[one | price])


def read(text: str) -> str:
    """Without what is random and what is hard to see."""
    return re.sub(r"(?<=/bestellung/)\S{32}", "…", text).replace("\xa0", " ")


def told(app: Flask) -> dict[str, tuple[str, str]]:
    """News → text, and the words of the HTML."""
    found = {}
    for mail in queued_mails(app):
        words = unescape(re.sub(r"<[^>]+>", " ", mail.html.partition("<body")[2]))
        found[mail.dedupe_key.partition(":")[0]] = read(mail.text), " ".join(read(words).split())
    return found


def sold(app: Flask, order: MadeOrder) -> None:
    with app.app_context():
        sell(order.id)
        db.session.commit()


def test_a_receipt_reads_like_this(app: Flask, coffee: MadeProduct, mug: MadeProduct) -> None:
    with stopped_at(MONDAY):
        make_order(app, {coffee.variant.id: 2, mug.variant.id: 1}, TO_VIENNA)
    text, words = told(app)["order-received"]
    assert text == RECEIVED.rstrip("\n")
    assert "Röstkaffee, ganze Bohne · je 7,50 € · 30,00 €/kg 15,00 €" in words
    assert "1 × Becher, Ein Stück 15,00 € Versand 4,90 € Gesamtbetrag 34,90 €" in words
    assert "Rechnung an Demo-Büro Probegasse 2 1010 Wien Österreich" in words


def test_a_confirmation_begins_like_this(app: Flask, coffee: MadeProduct) -> None:
    with stopped_at(MONDAY):
        sold(app, make_order(app, {coffee.variant.id: 1}))
    text, words = told(app)["order-confirmed"]
    assert text.startswith(CONFIRMED)
    assert "sie ist bis Freitag, 27. November bei Ihnen." in words
    assert "\n\n-- \nDemo-Stadtkaffee" in text


def test_who_picks_up_is_told_from_which_day(app: Flask, coffee: MadeProduct) -> None:
    place = make_pickup_place(app)
    pickup = replace(ANSWERS, delivery=Delivery.PICKUP, pickup_place_id=place)
    with stopped_at(MONDAY):
        sold(app, make_order(app, {coffee.variant.id: 1}, pickup))
    for part in told(app)["order-confirmed"]:
        assert "sie liegt ab Donnerstag, 26. November zur Abholung bereit." in part


def test_every_mail_about_an_order_leads_to_the_withdrawal(app: Flask, coffee: MadeProduct) -> None:
    order = make_order(app, {coffee.variant.id: 2})
    with app.app_context():
        for news in ("pending", "payment_failed", "decision", "ready", "tracked", "cancelled"):
            notify(order.id, news)
        sell(order.id)
        (of_coffee,) = units_here(order.id)
        send_parcel(order.id, {of_coffee: 1}, None)
        pack(order.id, None)
        ship(order.id, None, "")
        db.session.commit()
    found = queued_mails(app)
    assert {mail.dedupe_key.partition(":")[0] for mail in found} == WRITERS.keys()
    address = f"http://localhost/widerruf?bestellung={order.number}"
    for mail in found:
        assert f"Vertrag widerrufen: {address}" in mail.text
        assert f'href="{address}"' in mail.html
        assert "\n\n\n" not in mail.text.partition("=" * 72)[0], mail.subject
        assert " · <" not in mail.html and "<small></small>" not in mail.html
