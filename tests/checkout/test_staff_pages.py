"""Money that does not fit an order: somebody decides, once."""

import threading
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, text

from shop.db import db
from shop.ledger.models import Entry
from shop.mail.models import OutboxMail
from shop.orders.models import OrderEvent
from shop.orders.move import move
from shop.orders.rules import Note, State
from shop.stock.release import release
from tests.make.catalogue import MadeVariant, make_product
from tests.make.orders import MadeOrder, make_order, state_of
from tests.make.people import make_person, sign_in, signed_in
from tests.make.sales import sell
from tests.make.stock import level_of


@pytest.fixture
def staff(app: Flask) -> FlaskClient:
    return signed_in(app, "staff")


@pytest.fixture
def bag(app: Flask) -> MadeVariant:
    return make_product(app, "Hausmischung", variants=[{"units": 3}]).variant


@pytest.fixture
def held(app: Flask, bag: MadeVariant) -> MadeOrder:
    """The wrong amount came while the goods were held."""
    order = make_order(app, {bag.id: 2})
    needs_decision(app, order, Note.PAYMENT_DIFFERS)
    return order


@pytest.fixture
def released(app: Flask, bag: MadeVariant) -> MadeOrder:
    """The money came after the goods had been given back."""
    order = make_order(app, {bag.id: 2})
    with app.app_context():
        move(order.id, State.EXPIRED)
        release(order.id)
        db.session.commit()
    needs_decision(app, order, Note.PAID_LATE_GOODS_GONE)
    return order


def needs_decision(app: Flask, order: MadeOrder, note: Note) -> None:
    with app.app_context():
        move(order.id, State.NEEDS_DECISION, note)
        db.session.execute(
            text("update payment_attempts set state = 'mismatch', payment_intent_id = 'pi_demo_7'")
        )
        db.session.commit()


def press(client: FlaskClient, order: MadeOrder, button: str) -> str:
    return client.post(f"/auftraege/{order.number}/{button}", follow_redirects=True).text


def booked_cents(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.coalesce(func.sum(Entry.gross_cents), 0))) or 0


def confirmations(app: Flask) -> int:
    with app.app_context():
        told = OutboxMail.dedupe_key.startswith("order-confirmed")
        return db.session.scalar(select(func.count()).where(told)) or 0


def test_the_order_says_what_to_look_for_and_what_can_be_done(
    staff: FlaskClient, held: MadeOrder
) -> None:
    page = staff.get(f"/auftraege/{held.number}").text
    assert "Gezahlt wurde etwas anderes als bestellt" in page
    for words in ("pi_demo_7", "19,90", "Doch liefern", "Geld in Stripe zurückgezahlt"):
        assert words in page


def test_an_order_delivered_anyway_is_sold_booked_and_confirmed(
    app: Flask, staff: FlaskClient, bag: MadeVariant, held: MadeOrder
) -> None:
    assert f"{held.number} ist zu packen." in press(staff, held, "doch-liefern")
    assert state_of(app, held) == "paid"
    assert level_of(app, bag.id) == (1, 0)
    assert booked_cents(app) == held.total_cents
    assert confirmations(app) == 1
    page = staff.get(f"/auftraege/{held.number}").text
    assert "wird doch geliefert" in page and "Testperson 007" in page


def test_goods_given_back_are_taken_again(
    app: Flask, staff: FlaskClient, bag: MadeVariant, released: MadeOrder
) -> None:
    press(staff, released, "doch-liefern")
    assert state_of(app, released) == "paid"
    assert level_of(app, bag.id) == (1, 0)


def test_goods_that_are_gone_are_named_and_nothing_changes(
    app: Flask, staff: FlaskClient, bag: MadeVariant, released: MadeOrder
) -> None:
    make_order(app, {bag.id: 2})
    page = press(staff, released, "doch-liefern")
    assert "nicht mehr genug frei: Hausmischung, 250 g, ganze Bohne" in page
    assert state_of(app, released) == "needs_decision"
    assert level_of(app, bag.id) == (3, 2)
    assert (booked_cents(app), confirmations(app)) == (0, 0)


@pytest.mark.parametrize("which", ["held", "released"])
def test_an_order_whose_money_went_back_ends_and_frees_its_goods(
    app: Flask,
    staff: FlaskClient,
    bag: MadeVariant,
    which: str,
    request: pytest.FixtureRequest,
) -> None:
    order: MadeOrder = request.getfixturevalue(which)
    page = press(staff, order, "zurueckgezahlt")
    assert f"{order.number} ist abgeschlossen" in page
    assert "in Stripe von Hand zurückgezahlt" in page and "Doch liefern" not in page
    assert state_of(app, order) == "refunded"
    assert level_of(app, bag.id) == (3, 0)
    assert booked_cents(app) == 0
    assert order.number in staff.get("/auftraege/?liste=erledigt").text
    told = app.test_client().get(f"/bestellung/{order.token}").text
    assert "Ihr Geld ist zurückgezahlt" in told and "aufgegeben" not in told


@pytest.mark.parametrize("button", ["doch-liefern", "zurueckgezahlt"])
def test_only_what_is_to_be_decided_can_be(
    app: Flask, staff: FlaskClient, bag: MadeVariant, button: str
) -> None:
    order = make_order(app, {bag.id: 2})
    assert "Es wurde nichts geändert" in press(staff, order, button)
    assert state_of(app, order) == "awaiting_payment"
    with app.app_context():
        sell(order.id)
        db.session.commit()
    press(staff, order, "gepackt")
    assert "Es wurde nichts geändert" in press(staff, order, button)
    assert state_of(app, order) == "packed"
    assert level_of(app, bag.id) == (1, 0)


def at_once(*acts: Callable[[], str]) -> list[str]:
    start, pages = threading.Barrier(len(acts)), []

    def do(act: Callable[[], str]) -> None:
        start.wait()
        pages.append(act())

    threads = [threading.Thread(target=do, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return pages


@pytest.mark.parametrize("which", ["held", "released"])
@pytest.mark.parametrize("other", ["doch-liefern", "zurueckgezahlt"])
def test_of_two_who_decide_at_once_one_decides(
    app: Flask,
    staff: FlaskClient,
    bag: MadeVariant,
    which: str,
    other: str,
    request: pytest.FixtureRequest,
) -> None:
    order: MadeOrder = request.getfixturevalue(which)
    make_person(app, "zwei@laden.example")
    second = app.test_client()
    sign_in(second, "zwei@laden.example")
    pages = at_once(
        lambda: press(staff, order, "doch-liefern"), lambda: press(second, order, other)
    )
    assert sum("ist zu packen." in p or "ist abgeschlossen" in p for p in pages) == 1
    sold = state_of(app, order) == "paid"
    assert sold or (other, state_of(app, order)) == ("zurueckgezahlt", "refunded")
    assert level_of(app, bag.id) == ((1, 0) if sold else (3, 0))
    assert booked_cents(app) == (order.total_cents if sold else 0)
    with app.app_context():
        notes = db.session.scalars(select(OrderEvent.note)).all()
    decided = [n for n in notes if n in (Note.DELIVERED_ANYWAY, Note.REFUNDED_BY_HAND)]
    assert len(decided) == 1


def test_second_money_for_a_sold_order_sells_it_no_second_time(
    app: Flask, staff: FlaskClient, bag: MadeVariant
) -> None:
    order = make_order(app, {bag.id: 2})
    with app.app_context():
        sell(order.id)
        db.session.commit()
    needs_decision(app, order, Note.PAID_AGAIN)
    page = staff.get(f"/auftraege/{order.number}").text
    assert "war schon verkauft" in page and "Erledigt" not in page.partition("<main")[2]
    assert "Es wurde nichts geändert" in press(staff, order, "zurueckgezahlt")
    press(staff, order, "doch-liefern")
    assert state_of(app, order) == "paid"
    assert level_of(app, bag.id) == (1, 0)
    assert (booked_cents(app), confirmations(app)) == (order.total_cents, 1)


@pytest.mark.parametrize("button", ["doch-liefern", "zurueckgezahlt"])
def test_only_staff_decide(app: Flask, held: MadeOrder, button: str) -> None:
    path = f"/auftraege/{held.number}/{button}"
    assert app.test_client().post(path).status_code == 303
    assert signed_in(app, "report").post(path).status_code == 403
    assert signed_in(app, "staff").post(f"/auftraege/SK-2026-99999/{button}").status_code == 404
    assert state_of(app, held) == "needs_decision"
