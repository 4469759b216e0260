"""The lists are narrowed down by what stands in the address, and worked through at once."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from shop.clock import now, stopped_at, today
from shop.db import db
from shop.fulfilment import staff_queries as lists
from shop.fulfilment.filters import Filters, read_filters
from shop.fulfilment.staff_queries import tasks
from shop.orders.models import Order, OrderEvent
from tests.make.catalogue import MadeProduct, make_product
from tests.make.fulfilment import at_once, paid_order, place, second_person
from tests.make.mails import queued_mails
from tests.make.orders import ANSWERS, MadeOrder, make_order, state_of
from tests.make.origin import make_batch
from tests.make.people import signed_in


@pytest.fixture
def staff(app: Flask) -> FlaskClient:
    return signed_in(app, "staff")


@pytest.fixture
def coffee(app: Flask) -> MadeProduct:
    return make_product(app, "Filter Jaén", variants=[{"units": 500}])


def listed(app: Flask, name: str = "packen", **filters: Any) -> list[str]:
    with app.app_context():
        return [task.number for task in tasks(name, Filters(**filters), "").tasks]


def change(app: Flask, order: MadeOrder, **values: object) -> None:
    with app.app_context():
        db.session.execute(update(Order).where(Order.id == order.id).values(**values))
        db.session.commit()


def note(client: FlaskClient, order: MadeOrder, text: str = "Ruft noch an") -> None:
    data = {"key": f"{order.number}-note", "text": text}
    client.post(f"/auftraege/{order.number}/notiz", data=data)


def test_each_filter_leaves_what_fits(app: Flask, staff: FlaskClient, coffee: MadeProduct) -> None:
    here, there = place(app), place(app, "Zweiter Ort")
    plain = paid_order(app, {coffee.variant.id: 1})
    fetched = paid_order(app, {coffee.variant.id: 1}, pickup_at=here)
    elsewhere = paid_order(app, {coffee.variant.id: 1}, pickup_at=there)
    change(app, plain, is_gift=True, promised_on=today() + timedelta(days=9))
    note(staff, fetched)
    assert len(listed(app)) == 3
    assert listed(app, delivery="versand") == [plain.number]
    assert listed(app, delivery="abholung", place_id=here) == [fetched.number]
    assert listed(app, place_id=there) == [elsewhere.number]
    assert listed(app, is_gift=True) == [plain.number]
    assert listed(app, is_noted=True) == [fetched.number]
    assert listed(app, is_noted=True, is_gift=True) == []
    assert listed(app, promised_from=today() + timedelta(days=9)) == [plain.number]
    assert listed(app, placed_from=today() + timedelta(days=1)) == []
    assert len(listed(app, placed_from=today(), placed_to=today())) == 3


def test_a_batch_leads_to_the_orders_that_hold_it(app: Flask) -> None:
    batch, other = make_batch(app, code="26-118"), make_batch(app, code="26-120")
    first = make_product(app, "Eins", variants=[{"shelf": {batch: 3}}]).variant
    second = make_product(app, "Zwei", variants=[{"shelf": {other: 3}}]).variant
    wanted = paid_order(app, {first.id: 1})
    paid_order(app, {second.id: 1})
    assert listed(app, batch="26-118") == [wanted.number]


def test_a_day_is_a_day_in_berlin(app: Flask, coffee: MadeProduct) -> None:
    late = now().replace(month=7, day=1, hour=22, minute=30)  # half past midnight in Berlin
    with stopped_at(late):
        order = make_order(app, {coffee.variant.id: 1})
    change(app, order, state="expired")
    day = late.date() + timedelta(days=1)
    assert listed(app, "unbezahlt", placed_from=day, placed_to=day) == [order.number]
    assert listed(app, "unbezahlt", placed_to=late.date()) == []


@pytest.mark.parametrize("name", ["erledigt", "unbezahlt", "packen"])
@pytest.mark.parametrize("filters", [{}, {"promised_to": today() + timedelta(days=60)}])
def test_a_list_goes_on_without_gaps_while_orders_move(
    app: Flask,
    coffee: MadeProduct,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    filters: dict[str, Any],
) -> None:
    states = [*lists.LISTS[name]] * 9
    orders = []
    for n, state in enumerate(states[:9]):
        known = replace(ANSWERS, email=f"person{n}@example.org")
        order = make_order(app, {coffee.variant.id: 1}, known)
        change(app, order, state=state, promised_on=today() + timedelta(days=n % 3))
        orders.append(order)
    monkeypatch.setattr(lists, "PER_PAGE", 2)
    seen: list[str] = []
    after = ""
    with app.app_context():
        while True:
            page = tasks(name, Filters(**filters), after)
            seen += [task.number for task in page.tasks]
            if after == "":
                # What was seen moves on: it neither hides nor repeats others.
                moved = update(Order).where(Order.number == seen[0]).values(state="needs_decision")
                db.session.execute(moved)
            after = page.after
            if not after:
                break
    assert sorted(seen) == sorted(order.number for order in orders)


def test_filters_stand_in_the_address_and_come_back_from_it() -> None:
    filters = Filters("versand", 7, today(), today(), today(), today(), "26-118", True, True)
    assert read_filters(filters.in_address()) == filters
    assert Filters().in_address() == {}


@pytest.mark.parametrize(
    "junk", ["x", "9" * 40, "2026-13-01", "\x01", "<b>", "٣", "-1", "2026-1-1"]
)
def test_what_cannot_be_read_narrows_nothing_down(
    app: Flask, staff: FlaskClient, coffee: MadeProduct, junk: str
) -> None:
    order = paid_order(app, {coffee.variant.id: 1})
    names = ("art", "ort", "bestellt_von", "bestellt_bis", "zugesagt_von", "zugesagt_bis", "notiz")
    page = staff.get("/auftraege/", query_string=dict.fromkeys(names, junk))
    assert page.status_code == 200 and order.number in page.text
    assert staff.get("/auftraege/", query_string={"charge": junk}).status_code == 200


def test_ticked_orders_are_packed_each_by_itself(
    app: Flask, staff: FlaskClient, coffee: MadeProduct
) -> None:
    good, twice = paid_order(app, {coffee.variant.id: 1}), paid_order(app, {coffee.variant.id: 1})
    unpaid = make_order(app, {coffee.variant.id: 1})
    staff.post(f"/auftraege/{twice.number}/gepackt")
    numbers = [good.number, twice.number, unpaid.number, "SK-2026-99999", good.number]
    page = staff.post("/auftraege/auf-einmal", data={"nr": numbers, "was": "gepackt"}).text
    assert "1 von 4 erledigt" in page and f"{good.number} ist gepackt." in page
    assert f"{twice.number} war schon erledigt: von Testperson 007" in page
    assert f"{unpaid.number} lässt sich jetzt so nicht weiterführen" in page
    assert "Eine solche Bestellung gibt es nicht." in page
    assert (state_of(app, good), state_of(app, unpaid)) == ("packed", "awaiting_payment")
    again = staff.post("/auftraege/auf-einmal", data={"nr": [good.number], "was": "gepackt"}).text
    assert "0 von 1 erledigt" in again


def test_of_two_people_with_the_same_ticks_each_order_is_packed_once(
    app: Flask, staff: FlaskClient, coffee: MadeProduct
) -> None:
    second = second_person(app)
    numbers = [paid_order(app, {coffee.variant.id: 1}).number for _ in range(4)]
    pages: list[str] = []

    def pack_all(client: FlaskClient) -> None:
        data = {"nr": numbers, "was": "gepackt"}
        pages.append(client.post("/auftraege/auf-einmal", data=data).text)

    at_once([lambda: pack_all(staff), lambda: pack_all(second)])
    assert sum(page.count("ist gepackt.") for page in pages) == 4
    assert sum(page.count("war schon erledigt: von Testperson 007") for page in pages) == 4
    with app.app_context():
        events = db.session.scalars(select(OrderEvent.to_state)).all()
    assert events.count("packed") == 4


def test_nothing_ticked_and_nothing_chosen_change_nothing(
    app: Flask, staff: FlaskClient, coffee: MadeProduct
) -> None:
    order = paid_order(app, {coffee.variant.id: 1})
    data = {"was": "gepackt", "back": "packen", "art": "versand"}
    answer = staff.post("/auftraege/auf-einmal", data=data, follow_redirects=True)
    assert "Es war nichts gewählt." in answer.text and "Zu packen" in answer.text
    assert answer.request.query_string == b"liste=packen&art=versand"
    page = staff.post("/auftraege/auf-einmal", data={"nr": order.number, "was": "loeschen"}).text
    assert "was geschehen soll" in page and state_of(app, order) == "paid"


def test_the_mail_that_they_lie_ready_goes_out_again_for_many(
    app: Flask, staff: FlaskClient, coffee: MadeProduct
) -> None:
    order = paid_order(app, {coffee.variant.id: 1}, pickup_at=place(app))
    staff.post(f"/auftraege/{order.number}/gepackt")
    data = {"nr": order.number, "was": "bereit-mail"}
    assert "Keine Mail" in staff.post("/auftraege/auf-einmal", data=data).text
    assert sum("Abholung bereit" in mail.subject for mail in queued_mails(app)) == 1


def test_papers_are_printed_of_what_is_ticked(
    app: Flask, staff: FlaskClient, coffee: MadeProduct
) -> None:
    orders = [paid_order(app, {coffee.variant.id: 1}).number for _ in range(2)]
    answer = staff.post("/auftraege/auf-einmal", data={"nr": orders, "was": "papiere"})
    assert answer.location == f"/auftraege/papiere/?nr={orders[0]}&nr={orders[1]}"


def test_all_of_a_page_are_ticked_without_javascript(
    app: Flask, staff: FlaskClient, coffee: MadeProduct
) -> None:
    paid_order(app, {coffee.variant.id: 1})
    assert 'name="nr"' in staff.get("/auftraege/").text
    assert " checked" not in staff.get("/auftraege/").text
    assert " checked" in staff.get("/auftraege/?alle=1").text
