"""The staff's first page says what to do, the most urgent first, and each is one tap from done."""

from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from shop.clock import now, stopped_at
from shop.db import db
from shop.fulfilment.fulfil import pack
from shop.orders.models import Order
from tests.make.people import signed_in
from tests.make.withdrawals import paid_order, withdraw_online


def _page(client: FlaskClient) -> str:
    return client.get("/heute").text


def test_a_paid_order_is_to_be_packed_and_one_tap_packs_it(app: Flask) -> None:
    order = paid_order(app)
    staff = signed_in(app)
    assert order.number in _page(staff)
    answer = staff.post(f"/auftraege/{order.number}/gepackt", data={"back": "heute"})
    assert answer.location == "/heute"
    assert "ist gepackt" in _page(staff)
    assert ">gepackt<" not in _page(staff)


def test_what_was_promised_for_yesterday_is_overdue_and_stands_first(app: Flask) -> None:
    old = paid_order(app)
    staff = signed_in(app)
    assert "überfällig" not in _page(staff)
    with stopped_at(now() + timedelta(days=20)):
        new = paid_order(app)
        page = _page(signed_in(app, "admin"))
        assert page.index(old.number) < page.index(new.number)
        assert "1 überfällig" in page


def test_an_order_somebody_withdrew_from_is_not_packed_by_a_tap(
    app: Flask, client: FlaskClient
) -> None:
    order = paid_order(app)
    withdraw_online(client, contract=order.number)
    page = _page(signed_in(app))
    assert "Widerruf eingegangen" in page
    assert ">gepackt<" not in page
    assert f"/auftraege/{order.number}/erstatten?grund=withdrawal" in page
    assert "Geld zurück bis" in page


def test_with_nothing_to_do_it_says_so(app: Flask) -> None:
    assert "Es ist nichts zu tun" in _page(signed_in(app))


def test_a_packed_parcel_waits_to_be_sent(app: Flask) -> None:
    order = paid_order(app)
    with app.app_context():
        pack(order.id, None)
        db.session.commit()
    page = _page(signed_in(app))
    assert ">Versenden<" in page
    assert page.count(order.number) >= 1


def test_today_leads_to_the_packing_list_and_to_the_codes(app: Flask) -> None:
    order = paid_order(app)
    staff = signed_in(app)
    assert "/auftraege/papiere/packliste.pdf" in _page(staff)
    with app.app_context():
        db.session.execute(update(Order).where(Order.id == order.id).values(delivery="pickup"))
        pack(order.id, None)
        db.session.commit()
    page = _page(staff)
    assert "Liegt zur Abholung" in page
    assert "/auftraege/uebergabe" in page


def test_a_mistyped_address_keeps_the_staff_at_work(app: Flask) -> None:
    answer = signed_in(app).get("/auftraege/SK-2026-99999")
    assert answer.status_code == 404
    assert "Zu Heute" in answer.text
    assert "Interne Navigation" in answer.text
    assert "Zum Kaffee" in app.test_client().get("/kaffee/gibt-es-nicht").text
