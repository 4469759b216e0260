"""A withdrawal is open until money goes back for it, or somebody says what it is done with."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from shop.audit.models import Change
from shop.db import db
from shop.returns.close_withdrawal import ClosedAlready, close_withdrawal
from shop.returns.models import Withdrawal
from shop.returns.open_withdrawals import open_withdrawals
from tests.make.people import make_person, signed_in
from tests.make.withdrawals import paid_order, withdraw_online


def _open(app: Flask) -> list[str | None]:
    with app.app_context():
        found, count = open_withdrawals(5)
        assert count == len(found)
        return [one.order_number for one in found]


def _only(app: Flask) -> Withdrawal:
    with app.app_context():
        return db.session.scalars(select(Withdrawal)).one()


def test_it_is_open_until_the_staff_close_it(app: Flask, client: FlaskClient) -> None:
    order = paid_order(app)
    withdraw_online(client, contract=order.number)
    assert _open(app) == [order.number]
    staff = signed_in(app)
    path = f"/auftraege/widerrufe/{_only(app).number}/erledigt"
    page = staff.post(path, data={"by": "paid_otherwise"}, follow_redirects=True).text
    assert "ist erledigt" in page
    assert _open(app) == []
    assert (
        "war schon erledigt"
        in staff.post(path, data={"by": "no_withdrawal"}, follow_redirects=True).text
    )
    with app.app_context():
        assert db.session.scalars(
            select(Change.what).where(Change.record == "withdrawal")
        ).all() == ['{"closed_by": [null, "paid_otherwise"]}']


@pytest.mark.parametrize("by", ["", "x", "paid_otherwise\n"])
def test_what_it_is_done_with_is_one_of_three(app: Flask, client: FlaskClient, by: str) -> None:
    withdraw_online(client)
    path = f"/auftraege/widerrufe/{_only(app).number}/erledigt"
    page = signed_in(app).post(path, data={"by": by}, follow_redirects=True).text
    assert "Bitte wählen Sie" in page
    assert len(_open(app)) == 1


def test_it_is_closed_once(app: Flask, client: FlaskClient) -> None:
    withdraw_online(client)
    person_id, found = make_person(app), _only(app)
    with app.app_context():
        close_withdrawal(found.id, "no_withdrawal", person_id)
        with pytest.raises(ClosedAlready):
            close_withdrawal(found.id, "no_withdrawal", person_id)


def test_one_that_is_not_there_is_not_closed(app: Flask) -> None:
    answer = signed_in(app).post("/auftraege/widerrufe/W-XXXXXXXX/erledigt", data={"by": "x"})
    assert answer.status_code == 404
