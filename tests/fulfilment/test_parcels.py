"""An order leaves the house in several parcels, and nothing in two of them."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from shop.db import db
from shop.orders.carriers import CARRIERS, tracking_page
from shop.orders.move import move
from shop.orders.parcels import still_here
from shop.orders.rules import Note, State
from shop.origin.block_batch import block_batch
from shop.refunds.refund_order import refund_order
from shop.refunds.rules import Goods, Reason
from shop.stock.models import Reservation
from tests.make.books import broken_laws
from tests.make.catalogue import MadeProduct, make_product
from tests.make.fulfilment import at_once, paid_order, place, second_person
from tests.make.mails import queued_mails
from tests.make.orders import MadeOrder, state_of
from tests.make.origin import make_batch
from tests.make.people import signed_in
from tests.make.refunds import refund_of
from tests.make.stock import level_of


@pytest.fixture
def staff(app: Flask) -> FlaskClient:
    return signed_in(app, "staff")


@pytest.fixture
def coffee(app: Flask) -> MadeProduct:
    return make_product(app, "Filter Jaén", variants=[{"units": 50}])


def reservation(app: Flask, order: MadeOrder) -> tuple[int, int, int]:
    """(id, packed, sent) of the order's only one."""
    with app.app_context():
        row = db.session.scalars(select(Reservation).where(Reservation.order_id == order.id)).one()
        return row.id, row.packed, row.sent


def send(
    client: FlaskClient, order: MadeOrder, units: dict[int, int], seen: int = 0, **more: str
) -> str:
    data = {f"part-units_{id}": str(count) for id, count in units.items()}
    data |= {"part-seen": str(seen), "part-carrier": "dhl"}
    data |= {f"part-{name}": value for name, value in more.items()}
    return client.post(f"/auftraege/{order.number}/paket", data=data, follow_redirects=True).text


def subjects(app: Flask) -> list[str]:
    return [mail.subject for mail in queued_mails(app)]


def test_the_order_stays_to_be_packed_until_its_last_parcel(
    app: Flask, staff: FlaskClient, coffee: MadeProduct, client: FlaskClient
) -> None:
    order = paid_order(app, {coffee.variant.id: 5})
    goods, *_ = reservation(app, order)
    page = send(staff, order, {goods: 2}, tracking="0034 0434 1a")
    assert f"Die Sendung zu {order.number} ist unterwegs." in page
    assert state_of(app, order) == "paid" and reservation(app, order) == (goods, 2, 2)
    assert "3 × Filter Jaén" in staff.get("/auftraege/?liste=packen").text
    customers = client.get(f"/bestellung/{order.token}").text
    assert "Ein Teil Ihrer Bestellung ist unterwegs" in customers
    assert "piececode=003404341A" in customers and "2 × Filter Jaén" in customers
    send(staff, order, {goods: 3}, seen=1, carrier="gls")
    assert state_of(app, order) == "shipped" and reservation(app, order) == (goods, 5, 5)
    with app.app_context():
        assert broken_laws() == {}


def test_each_parcel_has_its_mail_that_says_what_follows(
    app: Flask, staff: FlaskClient, coffee: MadeProduct
) -> None:
    order = paid_order(app, {coffee.variant.id: 5})
    goods, *_ = reservation(app, order)
    send(staff, order, {goods: 2}, tracking="A1")
    mail = queued_mails(app)[-1]
    assert mail.subject == f"Teil Ihrer Bestellung {order.number} ist unterwegs"
    assert "2 × Filter Jaén" in mail.text and "Es folgt noch:" in mail.text
    assert "3 × Filter Jaén" in mail.text and "A1" in mail.text
    send(staff, order, {goods: 3}, seen=1, tracking="B2")
    last = queued_mails(app)[-1]
    assert last.subject == f"Bestellung {order.number} ist unterwegs"
    assert "Der Rest Ihrer Bestellung" in last.text and "A1" in last.text and "B2" in last.text


def test_a_form_that_was_sent_twice_sends_one_parcel(
    app: Flask, staff: FlaskClient, coffee: MadeProduct
) -> None:
    order = paid_order(app, {coffee.variant.id: 5})
    goods, *_ = reservation(app, order)
    send(staff, order, {goods: 2})
    page = send(staff, order, {goods: 2})
    assert "ging inzwischen eine andere Sendung hinaus: von Testperson 007" in page
    assert reservation(app, order) == (goods, 2, 2)


def test_of_two_people_sending_the_same_bags_one_wins_and_the_other_is_told(
    app: Flask, staff: FlaskClient, coffee: MadeProduct
) -> None:
    second = second_person(app)
    order = paid_order(app, {coffee.variant.id: 5})
    goods, *_ = reservation(app, order)
    pages: list[str] = []
    at_once(
        [
            lambda: pages.append(send(staff, order, {goods: 3})),
            lambda: pages.append(send(second, order, {goods: 3})),
        ]
    )
    assert sorted("ist unterwegs." in page for page in pages) == [False, True]
    assert sorted("von Testperson 007. Diese wurde" in page for page in pages) == [False, True]
    assert reservation(app, order) == (goods, 3, 3)


@pytest.mark.parametrize("units", ["6", "-1", "1e3", "1_0", "x", "99999999999"])
def test_no_more_than_is_here_goes_into_a_parcel(
    app: Flask, staff: FlaskClient, coffee: MadeProduct, units: str
) -> None:
    order = paid_order(app, {coffee.variant.id: 5})
    goods, *_ = reservation(app, order)
    answer = staff.post(
        f"/auftraege/{order.number}/paket", data={f"part-units_{goods}": units, "part-seen": "0"}
    )
    assert answer.status_code == 422 and reservation(app, order) == (goods, 0, 0)


def test_an_empty_parcel_is_asked_about(
    app: Flask, staff: FlaskClient, coffee: MadeProduct
) -> None:
    order = paid_order(app, {coffee.variant.id: 5})
    goods, *_ = reservation(app, order)
    assert "was in die Sendung kommt" in send(staff, order, {goods: 0})
    assert not any("unterwegs" in subject for subject in subjects(app))


def test_what_is_picked_up_goes_into_no_parcel(
    app: Flask, staff: FlaskClient, coffee: MadeProduct
) -> None:
    order = paid_order(app, {coffee.variant.id: 5}, pickup_at=place(app))
    goods, *_ = reservation(app, order)
    assert "nicht gebucht" in send(staff, order, {goods: 1})
    assert reservation(app, order) == (goods, 0, 0)


def test_the_rest_that_is_refunded_leaves_nothing_to_pack(
    app: Flask, staff: FlaskClient, coffee: MadeProduct
) -> None:
    order = paid_order(app, {coffee.variant.id: 5})
    goods, *_ = reservation(app, order)
    send(staff, order, {goods: 2})
    refund_of(app, order.id, {0: (3, Goods.NEVER_LEFT)})
    assert state_of(app, order) == "shipped" and reservation(app, order) == (goods, 2, 2)
    assert not any(
        subject == f"Bestellung {order.number} ist unterwegs" for subject in subjects(app)
    )


def test_unpacking_leaves_alone_what_has_gone(
    app: Flask, staff: FlaskClient, coffee: MadeProduct
) -> None:
    order = paid_order(app, {coffee.variant.id: 5})
    goods, *_ = reservation(app, order)
    send(staff, order, {goods: 2})
    staff.post(f"/auftraege/{order.number}/gepackt")
    assert reservation(app, order) == (goods, 5, 2)
    staff.post(f"/auftraege/{order.number}/doch-nicht-gepackt")
    assert reservation(app, order) == (goods, 2, 2)


def test_a_number_is_added_later_and_mailed(
    app: Flask, staff: FlaskClient, coffee: MadeProduct, client: FlaskClient
) -> None:
    order = paid_order(app, {coffee.variant.id: 1})
    staff.post(f"/auftraege/{order.number}/gepackt")
    staff.post(f"/auftraege/{order.number}/versandt")
    data = {"carrier": "dpd", "tracking": "0815 42", "mail": "1"}
    for _ in range(2):
        staff.post(f"/auftraege/{order.number}/paket/1", data=data)
    page = staff.get(f"/auftraege/{order.number}").text
    assert "Paketdienst oder Sendungsnummer korrigiert" in page
    assert (
        "tracking.dpd.de/status/de_DE/parcel/081542"
        in client.get(f"/bestellung/{order.token}").text
    )
    told = [mail for mail in queued_mails(app) if "Ihre Sendungsnummer" in mail.subject]
    assert len(told) == 1 and "081542" in told[0].text
    assert staff.post(f"/auftraege/{order.number}/paket/2", data=data).status_code == 404


def test_every_carrier_but_any_other_has_a_page() -> None:
    for carrier in CARRIERS:
        page = tracking_page(carrier, "A/1")
        assert bool(page) == (carrier != "other") and "A/1" not in page
        assert not tracking_page(carrier, "")
        assert not page or re.match(r"https://[a-z.-]+\.de/", page)


def test_from_a_list_a_packed_order_is_sent_off_with_one_tap(
    app: Flask, staff: FlaskClient, coffee: MadeProduct
) -> None:
    order = paid_order(app, {coffee.variant.id: 1})
    staff.post(f"/auftraege/{order.number}/gepackt")
    answer = staff.post(f"/auftraege/{order.number}/versandt", data={"back": "bereit"})
    assert answer.location == "/auftraege/?liste=bereit" and state_of(app, order) == "shipped"
    page = staff.get(f"/auftraege/{order.number}").text
    assert "Sendungsnummer nachtragen" in page


def test_what_is_not_blocked_may_leave_before_the_rest(app: Flask, staff: FlaskClient) -> None:
    good, bad = make_batch(app, code="26-118"), make_batch(app, code="26-120")
    first = make_product(app, "Eins", variants=[{"shelf": {good: 3}}]).variant
    second = make_product(app, "Zwei", variants=[{"shelf": {bad: 3}}]).variant
    order = paid_order(app, {first.id: 1, second.id: 1})
    with app.app_context():
        block_batch(bad, "Fremdkörper", None)
        db.session.commit()
        lots = {bags.lot: bags.reservation_id for bags in still_here(order.id)}
    both = dict.fromkeys(lots.values(), 1)
    assert "Gesperrt ist Charge 26-120." in send(staff, order, both)
    assert f"Die Sendung zu {order.number} ist unterwegs." in send(
        staff, order, {lots["26-118"]: 1}
    )
    assert state_of(app, order) == "paid"
    with app.app_context():
        assert [bags.lot for bags in still_here(order.id)] == ["26-120"]


def test_an_order_partly_sent_that_ends_puts_no_bag_on_the_shelf_that_is_not_there(
    app: Flask, staff: FlaskClient, coffee: MadeProduct
) -> None:
    order = paid_order(app, {coffee.variant.id: 5})
    goods, *_ = reservation(app, order)
    send(staff, order, {goods: 2})
    on_hand = level_of(app, coffee.variant.id)[0]
    with app.app_context():
        move(order.id, State.NEEDS_DECISION, Note.DISPUTED)
        refund_order(order.id, Reason.DISPUTE, 1)
        db.session.commit()
        assert broken_laws() == {}
    assert state_of(app, order) == "refunded"
    assert level_of(app, coffee.variant.id)[0] == on_hand


def test_the_form_for_a_part_is_open_while_the_rest_is_to_be_packed_and_then_no_more(
    app: Flask, staff: FlaskClient, coffee: MadeProduct
) -> None:
    order = paid_order(app, {coffee.variant.id: 5})
    goods, *_ = reservation(app, order)
    address = f"/auftraege/{order.number}"
    assert '<details class="narrow" open>' in send(staff, order, {goods: 2})
    staff.post(f"{address}/gepackt")
    page = staff.get(address).text
    assert f'name="part-units_{goods}"' in page and '<details class="narrow" open>' not in page
    refused = staff.post(f"{address}/paket", data={f"part-units_{goods}": "9", "part-seen": "1"})
    assert '<details class="narrow" open>' in refused.text
