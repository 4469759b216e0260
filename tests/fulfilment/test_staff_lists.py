"""Lists of orders: what is in them, in which order, and how they go on."""

from dataclasses import replace
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from shop.cart.rules import Delivery
from shop.db import db
from shop.fulfilment.staff_queries import PER_PAGE
from shop.orders.models import Order
from tests.make.catalogue import MadeProduct, make_product
from tests.make.orders import ANSWERS, MadeOrder, make_order, make_pickup_place
from tests.make.people import signed_in
from tests.make.sales import sell


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


def test_the_list_shows_what_to_put_into_the_parcel_and_by_when(
    app: Flask, staff: FlaskClient, coffee: MadeProduct
) -> None:
    order = paid(app, coffee, name="Testperson 044")
    page = staff.get("/auftraege/").text
    assert order.number in page and "Testperson 044" in page
    assert "2 × Filter Jaén, 250 g, ganze Bohne" in page and "Versand: 12555 Berlin" in page
    assert "Versand, " not in page


def test_the_oldest_promise_comes_first_and_an_overdue_one_says_so(
    app: Flask, staff: FlaskClient, coffee: MadeProduct
) -> None:
    first, second = paid(app, coffee), paid(app, coffee)
    with app.app_context():
        late = update(Order).where(Order.id == second.id).values(promised_on=date(2026, 1, 5))
        db.session.execute(late)
        db.session.commit()
    page = staff.get("/auftraege/").text
    assert page.index(second.number) < page.index(first.number)
    assert page.count("überfällig") == 1


def test_the_list_is_split_by_parcel_and_pickup(
    app: Flask, staff: FlaskClient, coffee: MadeProduct
) -> None:
    sent, fetched = paid(app, coffee), paid(app, coffee, pickup=True)
    assert fetched.number not in staff.get("/auftraege/?art=versand").text
    page = staff.get("/auftraege/?art=abholung").text
    assert sent.number not in page and "Abholung: Demo-Abholort Rathaus" in page


def test_a_long_list_goes_on_without_gaps_or_repeats(
    app: Flask, staff: FlaskClient, coffee: MadeProduct
) -> None:
    orders = [
        make_order(app, {coffee.variant.id: 1}, replace(ANSWERS, email=f"person{n}@example.org"))
        for n in range(PER_PAGE + 3)
    ]
    with app.app_context():
        for at, order in enumerate(orders):
            day = date(2026, 12, 1 + at % 7)
            db.session.execute(
                update(Order).where(Order.id == order.id).values(promised_on=day, state="paid")
            )
        db.session.commit()
    first = staff.get("/auftraege/").text
    link = first.split(">Weitere zeigen<")[0].rpartition('href="')[2].split('"')[0]
    second = staff.get(link.replace("&amp;", "&")).text
    for order in orders:
        in_both = (f">{order.number}<" in first, f">{order.number}<" in second)
        assert sum(in_both) == 1
    assert "Weitere zeigen" not in second


@pytest.mark.parametrize("after", ["x", "2026-13-01_1", "2026-01-01_" + "9" * 40, "_", "\x01"])
def test_a_forged_place_in_the_list_starts_from_the_top(
    app: Flask, staff: FlaskClient, coffee: MadeProduct, after: str
) -> None:
    order = paid(app, coffee)
    query = {"nach": after, "liste": "gibt-es-nicht", "art": "<b>"}
    assert order.number in staff.get("/auftraege/", query_string=query).text


def test_working_through_a_list_leads_back_to_it(
    app: Flask, staff: FlaskClient, coffee: MadeProduct
) -> None:
    order = paid(app, coffee)
    answer = staff.post(
        f"/auftraege/{order.number}/gepackt", data={"back": "packen", "art": "versand"}
    )
    assert answer.location == "/auftraege/?liste=packen&art=versand"


def test_an_order_is_opened_by_the_number_said_on_the_phone(
    app: Flask, staff: FlaskClient, coffee: MadeProduct
) -> None:
    order = paid(app, coffee)
    answer = staff.get("/auftraege/suche", query_string={"q": f" {order.number.lower()} "})
    assert answer.location == f"/auftraege/{order.number}"
    page = staff.get("/auftraege/suche?q=SK-0%01<b>", follow_redirects=True)
    assert (
        page.status_code == 200
        and "keine Bestellung zu finden" in page.text
        and "<b>" not in page.text
    )


def test_an_unknown_order_is_not_found(staff: FlaskClient) -> None:
    for number in ("SK-2026-99999", "%00", "x" * 500):
        assert staff.get(f"/auftraege/{number}").status_code == 404
        assert staff.post(f"/auftraege/{number}/gepackt").status_code == 404
