"""An order that waits for a decision is delivered, or all of its money goes back: once."""

import threading
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, update

from shop.db import db
from shop.mail.models import OutboxMail
from shop.orders.models import OrderEvent
from shop.orders.move import move
from shop.orders.rules import Note, State
from shop.payment.models import Attempt
from shop.stock.release import release
from tests.make.books import booked_cents
from tests.make.catalogue import MadeVariant, make_product
from tests.make.demo_stripe import RunningDemoStripe
from tests.make.orders import MadeOrder, make_order, somebody, state_of
from tests.make.payments import payment_page, report, session_of, settle_order
from tests.make.people import make_person, sign_in, signed_in
from tests.make.refunds import check_laws, kept_refunds
from tests.make.stock import level_of


@pytest.fixture
def staff(app: Flask) -> FlaskClient:
    return signed_in(app, "staff")


@pytest.fixture
def bag(app: Flask) -> MadeVariant:
    return make_product(app, "Hausmischung", variants=[{"units": 3}]).variant


def pay(app: Flask, stripe: RunningDemoStripe, bag: MadeVariant) -> MadeOrder:
    order = make_order(app, {bag.id: 2}, somebody())
    stripe.pay(payment_page(app, order))
    return order


@pytest.fixture
def late(app: Flask, stripe: RunningDemoStripe, bag: MadeVariant) -> MadeOrder:
    """Paid after it had been given up; its goods were gone, and are there again."""
    order = pay(app, stripe, bag)
    with app.app_context():
        move(order.id, State.EXPIRED)
        release(order.id)
        db.session.commit()
    other = make_order(app, {bag.id: 2}, somebody())
    settle_order(app, order)
    with app.app_context():
        move(other.id, State.EXPIRED)
        release(other.id)
        db.session.execute(
            update(Attempt).where(Attempt.order_id == other.id).values(state="expired")
        )
        db.session.commit()
    assert state_of(app, order) == "needs_decision"
    return order


@pytest.fixture
def wrong(app: Flask, stripe: RunningDemoStripe, bag: MadeVariant) -> MadeOrder:
    """Not what was ordered was paid, while the goods were held."""
    order = pay(app, stripe, bag)
    with app.app_context():
        # As if fifty cents more had been agreed than the page asked for.
        changed = update(Attempt).where(Attempt.order_id == order.id)
        db.session.execute(changed.values(amount_cents=order.total_cents + 50))
        db.session.commit()
    settle_order(app, order)
    assert state_of(app, order) == "needs_decision"
    return order


@pytest.fixture
def stopped(app: Flask, stripe: RunningDemoStripe, bag: MadeVariant) -> MadeOrder:
    """Sold, and stopped by a warning."""
    order = pay(app, stripe, bag)
    settle_order(app, order)
    with app.app_context():
        move(order.id, State.NEEDS_DECISION, Note.FRAUD_WARNING)
        db.session.commit()
    return order


@pytest.fixture
def lost(app: Flask, stripe: RunningDemoStripe, bag: MadeVariant) -> MadeOrder:
    """Sold for a debit that its bank took back."""
    order = make_order(app, {bag.id: 2}, somebody())
    stripe.pay(payment_page(app, order), "sepa_debit")
    settle_order(app, order)
    session_id = session_of(app, order)
    stripe.settle_debit(session_id, succeeds=True)
    report(app, session_id)
    stripe.lose_payment(session_id)
    report(app, session_id)
    assert state_of(app, order) == "needs_decision"
    return order


def press(client: FlaskClient, order: MadeOrder, button: str) -> str:
    return client.post(f"/auftraege/{order.number}/{button}", follow_redirects=True).text


def confirmations(app: Flask) -> int:
    with app.app_context():
        told = OutboxMail.dedupe_key.startswith("order-confirmed")
        return db.session.scalar(select(func.count()).where(told)) or 0


def given_back(app: Flask) -> int:
    return sum(one.amount_cents for one in kept_refunds(app) if one.state == "succeeded")


def test_the_order_says_what_came_and_what_can_be_done(staff: FlaskClient, late: MadeOrder) -> None:
    page = staff.get(f"/auftraege/{late.number}").text
    assert "Die Zahlung kam zu spät" in page and "pi_" in page
    for words in ("19,90", "Doch liefern", "19,90\xa0€ erstatten und abschließen"):
        assert words in page


def test_an_order_delivered_anyway_is_sold_booked_and_confirmed(
    app: Flask, staff: FlaskClient, bag: MadeVariant, late: MadeOrder
) -> None:
    assert f"{late.number} ist zu packen." in press(staff, late, "doch-liefern")
    assert state_of(app, late) == "paid"
    assert level_of(app, bag.id) == (1, 0)
    assert booked_cents(app) == late.total_cents
    assert confirmations(app) == 1
    page = staff.get(f"/auftraege/{late.number}").text
    assert "wird doch geliefert" in page and "Testperson 007" in page
    check_laws(app)


def test_goods_that_are_gone_are_named_and_nothing_changes(
    app: Flask, staff: FlaskClient, bag: MadeVariant, late: MadeOrder
) -> None:
    make_order(app, {bag.id: 2}, somebody())
    page = press(staff, late, "doch-liefern")
    assert "nicht mehr genug frei: Hausmischung, 250 g, ganze Bohne" in page
    assert state_of(app, late) == "needs_decision"
    assert level_of(app, bag.id) == (3, 2)
    assert (booked_cents(app), confirmations(app)) == (0, 0)


def test_money_that_is_not_what_was_ordered_delivers_nothing(
    app: Flask, staff: FlaskClient, wrong: MadeOrder
) -> None:
    assert "Doch liefern" not in staff.get(f"/auftraege/{wrong.number}").text
    assert "Es wurde nichts geändert" in press(staff, wrong, "doch-liefern")
    assert state_of(app, wrong) == "needs_decision"


@pytest.mark.parametrize("which", ["late", "wrong", "stopped"])
def test_one_click_gives_all_money_back_and_frees_the_goods(
    app: Flask,
    staff: FlaskClient,
    bag: MadeVariant,
    which: str,
    request: pytest.FixtureRequest,
) -> None:
    order: MadeOrder = request.getfixturevalue(which)
    page = press(staff, order, "alles-zurueck")
    assert f"{order.number} ist abgeschlossen" in page and "sind erstattet" in page
    assert "Doch liefern" not in page
    assert state_of(app, order) == "refunded"
    assert level_of(app, bag.id) == (3, 0)
    assert (given_back(app), booked_cents(app)) == (order.total_cents, 0)
    assert order.number in staff.get("/auftraege/?liste=erledigt").text
    told = app.test_client().get(f"/bestellung/{order.token}").text
    assert "Wir haben Ihnen 19,90" in told and "aufgegeben" not in told
    if which != "wrong":
        # Its amount was changed by hand above.
        check_laws(app)


def test_a_sale_whose_money_was_taken_back_ends_without_money(
    app: Flask, staff: FlaskClient, bag: MadeVariant, lost: MadeOrder
) -> None:
    page = staff.get(f"/auftraege/{lost.number}").text
    assert "von der Bank zurückgeholt" in page and "Doch liefern" not in page
    assert "ist abgeschlossen" in press(staff, lost, "alles-zurueck")
    assert state_of(app, lost) == "refunded"
    assert level_of(app, bag.id) == (3, 0)
    assert (given_back(app), booked_cents(app)) == (0, 0)
    assert "Wir haben Ihnen" not in app.test_client().get(f"/bestellung/{lost.token}").text
    check_laws(app)


def test_a_stopped_order_goes_on_without_a_second_sale(
    app: Flask, staff: FlaskClient, bag: MadeVariant, stopped: MadeOrder
) -> None:
    press(staff, stopped, "doch-liefern")
    assert state_of(app, stopped) == "paid"
    assert level_of(app, bag.id) == (1, 0)
    assert (booked_cents(app), confirmations(app)) == (stopped.total_cents, 1)


@pytest.mark.parametrize("button", ["doch-liefern", "alles-zurueck"])
def test_only_what_is_to_be_decided_can_be(
    app: Flask, staff: FlaskClient, stripe: RunningDemoStripe, bag: MadeVariant, button: str
) -> None:
    order = pay(app, stripe, bag)
    press(staff, order, button)
    assert state_of(app, order) == "awaiting_payment"
    settle_order(app, order)
    press(staff, order, "gepackt")
    press(staff, order, button)
    assert state_of(app, order) == "packed"
    assert (level_of(app, bag.id), kept_refunds(app)) == ((1, 0), [])


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


@pytest.mark.parametrize("which", ["late", "stopped"])
@pytest.mark.parametrize("other", ["doch-liefern", "alles-zurueck"])
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
    assert sold or (other, state_of(app, order)) == ("alles-zurueck", "refunded")
    assert level_of(app, bag.id) == ((1, 0) if sold else (3, 0))
    assert booked_cents(app) == (order.total_cents if sold else 0)
    assert given_back(app) == (0 if sold else order.total_cents)
    with app.app_context():
        notes = db.session.scalars(select(OrderEvent.note)).all()
    assert len([n for n in notes if n in (Note.DELIVERED_ANYWAY, Note.REFUNDED)]) == 1
    check_laws(app)


@pytest.mark.parametrize("button", ["doch-liefern", "alles-zurueck"])
def test_only_staff_decide(app: Flask, late: MadeOrder, button: str) -> None:
    path = f"/auftraege/{late.number}/{button}"
    assert app.test_client().post(path).status_code == 303
    assert signed_in(app, "report").post(path).status_code == 403
    assert signed_in(app, "staff").post(f"/auftraege/SK-2026-99999/{button}").status_code == 404
    assert state_of(app, late) == "needs_decision"
