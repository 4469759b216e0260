"""The staff see every withdrawal, what it refers to, and by when the money must be back."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert, update

from shop.clock import stopped_at
from shop.db import db
from shop.mail.models import OutboxMail
from shop.returns.models import Withdrawal
from shop.returns.queries import PER_PAGE
from tests.make.people import signed_in
from tests.make.withdrawals import paid_order, withdraw_online

LIST = "/auftraege/widerrufe"


@pytest.mark.parametrize(("role", "status"), [("staff", 200), ("admin", 200), ("report", 403)])
def test_only_staff_may_read_what_customers_declared(app: Flask, role: str, status: int) -> None:
    withdraw_online(app.test_client())
    page = signed_in(app, role).get(LIST)
    assert page.status_code == status
    assert ("testperson@example.org" in page.text) is (status == 200)


def test_visitors_are_sent_to_the_sign_in(app: Flask, client: FlaskClient) -> None:
    withdraw_online(client)
    page = client.get(LIST)
    assert page.status_code == 302
    assert page.location.startswith("/konto/anmelden")


def test_the_newest_stands_first_with_its_words_its_order_and_its_day(
    app: Flask, client: FlaskClient
) -> None:
    order = paid_order(app)
    # Half an hour after midnight in Berlin: the day there counts.
    with stopped_at(datetime(2026, 12, 1, 23, 30, tzinfo=UTC)):
        withdraw_online(client, contract=order.number, goods="eine Tüte")
        withdraw_online(client, contract="die Tasse vom Markt", name="Testperson 002")
    page = signed_in(app).get(LIST).text
    assert page.index("Testperson 002") < page.index("Testperson 001")
    assert f'href="/auftraege/{order.number}"' in page
    assert "die Tasse vom Markt" in page
    assert "eine Tüte" in page
    assert page.count("bitte von Hand zuordnen") == 1
    assert page.count("16.\u00a0Dezember 2026") == 2


def test_the_history_of_the_order_says_so(app: Flask, client: FlaskClient) -> None:
    order = paid_order(app)
    withdraw_online(client, contract=order.number)
    page = signed_in(app).get(f"/auftraege/{order.number}").text
    assert page.partition("Was geschah mit dieser Bestellung")[2].count("Widerruf eingegangen") == 1


def test_staff_see_whether_the_receipt_has_left(app: Flask, client: FlaskClient) -> None:
    staff = signed_in(app)
    withdraw_online(client)
    assert "wird gesendet" in staff.get(LIST).text
    for change, words in (
        ({"tries": 2}, "noch nicht zugestellt"),
        ({"sent_at": datetime(2026, 12, 1, 8, 0, tzinfo=UTC)}, "gesendet, 1.\u00a0Dezember"),
    ):
        with app.app_context():
            db.session.execute(update(OutboxMail).values(**change))
            db.session.commit()
        assert words in staff.get(LIST).text


def test_however_many_there_are_a_page_ends_and_leads_on(app: Flask) -> None:
    staff = signed_in(app)
    with app.app_context():
        rows = [_row(number) for number in range(PER_PAGE + 3)]
        db.session.execute(insert(Withdrawal), rows)
        db.session.commit()
    first = staff.get(LIST).text
    assert first.count("<tr>") - 1 == PER_PAGE
    target = first.partition('href="/auftraege/widerrufe?nach=')[2].partition('"')[0]
    assert staff.get(f"{LIST}?nach={target}").text.count("<tr>") - 1 == 3


@pytest.mark.parametrize("after", ["x", "-1", "٣", "9" * 30, "1 or 1=1"])
def test_an_odd_place_to_go_on_starts_anew(app: Flask, client: FlaskClient, after: str) -> None:
    withdraw_online(client)
    page = signed_in(app).get(LIST, query_string={"nach": after})
    assert "Testperson 001" in page.text


def test_the_staff_find_the_list_in_their_navigation(app: Flask) -> None:
    staff = signed_in(app)
    assert f'<a href="{LIST}">Widerrufe</a>' in staff.get("/auftraege/").text
    page = staff.get(LIST).text
    assert f'<a href="{LIST}" aria-current="page">Widerrufe</a>' in page
    assert "Bisher ist kein Widerruf eingegangen." in page


def _row(number: int) -> dict[str, object]:
    return {
        "key": f"key-{number}",
        "token": f"token-{number}",
        "number": f"W-{number:08d}",
        "name": "Testperson 001",
        "contract": "SK-2026-00042",
        "goods": "",
        "email": "testperson@example.org",
        "received_at": datetime(2026, 12, 1, 8, 0, tzinfo=UTC),
        "mail_queued": False,
    }
