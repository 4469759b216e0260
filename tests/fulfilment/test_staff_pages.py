import threading
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from shop.cart.rules import Delivery
from shop.db import db
from shop.mail.models import OutboxMail
from shop.orders.models import OrderEvent
from tests.make.catalogue import MadeProduct, make_product
from tests.make.orders import ANSWERS, MadeOrder, make_order, make_pickup_place, state_of
from tests.make.people import make_person, sign_in, signed_in
from tests.make.sales import sell
from tests.make.withdrawals import withdraw_online


@pytest.fixture
def staff(app: Flask) -> FlaskClient:
    return signed_in(app, "staff")


@pytest.fixture
def coffee(app: Flask) -> MadeProduct:
    return make_product(app, "Filter Jaén", variants=[{"units": 500}])


def paid(app: Flask, coffee: MadeProduct, *, pickup: bool = False, name: str = "") -> MadeOrder:
    answers = ANSWERS
    if pickup:
        place = make_pickup_place(app)
        answers = replace(answers, delivery=Delivery.PICKUP, pickup_place_id=place, phone="030 1")
    order = make_order(app, {coffee.variant.id: 2}, replace(answers, name=name or answers.name))
    with app.app_context():
        sell(order.id)
        db.session.commit()
    return order


def press(client: FlaskClient, order: MadeOrder, button: str, **data: str) -> str:
    path = f"/auftraege/{order.number}/{button}"
    return client.post(path, data=data, follow_redirects=True).text


def test_a_parcel_is_packed_and_shipped(
    app: Flask, staff: FlaskClient, coffee: MadeProduct
) -> None:
    order = paid(app, coffee)
    assert f"{order.number} ist gepackt." in press(staff, order, "gepackt")
    assert "versandbereit" in staff.get(f"/auftraege/{order.number}").text
    page = press(staff, order, "versandt", tracking="00340434 1")
    assert f"{order.number} ist unterwegs." in page and "003404341" in page
    assert state_of(app, order) == "shipped"


def test_an_order_to_be_picked_up_is_handed_over_and_its_customer_told(
    app: Flask, staff: FlaskClient, coffee: MadeProduct
) -> None:
    order = paid(app, coffee, pickup=True)
    assert "abholbereit" in press(staff, order, "gepackt")
    with app.app_context():
        subjects = db.session.scalars(select(OutboxMail.subject)).all()
    assert any("liegt zur Abholung bereit" in subject for subject in subjects)
    assert "ist übergeben" in press(staff, order, "uebergeben")
    assert state_of(app, order) == "handed_over"


def ready_mails(app: Flask) -> int:
    with app.app_context():
        keys = db.session.scalars(select(OutboxMail.dedupe_key)).all()
    return sum(key.startswith("order-ready") for key in keys)


def test_a_wrong_tick_is_taken_back_and_its_customer_is_not_told_twice(
    app: Flask, staff: FlaskClient, coffee: MadeProduct
) -> None:
    order = paid(app, coffee, pickup=True)
    press(staff, order, "gepackt")
    assert "ist schon hinausgegangen" in staff.get(f"/auftraege/{order.number}").text
    page = press(staff, order, "doch-nicht-gepackt")
    assert f"{order.number} ist zu packen." in page and "doch nicht gepackt" in page
    assert "hat schon die Nachricht" in page
    assert order.number in staff.get("/auftraege/?liste=packen").text
    press(staff, order, "gepackt")
    assert (state_of(app, order), ready_mails(app)) == ("packed", 1)


def test_its_customer_no_longer_reads_that_it_was_packed(
    app: Flask, staff: FlaskClient, coffee: MadeProduct, client: FlaskClient
) -> None:
    order = paid(app, coffee)
    packed = '<li class="done">Gepackt'
    press(staff, order, "gepackt")
    assert packed in client.get(f"/bestellung/{order.token}").text
    press(staff, order, "doch-nicht-gepackt")
    withdraw_online(app.test_client(), contract=order.number)
    page = client.get(f"/bestellung/{order.token}").text
    assert packed not in page and '<li class="done">Bezahlt' in page


def test_a_parcel_taken_back_says_nothing_of_a_message(
    app: Flask, staff: FlaskClient, coffee: MadeProduct
) -> None:
    order = paid(app, coffee)
    assert "Nachricht" not in press(staff, order, "gepackt")
    assert "Nachricht" not in press(staff, order, "doch-nicht-gepackt")


def test_only_what_is_packed_can_be_unpacked(
    app: Flask, staff: FlaskClient, coffee: MadeProduct
) -> None:
    unpaid = make_order(app, {coffee.variant.id: 1})
    assert "Es wurde nichts geändert" in press(staff, unpaid, "doch-nicht-gepackt")
    assert state_of(app, unpaid) == "awaiting_payment"
    gone = paid(app, coffee)
    press(staff, gone, "gepackt")
    press(staff, gone, "versandt")
    assert "Es wurde nichts geändert" in press(staff, gone, "doch-nicht-gepackt")
    assert state_of(app, gone) == "shipped"


def test_unpacking_pressed_twice_is_answered_kindly(
    app: Flask, staff: FlaskClient, coffee: MadeProduct
) -> None:
    order = paid(app, coffee)
    press(staff, order, "gepackt")
    press(staff, order, "doch-nicht-gepackt")
    assert "war schon erledigt: von Testperson 007" in press(staff, order, "doch-nicht-gepackt")


def test_who_packs_sees_that_a_withdrawal_has_come(
    app: Flask, staff: FlaskClient, coffee: MadeProduct
) -> None:
    withdrawn, other = paid(app, coffee), paid(app, coffee)
    withdraw_online(app.test_client(), contract=withdrawn.number)
    rows = staff.get("/auftraege/").text.split("<tr>")
    with_badge = [row for row in rows if "Widerruf eingegangen" in row]
    assert len(with_badge) == 1 and withdrawn.number in with_badge[0]
    page = staff.get(f"/auftraege/{withdrawn.number}").text
    assert 'href="/auftraege/widerrufe">Zu den Widerrufen' in page
    assert "Zu den Widerrufen" not in staff.get(f"/auftraege/{other.number}").text


def test_the_whole_billing_address_is_shown(
    app: Flask, staff: FlaskClient, coffee: MadeProduct
) -> None:
    answers = replace(
        ANSWERS,
        billing_name="Testperson 009",
        billing_street="Ring 7",
        billing_postcode="1010",
        billing_city="Wien",
        billing_country="AT",
    )
    order = make_order(app, {coffee.variant.id: 1}, answers)
    page = staff.get(f"/auftraege/{order.number}").text
    assert "Testperson 009<br>Ring 7<br>1010 Wien<br>Österreich" in page


def test_a_button_pressed_twice_is_answered_kindly(
    app: Flask, staff: FlaskClient, coffee: MadeProduct
) -> None:
    order = paid(app, coffee)
    press(staff, order, "gepackt")
    page = press(staff, order, "gepackt")
    assert "war schon erledigt: von Testperson 007" in page
    with app.app_context():
        events = db.session.scalars(
            select(OrderEvent.to_state).where(OrderEvent.order_id == order.id)
        ).all()
    assert events.count("packed") == 1


def test_of_two_people_packing_at_once_one_wins_and_the_other_is_told(
    app: Flask, staff: FlaskClient, coffee: MadeProduct
) -> None:
    make_person(app, "zwei@laden.example")
    second = app.test_client()
    sign_in(second, "zwei@laden.example")
    order = paid(app, coffee)
    start, pages = threading.Barrier(2), []

    def pack(client: FlaskClient) -> None:
        start.wait()
        pages.append(press(client, order, "gepackt"))

    threads = [threading.Thread(target=pack, args=(client,)) for client in (staff, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted("ist gepackt" in page for page in pages) == [False, True]
    assert sorted("war schon erledigt" in page for page in pages) == [False, True]


def test_steps_cannot_be_skipped_or_taken_the_wrong_way(
    app: Flask, staff: FlaskClient, coffee: MadeProduct
) -> None:
    order = paid(app, coffee)
    assert "Es wurde nichts geändert" in press(staff, order, "versandt")
    press(staff, order, "gepackt")
    assert "Es wurde nichts geändert" in press(staff, order, "uebergeben")
    assert state_of(app, order) == "packed"


def test_an_unpaid_order_cannot_be_packed(
    app: Flask, staff: FlaskClient, coffee: MadeProduct
) -> None:
    order = make_order(app, {coffee.variant.id: 1})
    assert order.number in staff.get("/auftraege/?liste=offen").text
    assert "Es wurde nichts geändert" in press(staff, order, "gepackt")
    assert state_of(app, order) == "awaiting_payment"


@pytest.mark.parametrize("tracking", ["x" * 61, "<script>", "1\n2", "٣٤", "\u202e123"])
def test_a_strange_tracking_number_is_asked_for_again(
    app: Flask, staff: FlaskClient, coffee: MadeProduct, tracking: str
) -> None:
    order = paid(app, coffee)
    press(staff, order, "gepackt")
    answer = staff.post(f"/auftraege/{order.number}/versandt", data={"tracking": tracking})
    assert answer.status_code == 422 and "Bitte prüfen Sie Ihre Angaben" in answer.text
    assert "<script>" not in answer.text.replace('<script type="module"', "")
    assert state_of(app, order) == "packed"
