"""Lists for the counter, addresses for the carrier: as little of a customer as each needs."""

from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from shop.audit.models import Change
from shop.clock import now, stopped_at, today
from shop.db import db
from shop.orders.models import Order
from tests.fulfilment.papers.printing import PAPERS, paid, paper
from tests.make.catalogue import MadeProduct
from tests.make.orders import make_pickup_place


def exports(app: Flask) -> list[tuple[str, int | None]]:
    with app.app_context():
        rows = db.session.execute(
            select(Change.what, Change.person_id)
            .where(Change.record == "export")
            .order_by(Change.id)
        )
        return [(what, person) for what, person in rows]


def test_a_pickup_list_has_names_and_the_end_of_the_code_and_nothing_more(
    app: Flask, staff: FlaskClient, coffee: MadeProduct
) -> None:
    place = make_pickup_place(app)
    ready = paid(app, coffee, 3, place=place, is_packed=True, name="Testperson 044")
    not_yet = paid(app, coffee, place=place)
    with app.app_context():
        code, mail = db.session.execute(
            select(Order.pickup_code, Order.email).where(Order.id == ready.id)
        ).one()
    text = paper(staff, "abholliste", ort=str(place))
    assert "Abholliste Demo-Abholort Rathaus" in text
    assert f"{ready.number} Testperson 044 3" in text and f"{today():%d.%m.}" in text
    assert not_yet.number not in text
    assert code and code not in text and f"…{code[-2:]}" in text
    for private in (mail, "€", "7,50", "Alt-Köpenick", "12555"):
        assert private not in text


def test_each_place_has_a_list_of_its_own(
    app: Flask, staff: FlaskClient, coffee: MadeProduct
) -> None:
    first, second = make_pickup_place(app), make_pickup_place(app, "Demo-Kiezladen")
    here = paid(app, coffee, place=first, is_packed=True)
    there = paid(app, coffee, place=second, is_packed=True)
    text = paper(staff, "abholliste")
    assert text.index("Abholliste Demo-Abholort") < text.index(here.number)
    assert text.index(here.number) < text.index("Abholliste Demo-Kiezladen")
    assert text.index("Abholliste Demo-Kiezladen") < text.index(there.number)


def test_labels_begin_where_the_sheet_is_still_free(
    app: Flask, staff: FlaskClient, coffee: MadeProduct
) -> None:
    paid(app, coffee, street="Packstation 123", extra="12345678")
    paid(app, coffee, place=make_pickup_place(app))
    text = paper(staff, "adressen", platz="8")
    assert "Testperson 001 12345678 Packstation 123 12555 Berlin" in text
    assert text.count("Testperson") == 1 and "@" not in text


def test_whoever_prints_addresses_is_noted_without_the_customers(
    app: Flask, staff: FlaskClient, coffee: MadeProduct
) -> None:
    for _ in range(2):
        paid(app, coffee, name="Testperson 055")
    for name in ("packliste.pdf", "adressen.pdf", "adressen.csv?form=dhl", "packzettel.pdf"):
        assert staff.get(f"{PAPERS}/{name}").status_code == 200
    found = exports(app)
    assert [what for what, _person in found] == [
        '{"orders": [null, "2"], "what": [null, "adressen.pdf"]}',
        '{"orders": [null, "2"], "what": [null, "adressen.csv (dhl)"]}',
        '{"orders": [null, "2"], "what": [null, "packzettel.pdf"]}',
    ]
    assert all(person for _what, person in found)


def test_a_name_dhl_cannot_write_is_told_by_its_number_and_nothing_is_noted(
    app: Flask, staff: FlaskClient, coffee: MadeProduct
) -> None:
    order = paid(app, coffee, name="王小明")
    answer = staff.get(f"{PAPERS}/adressen.csv")
    assert answer.status_code == 422 and f"andere bei: {order.number}" in answer.text
    assert exports(app) == []
    general = staff.get(f"{PAPERS}/adressen.csv?form=allgemein")
    assert "王小明" in general.data.decode("utf-8-sig")


def csv_of(answer: TestResponse) -> str:
    text: str = answer.data.decode("latin-1")
    return text


def test_the_file_for_dhl_holds_parcels_only(
    app: Flask, staff: FlaskClient, coffee: MadeProduct
) -> None:
    parcel = paid(app, coffee)
    picked_up = paid(app, coffee, place=make_pickup_place(app))
    answer = staff.get(f"{PAPERS}/adressen.csv")
    assert answer.headers["Content-Type"] == "text/csv; charset=iso-8859-1"
    assert "attachment" in answer.headers["Content-Disposition"]
    assert parcel.number in csv_of(answer) and picked_up.number not in csv_of(answer)
    assert ";0,530;" in csv_of(answer)


def test_what_lies_there_for_more_than_a_week_is_marked(
    app: Flask, staff: FlaskClient, coffee: MadeProduct
) -> None:
    place = make_pickup_place(app)
    with stopped_at(now() - timedelta(days=8)):
        old = paid(app, coffee, place=place, is_packed=True)
    new = paid(app, coffee, place=place, is_packed=True)
    text = paper(staff, "abholliste")
    assert text.index(old.number) < text.index("überfällig 2") < text.index(new.number)
    assert "liegt länger als 7 Tage" in text


def test_what_was_packed_today_travels_to_its_place_and_is_signed_for(
    app: Flask, staff: FlaskClient, coffee: MadeProduct
) -> None:
    place = make_pickup_place(app)
    with stopped_at(now() - timedelta(days=1)):
        there_already = paid(app, coffee, place=place, is_packed=True)
    today_packed = paid(app, coffee, 3, place=place, is_packed=True, is_gift=True)
    not_yet = paid(app, coffee, place=place)
    parcel = paid(app, coffee, is_packed=True)
    text = paper(staff, "uebergabe")
    assert "Übergabeschein Demo-Abholort Rathaus 1 Bestellung, 3 Stück." in text
    assert f"{today_packed.number} Testperson 001 GESCHENK 3" in text
    assert "vollständig angenommen von, am" in text
    for other in (there_already, not_yet, parcel):
        assert other.number not in text
    assert "12555" not in text and "€" not in text and "…" not in text
    assert there_already.number in paper(staff, "uebergabe", nr=there_already.number)
