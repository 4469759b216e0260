"""Somebody of the staff gives money back: asked, shown once more, done once."""

import re
import threading
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from shop.db import db
from shop.demo.stripe.account import NextRefund
from shop.fulfilment.fulfil import pack, ship
from shop.orders.models import Order
from shop.refunds.rules import Goods
from shop.refunds.tell_goods import tell_goods
from tests.make.demo_stripe import RunningDemoStripe
from tests.make.money import PaidOrder, make_paid_order
from tests.make.orders import state_of
from tests.make.people import make_person, sign_in, signed_in
from tests.make.refunds import (
    check_laws,
    hear_of_refunds,
    kept_refunds,
    line_at,
    refund_of,
    refunded_cents,
)
from tests.make.withdrawals import withdraw_online

_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')


@pytest.fixture
def staff(app: Flask) -> FlaskClient:
    return signed_in(app, "staff")


@pytest.fixture
def order(app: Flask, stripe: RunningDemoStripe) -> PaidOrder:
    return make_paid_order(app, stripe, units=2)


def fields(app: Flask, order: PaidOrder, **more: str) -> dict[str, str]:
    """One bag that never left, for a withdrawal."""
    with app.app_context():
        line = line_at(order.id, 0)
    return {f"units_{line}": "1", f"goods_{line}": "never_left", "reason": "withdrawal"} | more


def confirm_page(
    app: Flask, client: FlaskClient, order: PaidOrder, **more: str
) -> tuple[str, dict[str, str]]:
    page = client.post(f"/auftraege/{order.number}/erstatten", data=fields(app, order, **more)).text
    return page, {name: unescape(value) for name, value in _HIDDEN.findall(page)}


def confirm(client: FlaskClient, order: PaidOrder, shown: dict[str, str]) -> str:
    path = f"/auftraege/{order.number}/erstatten/bestaetigt"
    return client.post(path, data=shown, follow_redirects=True).text


def test_what_will_happen_is_shown_and_then_happens(
    app: Flask, staff: FlaskClient, order: PaidOrder
) -> None:
    assert "Geld erstatten" in staff.get(f"/auftraege/{order.number}").text
    form = staff.get(f"/auftraege/{order.number}/erstatten").text
    assert "Hausmischung, 250 g, ganze Bohne" in form
    assert "checked" not in form.partition("<main")[2]
    assert "Wählen Sie mindestens eines: Stück, Versand oder Preisnachlass." in form
    assert "(optional)" not in form and "beim Packen vergessen" not in form
    page, shown = confirm_page(app, staff, order, discount="1,00", shipping="y")
    assert "13,40\xa0€ erstatten" in page and "war noch hier" in page
    assert "Noch ist nichts geschehen" in page and kept_refunds(app) == []
    page = confirm(staff, order, shown)
    assert "13,40\xa0€ sind erstattet." in page and "zum Teil erstattet" in page
    assert "Widerruf" in page and "Testperson 007" in page
    assert kept_refunds(app)[0].state == "succeeded"
    assert "13,40" in app.test_client().get(f"/bestellung/{order.order.token}").text
    check_laws(app)


def test_a_button_pressed_twice_gives_back_once(
    app: Flask, staff: FlaskClient, order: PaidOrder
) -> None:
    _, shown = confirm_page(app, staff, order)
    confirm(staff, order, shown)
    assert "war schon erstattet" in confirm(staff, order, shown)
    assert refunded_cents(app, order.id) == 750


def test_the_same_page_sent_four_times_at_once_gives_back_once(
    app: Flask, staff: FlaskClient, order: PaidOrder
) -> None:
    _, shown = confirm_page(app, staff, order)
    clients = [app.test_client() for _ in range(4)]
    for client in clients:
        sign_in(client, "staff@laden.example")
    start = threading.Barrier(4)

    def press(client: FlaskClient) -> None:
        start.wait()
        client.post(f"/auftraege/{order.number}/erstatten/bestaetigt", data=shown)

    threads = [threading.Thread(target=press, args=(client,)) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [one.amount_cents for one in kept_refunds(app)] == [750]
    check_laws(app)


def test_a_page_that_is_out_of_date_is_told(
    app: Flask, staff: FlaskClient, order: PaidOrder
) -> None:
    _, shown = confirm_page(app, staff, order)
    refund_of(app, order.id, discount_cents=100)
    page = confirm(staff, order, shown)
    assert "Inzwischen hat sich an dieser Bestellung etwas geändert" in page
    assert refunded_cents(app, order.id) == 100


def test_an_order_that_has_left_meanwhile_is_asked_about_anew(
    app: Flask, staff: FlaskClient, order: PaidOrder
) -> None:
    _, shown = confirm_page(app, staff, order)
    with app.app_context():
        pack(order.id, None)
        ship(order.id, None)
        db.session.commit()
    page = confirm(staff, order, shown)
    assert "erstattet wurde nichts" in page and "zurück, wieder ins Regal" in page
    assert "beim Packen vergessen" in page
    assert kept_refunds(app) == []


@pytest.mark.parametrize(
    "wrong, sentence",
    [
        ({"goods": ""}, "Bitte wählen Sie, wo diese Ware ist."),
        ({"goods": "back"}, "Bitte wählen Sie, wo diese Ware ist."),
        ({"units": "3"}, "Zahl von 0 bis 2"),
        ({"reason": ""}, "Bitte wählen Sie einen Grund."),
        ({"discount": "viel"}, "Bitte schreiben Sie den Betrag wie 2,50."),
        ({"discount": "7,51"}, "So viel ist von der Ware nicht mehr übrig."),
        ({"units": "0"}, "Bitte wählen Sie Ware, Versand oder einen Preisnachlass."),
    ],
)
def test_what_does_not_add_up_is_said_beside_its_field(
    app: Flask, staff: FlaskClient, order: PaidOrder, wrong: dict[str, str], sentence: str
) -> None:
    with app.app_context():
        line = line_at(order.id, 0)
    named = {
        f"{name}_{line}" if name in ("units", "goods") else name: v for name, v in wrong.items()
    }
    path = f"/auftraege/{order.number}/erstatten"
    answer = staff.post(path, data=fields(app, order) | named)
    assert answer.status_code == 422 and sentence in answer.text
    assert kept_refunds(app) == []


def test_everything_can_be_filled_in_but_not_where_the_goods_are(
    staff: FlaskClient, order: PaidOrder
) -> None:
    page = staff.get(f"/auftraege/{order.number}/erstatten?alles=1&grund=withdrawal").text
    main = page.partition("<main")[2]
    assert 'value="2"' in main
    assert main.count("checked") == 2  # shipping, and the reason


def test_a_partly_refunded_order_is_packed_with_what_is_left(
    app: Flask, staff: FlaskClient, order: PaidOrder
) -> None:
    assert "2 × Hausmischung" in staff.get("/auftraege/").text
    refund_of(app, order.id, {0: (1, Goods.NEVER_LEFT)})
    assert "1 × Hausmischung" in staff.get("/auftraege/").text
    refund_of(app, order.id, {0: (1, Goods.NEVER_LEFT)})
    assert order.number not in staff.get("/auftraege/").text


def test_stripe_down_means_later_not_never(
    app: Flask, staff: FlaskClient, stripe: RunningDemoStripe, order: PaidOrder
) -> None:
    _, shown = confirm_page(app, staff, order)
    stripe.fail_next("500_before", "POST /v1/refunds", times=2)
    page = confirm(staff, order, shown)
    stripe.clear_faults()
    assert "sind angefordert" in page and kept_refunds(app)[0].state == "requested"
    assert "davon angefordert: 7,50" in page and "davon erstattet" not in page


@pytest.mark.parametrize(
    "becomes, told, badge",
    [
        ("pending", "7,50\xa0€ sind angewiesen und unterwegs zur Bank.", "bei der Bank"),
        ("requires_action", "wartet auf die Kundin oder den Kunden.", "Die Bank wartet auf"),
    ],
)
def test_what_has_not_arrived_is_not_called_given_back(
    app: Flask,
    staff: FlaskClient,
    stripe: RunningDemoStripe,
    order: PaidOrder,
    becomes: NextRefund,
    told: str,
    badge: str,
) -> None:
    _, shown = confirm_page(app, staff, order)
    stripe.next_refund(becomes)
    page = confirm(staff, order, shown)
    stripe.next_refund("succeeded")
    assert told in page and badge in page and "sind erstattet" not in page
    assert "davon erstattet: 7,50" in page
    stripe.end_refund(kept_refunds(app)[0].stripe_id or "", "succeeded")
    hear_of_refunds(app, order)
    assert badge not in staff.get(f"/auftraege/{order.number}").text


def fail(app: Flask, stripe: RunningDemoStripe, order: PaidOrder) -> int:
    refund_of(app, order.id, {0: (1, Goods.NEVER_LEFT)}, send=True)
    refund = kept_refunds(app)[0]
    stripe.end_refund(refund.stripe_id or "", "failed")
    hear_of_refunds(app, order)
    return refund.id


@pytest.mark.parametrize(
    "button, told, states",
    [
        ("nochmal", "7,50\xa0€ sind erstattet.", ["replaced", "succeeded"]),
        ("von-hand", "Gebucht: von Hand ausgezahlt.", ["settled"]),
    ],
)
def test_a_failed_refund_is_dealt_with_once(
    app: Flask,
    staff: FlaskClient,
    stripe: RunningDemoStripe,
    order: PaidOrder,
    button: str,
    told: str,
    states: list[str],
) -> None:
    refund_id = fail(app, stripe, order)
    assert "hat dieses Geld nicht bekommen" in staff.get(f"/auftraege/{order.number}").text
    path = f"/auftraege/{order.number}/erstattungen/{refund_id}/{button}"
    assert told in staff.post(path, follow_redirects=True).text
    assert "war das schon erledigt" in staff.post(path, follow_redirects=True).text
    assert [one.state for one in kept_refunds(app)] == states
    page = staff.get(f"/auftraege/{order.number}").text
    assert ("an ihre Stelle trat eine andere" in page) == (button == "nochmal")
    assert ("ist über Stripe noch einmal angewiesen." in page) == (button == "nochmal")
    check_laws(app)


def test_the_goods_of_a_dashboard_refund_are_asked_for(
    app: Flask, staff: FlaskClient, stripe: RunningDemoStripe, order: PaidOrder
) -> None:
    stripe.dashboard_refund(order.payment_intent_id, 750)
    hear_of_refunds(app, order)
    page = staff.get(f"/auftraege/{order.number}").text
    assert "Was wurde aus der Ware?" in page and "Bitte nicht gleich packen" in page
    path = f"/auftraege/{order.number}/erstattungen/{kept_refunds(app)[0].id}/ware"
    assert "Erstattet sind 7,50" in staff.get(path).text
    told = fields(app, order)
    assert "Die Ware ist gebucht." in staff.post(path, data=told, follow_redirects=True).text
    assert "war das schon erledigt" in staff.post(path, data=told, follow_redirects=True).text
    assert kept_refunds(app)[0].goods_known
    assert "Bitte nicht gleich packen" not in staff.get(f"/auftraege/{order.number}").text
    check_laws(app)


def test_the_list_of_withdrawals_leads_to_the_dialog(
    app: Flask, staff: FlaskClient, order: PaidOrder
) -> None:
    with app.app_context():
        email = db.session.scalars(select(Order.email).where(Order.id == order.id)).one()
    withdraw_online(app.test_client(), contract=order.number, email=email)
    page = staff.get("/auftraege/widerrufe").text
    assert f"/auftraege/{order.number}/erstatten?grund=withdrawal" in page


def test_whoever_changes_their_mind_finds_what_was_typed(
    app: Flask, staff: FlaskClient, order: PaidOrder
) -> None:
    _, shown = confirm_page(app, staff, order, discount="1,00")
    path = f"/auftraege/{order.number}/erstatten"
    page = staff.post(path, data=shown | {"change": "1"}).text
    assert "Weiter zur Prüfung" in page and 'value="1,00"' in page
    assert page.partition("<main")[2].count("checked") == 2
    assert kept_refunds(app) == []


def test_only_staff_give_money_back(app: Flask, order: PaidOrder) -> None:
    make_person(app, "bericht@laden.example", ["report"])
    reader = app.test_client()
    sign_in(reader, "bericht@laden.example")
    for path in ("erstatten", "erstatten/bestaetigt", "alles-zurueck", "erstattungen/1/ware"):
        assert reader.post(f"/auftraege/{order.number}/{path}").status_code == 403
        assert app.test_client().post(f"/auftraege/{order.number}/{path}").status_code == 303
    assert kept_refunds(app) == []


def test_a_refund_of_another_order_is_not_there(
    app: Flask, staff: FlaskClient, stripe: RunningDemoStripe, order: PaidOrder
) -> None:
    refund_id = fail(app, stripe, order)
    other = make_paid_order(app, stripe)
    path = f"/auftraege/{other.number}/erstattungen/{refund_id}"
    assert staff.post(f"{path}/nochmal").status_code == 404
    assert staff.post(f"/auftraege/{other.number}/erstattungen/99/von-hand").status_code == 404
    assert state_of(app, other.order) == "paid"


def test_a_bag_whose_price_has_changed_meanwhile_is_asked_for_again(
    app: Flask, staff: FlaskClient, stripe: RunningDemoStripe, order: PaidOrder
) -> None:
    stripe.dashboard_refund(order.payment_intent_id, 750)
    hear_of_refunds(app, order)
    _, shown = confirm_page(app, staff, order)
    person, refund_id = make_person(app), kept_refunds(app)[0].id
    with app.app_context():
        tell_goods(refund_id, {line_at(order.id, 0): (1, Goods.NEVER_LEFT)}, person)
        db.session.commit()
    assert "hat sich an dieser Bestellung etwas geändert" in confirm(staff, order, shown)
    assert refunded_cents(app, order.id) == 750
