"""What happened to an order stands in one place, and notes once."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from shop.clock import now
from shop.db import db
from shop.fulfilment.history import history_of
from shop.fulfilment.models import OrderNote
from shop.mail.models import OutboxMail
from shop.refunds.rules import Goods
from tests.make.catalogue import MadeProduct, make_product
from tests.make.fulfilment import at_once, paid_order, second_person
from tests.make.people import signed_in
from tests.make.refunds import refund_of


@pytest.fixture
def staff(app: Flask) -> FlaskClient:
    return signed_in(app, "staff")


@pytest.fixture
def coffee(app: Flask) -> MadeProduct:
    return make_product(app, "Filter Jaén", variants=[{"units": 50}])


def notes(app: Flask) -> list[str]:
    with app.app_context():
        return list(db.session.scalars(select(OrderNote.text).order_by(OrderNote.id)))


def test_everything_stands_there_by_time_and_with_who_did_it(
    app: Flask, staff: FlaskClient, coffee: MadeProduct
) -> None:
    order = paid_order(app, {coffee.variant.id: 3})
    data = {"key": "schluessel-1", "text": "Bitte\nan der Tür"}
    staff.post(f"/auftraege/{order.number}/notiz", data=data)
    refund_of(app, order.id, {0: (1, Goods.NEVER_LEFT)})
    staff.post(f"/auftraege/{order.number}/gepackt")
    tracked = {"tracking": "A 1", "carrier": "dhl"}
    staff.post(f"/auftraege/{order.number}/versandt", data=tracked)
    with app.app_context():
        history = history_of(order.id)
        kinds = [entry.kind for entry in history]
        assert [entry.at for entry in history] == sorted(entry.at for entry in history)
        assert {"step", "attempt", "money", "mail", "parcel", "note", "goods"} == set(kinds)
        parcel = next(entry for entry in history if entry.kind == "parcel")
        assert (parcel.person, parcel.detail) == ("Testperson 007", "DHL A1")
        assert parcel.words.startswith("2 × Filter Jaén") and "T-ENDLESS" in parcel.words
        assert kinds.index("note") < kinds.index("parcel")
    page = staff.get(f"/auftraege/{order.number}").text
    told = page.partition("Was geschah mit dieser Bestellung")[2]
    for words in ("Geld eingegangen: <strong>", "Sendung 1 ging hinaus: DHL A1", "an der Tür"):
        assert words in told
    for words in ("zurückgenommen: 1 × Filter Jaén", "zum Teil erstattet", "Testperson 007"):
        assert words in told


def test_a_mail_says_whether_it_left(app: Flask, staff: FlaskClient, coffee: MadeProduct) -> None:
    order = paid_order(app, {coffee.variant.id: 1})
    with app.app_context():
        first, second = db.session.scalars(select(OutboxMail.id).order_by(OutboxMail.id)).all()
        left = update(OutboxMail).where(OutboxMail.id == first).values(sent_at=now())
        stuck = update(OutboxMail).where(OutboxMail.id == second)
        db.session.execute(left)
        db.session.execute(stuck.values(last_error="SMTPConnectError"))
        db.session.commit()
    page = staff.get(f"/auftraege/{order.number}").text
    assert "gescheitert: SMTPConnectError" in page and "hinausgegangen " in page


def test_a_note_is_kept_once_and_flagged_in_the_lists(
    app: Flask, staff: FlaskClient, coffee: MadeProduct
) -> None:
    order = paid_order(app, {coffee.variant.id: 1})
    data = {"key": "schluessel-1", "text": "Ruft <b>noch</b> an"}
    assert (
        "Notiert."
        in staff.post(f"/auftraege/{order.number}/notiz", data=data, follow_redirects=True).text
    )
    again = staff.post(f"/auftraege/{order.number}/notiz", data=data, follow_redirects=True).text
    assert "steht schon da" in again and notes(app) == ["Ruft <b>noch</b> an"]
    assert "<b>" not in again.partition("Notizen</h2>")[2]
    assert '<span class="badge badge-warn">Notiz</span>' in staff.get("/auftraege/").text


def test_of_two_who_press_the_same_button_one_notes(
    app: Flask, staff: FlaskClient, coffee: MadeProduct
) -> None:
    second = second_person(app)
    order = paid_order(app, {coffee.variant.id: 1})
    pages: list[str] = []

    def press(client: FlaskClient) -> None:
        data = {"key": "schluessel-1", "text": "Einmal"}
        path = f"/auftraege/{order.number}/notiz"
        pages.append(client.post(path, data=data, follow_redirects=True).text)

    at_once([lambda: press(staff), lambda: press(second)])
    assert sorted("Notiert." in page for page in pages) == [False, True]
    assert notes(app) == ["Einmal"]


@pytest.mark.parametrize("text", ["", "   ", "x" * 1001, "a\u202eb", "a\x01b"])
def test_a_note_that_says_nothing_or_hides_something_is_asked_for_again(
    app: Flask, staff: FlaskClient, coffee: MadeProduct, text: str
) -> None:
    order = paid_order(app, {coffee.variant.id: 1})
    data = {"key": "schluessel-1", "text": text}
    answer = staff.post(f"/auftraege/{order.number}/notiz", data=data)
    assert answer.status_code == 422 and "Bitte prüfen Sie Ihre Angaben" in answer.text
    assert notes(app) == []


def test_a_forged_key_is_refused(app: Flask, staff: FlaskClient, coffee: MadeProduct) -> None:
    order = paid_order(app, {coffee.variant.id: 1})
    data = {"key": "<b>", "text": "x"}
    assert staff.post(f"/auftraege/{order.number}/notiz", data=data).status_code == 422
