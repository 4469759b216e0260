"""Staff see what is to be done about the money, and every payout to the cent."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete

from shop.clock import now, stopped_at
from shop.db import db
from shop.disputes.take_note_of_dispute import take_note_of_dispute
from shop.disputes.take_note_of_warning import take_note_of_warning
from shop.fulfilment.fulfil import pack, ship
from shop.payment.provider import BalanceSeen
from shop.payouts.find_in_balance import find_in_balance
from shop.payouts.itemise import itemise
from shop.payouts.models import BalanceLine, Payout
from shop.payouts.queries import PER_PAGE
from shop.payouts.take_note_of_line import take_note_of_line
from shop.payouts.take_note_of_payout import take_note_of_payout
from shop.payouts.task_queries import open_tasks
from tests.make.books import broken_laws
from tests.make.catalogue import make_product
from tests.make.demo_stripe import RunningDemoStripe
from tests.make.money import (
    SOME_DAY,
    PaidOrder,
    booked_money,
    dispute_seen,
    line_seen,
    make_paid_order,
    payout_seen,
    warning_seen,
)
from tests.make.orders import make_order, somebody
from tests.make.payments import payment_page, report, session_of
from tests.make.people import signed_in

NOTHING = "Hier ist gerade nichts zu tun."
ADDS_UP = "Summe = Bankbetrag"
RED = "Diese Auszahlung geht nicht auf"


@pytest.fixture
def staff(app: Flask) -> FlaskClient:
    return signed_in(app, "staff")


@pytest.fixture
def paid(app: Flask, stripe: RunningDemoStripe) -> PaidOrder:
    return make_paid_order(app, stripe)


def parts_of(order: PaidOrder) -> list[BalanceSeen]:
    """One line of every kind."""
    payment = order.payment_intent_id
    return [
        line_seen("charge", order.total_cents, 44, payment_intent_id=payment),
        line_seen("refund", -250, payment_intent_id=payment),
        line_seen("refund_failure", 250, payment_intent_id=payment),
        line_seen("dispute", -990, 2000, payment_intent_id=payment),
        line_seen("dispute_reversal", 990, payment_intent_id=payment),
        line_seen("charge", 9900, 123),
        line_seen("fee", -17),
        line_seen("other_adjustment", 5),
    ]


def itemised(app: Flask, lines: list[BalanceSeen], payout_id: str = "po_1") -> int:
    """A payout of these lines, all of them here; its amount."""
    total = sum(line.net_cents for line in lines)
    own = line_seen("payout", -total, source_id=payout_id)
    with app.app_context():
        take_note_of_payout(payout_seen(total, payout_id=payout_id))
        for line in [*lines, own]:
            take_note_of_line(line, payout_id)
        db.session.get_one(Payout, payout_id).itemised_at = now()
        db.session.commit()
    return total


def lose(app: Flask, line: BalanceSeen) -> None:
    with app.app_context():
        db.session.execute(delete(BalanceLine).where(BalanceLine.id == line.id))
        db.session.commit()


def count(app: Flask) -> int:
    with app.app_context():
        return open_tasks().count


def test_a_shop_without_money_has_nothing_to_do(app: Flask, staff: FlaskClient) -> None:
    page = staff.get("/geld/").text
    assert NOTHING in page and "Stripe hat noch nichts ausgezahlt." in page
    assert '<a href="/geld/" aria-current="page">Geld</a>' in page
    assert "Stripe hat noch nichts ausgezahlt." in staff.get("/geld/auszahlungen").text


def test_a_payout_names_each_line_its_order_and_the_sum(
    app: Flask, staff: FlaskClient, paid: PaidOrder
) -> None:
    total = itemised(app, parts_of(paid))
    page = staff.get("/geld/auszahlungen/po_1").text
    assert ADDS_UP in page and RED not in page
    assert page.count(f'href="/auftraege/{paid.number}"') == 5
    assert "8 Zeilen" in page and page.count("unbekannt") == 1
    assert total == paid.total_cents + 9900 - 12 - 44 - 2000 - 123


def test_a_line_that_is_missing_turns_the_page_red_and_makes_a_task(
    app: Flask, staff: FlaskClient, paid: PaidOrder
) -> None:
    lines = parts_of(paid)
    itemised(app, lines)
    before = count(app)
    lose(app, lines[-1])
    page = staff.get("/geld/auszahlungen/po_1").text
    assert RED in page and "Unterschied: 5 Cent." in page and ADDS_UP not in page
    assert "weicht um 0,05" in staff.get("/geld/auszahlungen").text
    assert "Auszahlungen, die nicht aufgehen" in staff.get("/geld/").text
    assert count(app) == before + 1


def test_the_table_to_download_adds_up_to_what_the_bank_got(
    app: Flask, staff: FlaskClient, paid: PaidOrder
) -> None:
    total = itemised(app, parts_of(paid))
    answer = staff.get("/geld/auszahlungen/po_1.csv")
    assert answer.mimetype == "text/csv"
    assert "auszahlung_2026-11-02_po_1.csv" in answer.headers["Content-Disposition"]
    head, *rows = answer.data.decode("utf-8-sig").splitlines()
    assert head.split(";")[5] == '"Netto in EUR"'
    assert sum(int(row.split(";")[5].replace(",", "")) for row in rows) == total
    assert any(f'"Zahlung";"{paid.number}";12,40;-0,44;11,96;' in row for row in rows)


def test_a_payout_made_by_hand_says_that_nobody_knows_its_lines(
    app: Flask, staff: FlaskClient
) -> None:
    with app.app_context():
        take_note_of_payout(payout_seen(5000, automatic=False, reconciliation="not_applicable"))
        db.session.commit()
        assert not itemise("po_1")
    page = staff.get("/geld/auszahlungen/po_1").text
    assert "von Hand ausgelöst" in page and ADDS_UP not in page and RED not in page
    assert count(app) == 0


def test_orders_disputes_and_warnings_wait_for_somebody(
    app: Flask, staff: FlaskClient, paid: PaidOrder
) -> None:
    with app.app_context():
        take_note_of_dispute(dispute_seen(paid.payment_intent_id, days=2))
        take_note_of_dispute(dispute_seen(None, dispute_id="dp_2", days=9))
        take_note_of_dispute(dispute_seen(None, "won", dispute_id="dp_3"))
        take_note_of_warning(warning_seen(paid.payment_intent_id))
        db.session.commit()
    page = staff.get("/geld/").text
    assert "1 Bestellung braucht eine Entscheidung" in page
    assert page.index("noch 2 Tage") < page.index("noch 9 Tage")
    assert "gehört zu keiner Bestellung" in page and "dp_3" not in page
    assert "Geld (4)" in page
    assert count(app) == 4

    answer = staff.post("/geld/warnungen/issfr_1/gesehen", follow_redirects=True).text
    assert "Die Warnung ist erledigt." in answer and "Geld (3)" in answer
    again = staff.post("/geld/warnungen/issfr_1/gesehen", follow_redirects=True).text
    assert "war schon erledigt" in again


def test_a_payment_stripe_does_not_show_after_three_days_is_a_task(
    app: Flask, paid: PaidOrder
) -> None:
    assert count(app) == 0
    with stopped_at(now() + timedelta(days=3, minutes=1)):
        assert count(app) == 1
        later = signed_in(app, "staff").get("/geld/").text
        assert "Zahlungen, die im Stripe-Saldo fehlen" in later and paid.number in later
        with app.app_context():
            assert find_in_balance() == 0
            take_note_of_line(parts_of(paid)[0])
            db.session.commit()
        assert count(app) == 0
        with app.app_context():
            assert find_in_balance() == 1
            assert find_in_balance() == 0
        assert count(app) == 0


@pytest.mark.parametrize(
    "button, told, booked",
    [
        ("bezahlt", "ist als anders bezahlt gebucht", [1990]),
        ("aufgegeben", "ist aufgegeben. Bitte sagen Sie es der Buchhaltung.", []),
    ],
)
def test_a_debit_taken_back_after_the_parcel_left_is_a_task(
    app: Flask,
    staff: FlaskClient,
    stripe: RunningDemoStripe,
    button: str,
    told: str,
    booked: list[int],
) -> None:
    order = make_order(app, {make_product(app).variant.id: 2}, somebody())
    stripe.pay(payment_page(app, order), "sepa_debit")
    session_id = session_of(app, order)
    stripe.settle_debit(session_id, succeeds=True)
    report(app, session_id)
    with app.app_context():
        pack(order.id, None)
        ship(order.id, None)
        db.session.commit()
    assert count(app) == 0
    stripe.lose_payment(session_id)
    report(app, session_id)
    page = staff.get("/geld/").text
    assert "Zurückgeholte Zahlungen" in page and order.number in page and "19,90" in page
    assert count(app) == 1
    done = f"/geld/zurueckgeholt/{order.number}/{button}"
    for sentence in (told, "war schon erledigt"):
        assert sentence in staff.post(done, follow_redirects=True).text
    assert count(app) == 0
    assert booked_money(app, "paid_otherwise") == [
        ("paid_otherwise", cents, order.id) for cents in booked
    ]
    with app.app_context():
        assert broken_laws() == {}


def test_a_line_nobody_knows_is_a_task_until_its_order_is_found(
    app: Flask, staff: FlaskClient, paid: PaidOrder
) -> None:
    known = parts_of(paid)[0]
    with app.app_context():
        take_note_of_line(line_seen("charge", known.amount_cents, 44, line_id=known.id))
        take_note_of_line(line_seen("fee", -900))
        db.session.commit()
    assert "Zeilen ohne Bestellung" in staff.get("/geld/").text
    assert count(app) == 1
    with app.app_context():
        take_note_of_line(known)
        db.session.commit()
    assert count(app) == 0


def test_all_payouts_are_reached_page_by_page(app: Flask, staff: FlaskClient) -> None:
    many = PER_PAGE + 3
    with app.app_context():
        for number in range(many):
            # Some of the same moment: the id then decides.
            made_at = SOME_DAY + timedelta(hours=number // 4)
            take_note_of_payout(
                payout_seen(100 + number, payout_id=f"po_{number:03}", created_at=made_at)
            )
        db.session.commit()
    first = staff.get("/geld/auszahlungen").text
    after = f"po_{many - PER_PAGE:03}"
    assert f"/geld/auszahlungen?nach={after}" in first
    second = staff.get("/geld/auszahlungen", query_string={"nach": after}).text
    shown = [n for n in range(many) if f'/geld/auszahlungen/po_{n:03}"' in first]
    assert shown == list(range(3, many))
    assert [n for n in range(many) if f'/geld/auszahlungen/po_{n:03}"' in second] == [0, 1, 2]
    assert "nach=" not in second


@pytest.mark.parametrize("odd", ["", "po_of_nobody", "\x01", "'--", "9" * 400, "ü"])
def test_an_odd_place_to_go_on_from_is_the_beginning(staff: FlaskClient, odd: str) -> None:
    assert staff.get("/geld/auszahlungen", query_string={"nach": odd}).status_code == 200


@pytest.mark.parametrize("path", ["po_of_nobody", "po_of_nobody.csv"])
def test_what_does_not_exist_is_not_found(staff: FlaskClient, path: str) -> None:
    assert staff.get(f"/geld/auszahlungen/{path}").status_code == 404
    assert staff.post("/geld/auszahlungen/po_of_nobody/nachsehen").status_code == 404


def test_a_stripe_that_does_not_answer_changes_nothing(app: Flask, staff: FlaskClient) -> None:
    itemised(app, [line_seen("fee", -5), line_seen("other_adjustment", 99)])
    page = staff.post("/geld/auszahlungen/po_1/nachsehen", follow_redirects=True).text
    assert "Stripe antwortet gerade nicht" in page and ADDS_UP in page


@pytest.mark.parametrize(("role", "status"), [("staff", 200), ("admin", 200), ("report", 403)])
def test_only_staff_see_the_money(app: Flask, role: str, status: int) -> None:
    visitor = signed_in(app, role)
    assert visitor.get("/geld/").status_code == status
    assert visitor.get("/geld/auszahlungen").status_code == status
