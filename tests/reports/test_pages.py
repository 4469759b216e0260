import csv
import io
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, func, select

from shop.clock import now, stopped_at
from shop.db import db
from shop.ledger.models import Entry
from shop.orders.models import Order
from shop.payment.provider import RefundSeen
from shop.refunds.advance_refund import advance_refund
from shop.refunds.rules import Goods
from shop.web.filters import euro
from tests.make import sales
from tests.make.catalogue import make_product
from tests.make.orders import make_order
from tests.make.people import sign_in, signed_in
from tests.make.refunds import refund_of

YEAR = "?von=2026-01&bis=2026-12"


@pytest.fixture
def reader(app: Flask) -> FlaskClient:
    return signed_in(app, "report")


def sell(app: Flask, wanted: dict[int, int], moment: datetime) -> str:
    with stopped_at(moment):
        order = make_order(app, wanted)
        with app.app_context():
            sales.sell(order.id)
            db.session.commit()
    return order.number


@pytest.fixture
def sold(app: Flask) -> list[str]:
    """Coffee at 7 %, a mug at 19 %, shipping at both; the last one minutes before midnight."""
    coffee = make_product(app, "Filter Jaén").variant.id
    mug = make_product(
        app,
        "Becher",
        kind="goods",
        variants=[{"vat_class": "standard", "coffee_grams": 0, "price_cents": 1333}],
    ).variant.id
    return [
        sell(app, {coffee: 3, mug: 1}, datetime(2026, 1, 5, 12, tzinfo=UTC)),
        sell(app, {mug: 1}, datetime(2026, 3, 31, 21, 59, tzinfo=UTC)),
        sell(app, {coffee: 1}, datetime(2026, 3, 31, 22, 1, tzinfo=UTC)),
    ]


def file_rows(client: FlaskClient, query: str = YEAR) -> list[dict[str, str]]:
    answer = client.get(f"/berichte/verkauf.csv{query}")
    assert answer.mimetype == "text/csv" and answer.data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))


def cents(rows: list[dict[str, str]], column: str) -> int:
    return int(sum(Decimal(row[column].replace(",", ".")) for row in rows) * 100)


def test_screen_file_and_books_say_the_same(
    app: Flask, reader: FlaskClient, sold: list[str]
) -> None:
    page, rows = reader.get(f"/berichte/{YEAR}").text, file_rows(reader)
    with app.app_context():
        gross, net, vat, units, grams = db.session.execute(
            select(
                func.sum(Entry.gross_cents),
                func.sum(Entry.net_cents),
                func.sum(Entry.vat_cents),
                func.sum(Entry.units),
                func.sum(Entry.coffee_grams),
            )
        ).one()
    assert cents(rows, "Brutto in EUR") == gross
    assert cents(rows, "Netto in EUR") == net
    assert cents(rows, "Umsatzsteuer in EUR") == vat
    assert sum(int(row["Stück"]) for row in rows) == units == 6
    assert sum(Decimal(r["Kaffee in kg"].replace(",", ".")) for r in rows) == Decimal(grams) / 1000
    for amount in (gross, net, vat):
        assert euro(int(amount)) in page
    assert "1,00 kg" in page


def test_each_product_shows_the_months_in_which_it_was_sold(
    reader: FlaskClient, sold: list[str]
) -> None:
    page = reader.get(f"/berichte/{YEAR}").text
    groups = page.partition("<summary>Nach Produkten und Monaten")[2].split("<tbody>")[1:]
    months = {
        name: [month for month in ("Januar", "März", "April") if f">{month} 2026<" in group]
        for group in groups
        for name in ("Filter Jaén", "Becher", "Versandkosten")
        if f">{name}<" in group.partition("</tr>")[0]
    }
    assert months == {
        "Filter Jaén": ["Januar", "April"],
        "Becher": ["Januar", "März"],
        "Versandkosten": ["Januar", "März", "April"],
    }
    january = next(group for group in groups if ">Filter Jaén<" in group).partition("April")[0]
    assert euro(3 * 750) in january and "0,75" in january


def test_a_sale_counts_on_its_berlin_day(reader: FlaskClient, sold: list[str]) -> None:
    march, april = (file_rows(reader, f"?von={m}&bis={m}") for m in ("2026-03", "2026-04"))
    assert {row["Produkt"] for row in march} == {"Becher", "Versand"}
    assert {row["Produkt"] for row in april} == {"Filter Jaén", "Versand"}


def test_shipping_has_a_row_of_its_own(reader: FlaskClient, sold: list[str]) -> None:
    rows = [row for row in file_rows(reader) if row["Art"] == "Versand"]
    assert cents(rows, "Brutto in EUR") == 3 * 490
    assert sum(int(row["Stück"]) for row in rows) == 0
    assert "Versandkosten" in reader.get(f"/berichte/{YEAR}").text


def test_no_person_and_no_order_is_in_it(reader: FlaskClient, sold: list[str]) -> None:
    for path in (f"/berichte/{YEAR}", f"/berichte/verkauf.csv{YEAR}"):
        text = reader.get(path).text
        for secret in ("Testperson", "testperson@", "Musterweg", *sold):
            assert secret not in text


def test_the_page_says_how_it_counts_and_from_when_it_is(
    reader: FlaskClient, sold: list[str]
) -> None:
    with stopped_at(datetime(2026, 5, 1, 10, tzinfo=UTC)):
        reader.delete_cookie("stadtkaffee_sitzung")
        sign_in(reader, "report@laden.example")
        page = reader.get("/berichte/").text
    for words in (
        "Zeitzone Europe/Berlin",
        "1. Mai 2026, 12:00",
        "letzte Buchung im Zeitraum",
        "Januar 2026 bis Mai 2026",
        "Der meiste Kaffee ging im Januar 2026 hinaus: 0,75",
    ):
        assert words in page.replace("\u00a0", " ")


def test_a_product_named_like_a_formula_stays_a_name(app: Flask, reader: FlaskClient) -> None:
    evil = make_product(app, '=HYPERLINK("http://evil")').variant.id
    sell(app, {evil: 1}, datetime(2026, 2, 1, tzinfo=UTC))
    names = {row["Produkt"] for row in file_rows(reader)}
    assert '\'=HYPERLINK("http://evil")' in names


def test_a_refund_is_deducted_in_the_month_in_which_the_money_went_back(
    app: Flask, reader: FlaskClient
) -> None:
    coffee = make_product(app, "Filter Jaén").variant.id
    number = sell(app, {coffee: 3}, datetime(2026, 1, 5, 12, tzinfo=UTC))
    with app.app_context():
        order_id = db.session.scalars(select(Order.id).where(Order.number == number)).one()
    with stopped_at(datetime(2026, 3, 31, 22, 1, tzinfo=UTC)):
        refund_id = refund_of(app, order_id, {0: (1, Goods.BACK)})
        with app.app_context():
            advance_refund(refund_id, RefundSeen("re_1", "pi_1", 750, "pending", "", "", now()))
            db.session.commit()
    january, april = (
        [row for row in file_rows(reader) if row["Monat"] == month and row["Art"] == "Ware"]
        for month in ("2026-01", "2026-04")
    )
    assert [(row["Stück"], row["Kaffee in kg"]) for row in january] == [("3", "0,750")]
    (back,) = april
    assert (back["Stück"], back["Kaffee in kg"], back["Brutto in EUR"]) == ("-1", "-0,250", "-7,50")
    file = reader.get(f"/berichte/verkauf.csv{YEAR}").data
    assert b';"Ware";"Versand";-1;-0,250;-7,50;-7,01;-0,49;7\r\n' in file
    page = reader.get(f"/berichte/{YEAR}").text
    assert "−7,50" in page
    assert "Erstattungen sind abgezogen" in page
    assert "0,50 kg" in page and "<dd>2</dd>" in page


@pytest.mark.parametrize(
    "query",
    [
        "?von=2026-12&bis=2026-01",
        "?von=x&bis=y",
        "?von=2000-01&bis=2026-01",
        "?von=%01",
        "?bis=2026-13",
    ],
)
def test_a_period_that_is_none_is_answered_in_words(reader: FlaskClient, query: str) -> None:
    for path in ("/berichte/", "/berichte/verkauf.csv"):
        answer = reader.get(path + query)
        assert answer.status_code == 422
        assert "Diesen Zeitraum können wir nicht zeigen" in answer.text
        assert "Umsatz" not in answer.text


def test_the_report_leads_to_what_is_owed_to_growers(reader: FlaskClient) -> None:
    assert 'href="/praemie"' in reader.get("/berichte/").text.split("<main")[1]


def test_an_empty_period_says_so(reader: FlaskClient) -> None:
    assert "noch nichts verkauft" in reader.get("/berichte/?von=2020-01&bis=2020-02").text
    assert file_rows(reader, "?von=2020-01&bis=2020-02") == []


@pytest.fixture
def statements(app: Flask) -> Iterator[list[str]]:
    said: list[str] = []
    with app.app_context():
        engine = db.engine

    def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        said.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield said
    event.remove(engine, "before_cursor_execute", note)


def test_a_report_is_two_queries_over_nothing_but_the_books(
    reader: FlaskClient, sold: list[str], statements: list[str]
) -> None:
    reader.get(f"/berichte/{YEAR}")
    asked = [s for s in statements if s.startswith("SELECT") and "people" not in s]
    books = [s for s in asked if "sign_in_sessions" not in s]
    assert len(books) <= 2 and all("FROM ledger_entries" in s for s in books)
    assert not any("JOIN" in s for s in books)
