"""At the counter: a code on a phone, the bag, done; and the mail that leads there."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from shop.clock import now
from shop.db import db
from shop.mail.models import OutboxMail
from shop.orders.models import Order
from shop.orders.rules import code_shown
from shop.origin.block_batch import block_batch
from shop.origin.models import Batch
from tests.make.catalogue import MadeProduct, make_product
from tests.make.fulfilment import at_once, paid_order, place, second_person
from tests.make.mails import queued_mails
from tests.make.orders import MadeOrder, make_order, state_of
from tests.make.people import signed_in

PAGE = "/auftraege/uebergabe"


@pytest.fixture
def staff(app: Flask) -> FlaskClient:
    return signed_in(app, "staff")


@pytest.fixture
def coffee(app: Flask) -> MadeProduct:
    return make_product(app, "Filter Jaén", variants=[{"units": 50}])


def code_of(app: Flask, order: MadeOrder) -> str:
    with app.app_context():
        return db.session.scalars(select(Order.pickup_code).where(Order.id == order.id)).one()


def ready(app: Flask, staff: FlaskClient, coffee: MadeProduct, at: int) -> MadeOrder:
    order = paid_order(app, {coffee.variant.id: 2}, pickup_at=at)
    staff.post(f"/auftraege/{order.number}/gepackt")
    return order


def mails_left(app: Flask, ago: timedelta) -> None:
    with app.app_context():
        mails = update(OutboxMail).where(OutboxMail.news == "order-ready")
        db.session.execute(mails.values(sent_at=now() - ago, last_error=""))
        db.session.commit()


def ready_mails(app: Flask) -> int:
    return sum("liegt zur Abholung bereit" in mail.subject for mail in queued_mails(app))


@pytest.mark.parametrize(
    "shape", ["{code}", "{shown}", "{number}", "https://laden.example/x?code={code}"]
)
def test_a_code_shows_the_order_and_one_tap_hands_it_over(
    app: Flask, staff: FlaskClient, coffee: MadeProduct, shape: str
) -> None:
    order = ready(app, staff, coffee, place(app))
    code = code_of(app, order)
    typed = shape.format(code=code.lower(), shown=code_shown(code), number=order.number)
    page = staff.get(PAGE, query_string={"code": typed}).text
    assert order.number in page and "Testperson 001" in page and "2 ×" in page
    assert "Charge T-ENDLESS" in page and "Bezahlt" in page
    answer = staff.post(f"{PAGE}/{order.number}", follow_redirects=True)
    assert "ist übergeben" in answer.text and state_of(app, order) == "handed_over"
    again = staff.post(f"{PAGE}/{order.number}", follow_redirects=True).text
    assert "war schon erledigt: von Testperson 007" in again


def test_what_lies_elsewhere_is_told(app: Flask, staff: FlaskClient, coffee: MadeProduct) -> None:
    here, there = place(app), place(app, "Zweiter Ort")
    order = ready(app, staff, coffee, there)
    query = {"code": code_of(app, order), "ort": str(here)}
    assert "Liegt nicht hier, sondern in: Zweiter Ort" in staff.get(PAGE, query_string=query).text
    query["ort"] = str(there)
    assert "Liegt nicht hier" not in staff.get(PAGE, query_string=query).text


def test_what_is_not_paid_not_packed_or_blocked_is_not_handed_over(
    app: Flask, staff: FlaskClient, coffee: MadeProduct
) -> None:
    at = place(app)
    unpaid = make_order(app, {coffee.variant.id: 1})
    page = staff.get(PAGE, query_string={"code": unpaid.number}).text
    assert "nicht bezahlt" in page and "Hier ist nichts zu übergeben." in page
    paid = paid_order(app, {coffee.variant.id: 1}, pickup_at=at)
    assert "Noch nicht gepackt" in staff.get(PAGE, query_string={"code": paid.number}).text
    order = ready(app, staff, coffee, at)
    with app.app_context():
        block_batch(db.session.scalars(select(Batch.id)).one(), "Fremdkörper", None)
        db.session.commit()
    page = staff.get(PAGE, query_string={"code": order.number}).text
    assert "Nicht herausgeben: Charge T-ENDLESS ist gesperrt" in page
    staff.post(f"{PAGE}/{order.number}")
    assert state_of(app, order) == "packed"


@pytest.mark.parametrize("typed", ["K7PX3M", "x", "%00", "SK-2026-99999", "9" * 200, "<b>"])
def test_a_wrong_code_is_answered_kindly(app: Flask, staff: FlaskClient, typed: str) -> None:
    page = staff.get(PAGE, query_string={"code": typed})
    assert page.status_code == 200 and "gibt es keine Bestellung" in page.text
    assert "<b>" not in page.text


def test_of_two_people_handing_over_one_does_and_the_other_is_told(
    app: Flask, staff: FlaskClient, coffee: MadeProduct
) -> None:
    second = second_person(app)
    order = ready(app, staff, coffee, place(app))
    pages: list[str] = []

    def press(client: FlaskClient) -> None:
        pages.append(client.post(f"{PAGE}/{order.number}", follow_redirects=True).text)

    at_once([lambda: press(staff), lambda: press(second)])
    assert sorted("ist übergeben." in page for page in pages) == [False, True]
    assert sorted("war schon erledigt: von Testperson 007" in page for page in pages) == [
        False,
        True,
    ]


def test_the_code_stands_large_on_the_customers_page_and_in_the_mail(
    app: Flask, staff: FlaskClient, coffee: MadeProduct, client: FlaskClient
) -> None:
    order = ready(app, staff, coffee, place(app))
    shown = code_shown(code_of(app, order))
    page = client.get(f"/bestellung/{order.token}").text
    assert shown in page and "<svg" in page and 'class="qr"' in page
    mail = next(mail for mail in queued_mails(app) if "Abholung bereit" in mail.subject)
    assert shown in mail.text and shown in mail.html
    staff.post(f"{PAGE}/{order.number}")
    assert shown not in client.get(f"/bestellung/{order.token}").text


def test_the_mail_goes_out_again_after_an_hour_and_not_more_than_five_times(
    app: Flask, staff: FlaskClient, coffee: MadeProduct
) -> None:
    order = ready(app, staff, coffee, place(app))
    again = f"/auftraege/{order.number}/bereit-mail"
    assert "auf dem Weg" in staff.get(f"/auftraege/{order.number}").text
    staff.post(again)
    assert ready_mails(app) == 1
    for sent in range(1, 7):
        mails_left(app, timedelta(minutes=50))
        assert "hinausgegangen" in staff.get(f"/auftraege/{order.number}").text
        staff.post(again)
        assert ready_mails(app) == min(sent, 5)
        mails_left(app, timedelta(hours=2))
        staff.post(again)
        assert ready_mails(app) == min(sent + 1, 5)


def test_whoever_has_it_hears_no_more_that_it_lies_ready(
    app: Flask, staff: FlaskClient, coffee: MadeProduct
) -> None:
    order = ready(app, staff, coffee, place(app))
    mails_left(app, timedelta(hours=2))
    staff.post(f"{PAGE}/{order.number}")
    page = staff.post(f"/auftraege/{order.number}/bereit-mail", follow_redirects=True).text
    assert "nicht noch einmal" in page and ready_mails(app) == 1


def test_handed_over_before_the_mail_left_it_leaves_no_more(
    app: Flask, staff: FlaskClient, coffee: MadeProduct
) -> None:
    at = place(app)
    quick, told, sending = (ready(app, staff, coffee, at) for _ in range(3))
    with app.app_context():
        of = update(OutboxMail).where(OutboxMail.news == "order-ready")
        db.session.execute(of.where(OutboxMail.about == told.id).values(sent_at=now()))
        db.session.execute(of.where(OutboxMail.about == sending.id).values(tries=1))
        db.session.commit()
    for order in (quick, told, sending):
        staff.post(f"/auftraege/{order.number}/uebergeben")
        assert state_of(app, order) == "handed_over"
    with app.app_context():
        about = select(OutboxMail.about).where(OutboxMail.news == "order-ready")
        assert set(db.session.scalars(about)) == {told.id, sending.id}
    assert "auf dem Weg" not in staff.get(f"/auftraege/{quick.number}").text
