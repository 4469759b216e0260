"""Papers as the staff print them: what stands on each, and what must not."""

from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from shop.audit.models import Change
from shop.db import db
from shop.fulfilment.papers import queries
from shop.origin.block_batch import block_batch
from shop.origin.models import Batch
from tests.fulfilment.papers.printing import PAPERS, paid, paper
from tests.make.catalogue import MadeProduct
from tests.make.orders import ANSWERS, make_pickup_place
from tests.make.trace import statements_of, text_on
from tests.make.withdrawals import withdraw_online


def test_the_packing_list_takes_first_what_expires_first(
    app: Flask, staff: FlaskClient, coffee: MadeProduct
) -> None:
    first, second = paid(app, coffee, 2), paid(app, coffee, 3)
    text = paper(staff, "packliste")
    assert "2 Bestellungen zu packen, 5 Stück aus dem Regal." in text
    assert "3 250 g, ganze Bohne 26-090 01.02.2098 2 250 g, ganze Bohne 26-118 01.05.2098" in text
    assert f"{first.number} bis" in text and f"{second.number} bis" in text
    assert "1 × Filter Jaén, 250 g, ganze Bohne · Charge 26-090" in text
    assert "2 × Filter Jaén, 250 g, ganze Bohne · Charge 26-118" in text


def test_what_is_packed_is_on_the_packing_list_no_more(
    app: Flask, staff: FlaskClient, coffee: MadeProduct
) -> None:
    open_one, packed = paid(app, coffee), paid(app, coffee, is_packed=True)
    text = paper(staff, "packliste")
    assert open_one.number in text and packed.number not in text
    text = paper(staff, "packliste", nr=[open_one.number, packed.number, "SK-2026-99999"])
    assert "2 der gewählten Bestellungen stehen nicht dabei" in text


def test_slips_are_printed_of_what_is_to_be_packed_and_of_what_is_chosen(
    app: Flask, staff: FlaskClient, coffee: MadeProduct
) -> None:
    open_one, packed = paid(app, coffee), paid(app, coffee, is_packed=True)
    text = paper(staff, "packzettel")
    assert open_one.number in text and packed.number not in text
    assert packed.number in paper(staff, "packzettel", nr=packed.number)


def test_an_order_with_a_blocked_batch_stands_apart_and_is_not_counted(
    app: Flask, staff: FlaskClient, coffee: MadeProduct
) -> None:
    held, free = paid(app, coffee, 3), paid(app, coffee, 2)
    with app.app_context():
        block_batch(id_of("26-090"), "Verdacht", None)
        db.session.commit()
    text = paper(staff, "packliste")
    assert "1 Bestellung zu packen, 2 Stück aus dem Regal." in text
    before, _, after = text.partition("Noch nicht packen: Charge gesperrt")
    assert free.number in before and held.number not in before
    assert held.number in after and "26-090 GESPERRT" in after
    assert "GESPERRT: nicht packen" in paper(staff, "packzettel", nr=held.number)


def id_of(code: str) -> int:
    return db.session.scalars(select(Batch.id).where(Batch.code == code)).one()


def test_a_withdrawn_a_late_and_a_given_order_are_marked(
    app: Flask, staff: FlaskClient, coffee: MadeProduct
) -> None:
    day = date(2026, 1, 5)
    order = paid(app, coffee, is_gift=True, promised_on=day, email=ANSWERS.email)
    withdraw_online(app.test_client(), contract=order.number)
    text = paper(staff, "packliste")
    assert "überfällig" in text and "WIDERRUF" in text and "GESCHENK" in text


def test_orders_are_chosen_by_delivery_place_and_day(
    app: Flask, staff: FlaskClient, coffee: MadeProduct
) -> None:
    place, other = make_pickup_place(app), make_pickup_place(app, "Demo-Kiezladen")
    parcel, here, there = (
        paid(app, coffee, promised_on=date(2026, 11, 5)),
        paid(app, coffee, place=place),
        paid(app, coffee, place=other),
    )

    def on(**query: object) -> list[bool]:
        text = paper(staff, "packliste", **query)
        return [order.number in text for order in (parcel, here, there)]

    assert on(art="versand") == [True, False, False]
    assert on(art="abholung") == [False, True, True]
    assert on(ort=str(place)) == [False, True, False]
    assert on(bis="6.11.2026") == [True, False, False]


@pytest.mark.parametrize("query", [{"bis": "31.2."}, {"ort": "99"}, {"art": "x"}, {"platz": "9"}])
def test_a_choice_nobody_offered_is_asked_for_again(
    staff: FlaskClient, query: dict[str, str]
) -> None:
    answer = staff.get(f"{PAPERS}/packliste.pdf", query_string=query)
    assert answer.status_code == 422 and "Bitte prüfen Sie Ihre Angaben" in answer.text


def test_without_an_order_nothing_is_printed_and_one_is_told(staff: FlaskClient) -> None:
    for name in ("packliste.pdf", "packzettel.pdf", "abholliste.pdf", "adressen.pdf"):
        answer = staff.get(f"{PAPERS}/{name}", follow_redirects=True)
        assert "gerade keine Bestellung" in answer.text
    assert staff.get(f"{PAPERS}/adressen.csv?form=x").status_code == 404


def test_a_slip_has_prices_the_batch_and_where_to_withdraw(
    app: Flask, staff: FlaskClient, coffee: MadeProduct
) -> None:
    order = paid(app, coffee, 2)
    text = paper(staff, "packzettel", nr=order.number)
    for words in (
        f"Bestellung {order.number}",
        "Musterweg 1 12555 Berlin",
        "2 Filter Jaén 250 g, ganze Bohne 26-090 bis 01.02.2098 7,50 € 15,00 €",
        "Waren 15,00 € Versand 4,90 € Summe 19,90 €",
        "keine Rechnung",
        "14 Tage lang widerrufen",
        "/widerruf",
        "Seite 1 von 1",
    ):
        assert words in text


def test_a_gift_tells_its_greeting_and_no_price_anywhere(
    app: Flask, staff: FlaskClient, coffee: MadeProduct
) -> None:
    greeting = "Alles Gute, liebe Testperson 002!\n#strong[Deine] *001*"
    order = paid(app, coffee, 2, is_gift=True, greeting=greeting)
    answer = staff.get(f"{PAPERS}/packzettel.pdf?nr={order.number}")
    text = text_on(answer.data)
    assert "Ein Geschenk für Sie" in text and " ".join(greeting.split()) in text
    assert "€" not in text and "7,50" not in text and "widerrufen" not in text
    assert "2 Filter Jaén" in text


def test_each_order_begins_a_page_and_counts_its_own(
    app: Flask, staff: FlaskClient, coffee: MadeProduct
) -> None:
    numbers = [paid(app, coffee).number for _ in range(3)]
    text = paper(staff, "packzettel")
    assert all(f"{number} · gedruckt am" in text for number in numbers)
    assert text.count("Seite 1 von 1") == 3


def test_more_orders_than_one_print_holds_are_told_of(
    app: Flask, staff: FlaskClient, coffee: MadeProduct, monkeypatch: pytest.MonkeyPatch
) -> None:
    orders = [paid(app, coffee) for _ in range(3)]
    monkeypatch.setattr(queries, "MOST", 2)
    text = paper(staff, "packliste")
    assert "1 weitere stehen nicht dabei" in text and orders[2].number not in text


def test_a_hundred_orders_take_as_many_queries_as_one(
    app: Flask, staff: FlaskClient, coffee: MadeProduct
) -> None:
    def asked() -> int:
        with statements_of(app) as found:
            paper(staff, "packliste")
        return len(found)

    paid(app, coffee)
    of_one = asked()
    for _ in range(4):
        paid(app, coffee)
    assert asked() == of_one


def test_the_page_that_chooses_keeps_what_was_ticked(staff: FlaskClient) -> None:
    page = staff.get(f"{PAPERS}/?nr=SK-2026-00001&nr=%22%3E%3Cb%3E").text
    assert 'name="nr" value="SK-2026-00001"' in page and '"><b>' not in page
    assert "Nur die 2 gewählten Bestellungen" in page


def test_the_end_of_the_list_is_the_end_of_the_book(
    app: Flask, staff: FlaskClient, coffee: MadeProduct
) -> None:
    paid(app, coffee)
    staff.get(f"{PAPERS}/")
    paper(staff, "packliste")
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Change)) == 0
