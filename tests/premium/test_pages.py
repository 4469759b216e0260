"""What everybody may read: the same sums as a page, a table and JSON."""

import csv
import io
import re
from datetime import UTC, datetime

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from shop.clock import stopped_at
from shop.db import db
from shop.origin.models import BatchSource
from shop.premium.queries import contribution
from shop.premium.transfer import transfer
from tests.make.origin import make_batch, make_cooperative, make_green_lot
from tests.make.refunds import accept, check_laws, refund_of
from tests.premium.test_owe import made_from, sold_order
from tests.premium.test_take_back_premium import BACK

SUMMER = datetime(2026, 8, 14, 10, 0, tzinfo=UTC)
#: The first minute of the fourth quarter in Berlin, still the third in Greenwich.
NEW_QUARTER = datetime(2026, 9, 30, 22, 1, tzinfo=UTC)
AUTUMN = datetime(2026, 11, 22, 15, 3, tzinfo=UTC)


def tell(app: Flask) -> int:
    """Two lots in one batch, sold in two quarters; one bag comes back, a part is paid. The lot of
    the larger share."""
    growers = {
        make_cooperative(app, "Cooperativa Demo Eins"): 6_000,
        make_cooperative(app, "Cooperativa Demo Zwei"): 4_000,
    }
    lot = make_green_lot(app, growers, code="G-25-01")
    other = make_green_lot(app, code="G-25-02")
    batch = make_batch(app, {lot: 60_000, other: 30_007}, project_micro_per_kg=760_001)
    variant = made_from(app, batch, 40)
    with stopped_at(SUMMER):
        order = sold_order(app, {variant: 7})
    with stopped_at(NEW_QUARTER):
        sold_order(app, {variant: 3})
    with stopped_at(AUTUMN):
        accept(app, refund_of(app, order.id, {0: (5, BACK)}))
        with app.app_context():
            transfer(lot, 31, AUTUMN.date(), "Demo-Bank; Auszug 3", "a" * 32, None)
            db.session.commit()
    return lot


def cents(text: str) -> int:
    return int(text.replace(",", ""))


def rows(client: FlaskClient) -> list[dict[str, str]]:
    text = client.get("/praemie.csv").data.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def test_before_the_first_sale_the_pages_say_so(client: FlaskClient, app: Flask) -> None:
    assert "Noch ist kein Kaffee verkauft" in client.get("/praemie").text
    assert rows(client) == []
    assert client.get("/praemie.json").json == {
        "currency": "EUR",
        "as_of": None,
        "total": {"owed_cents": 0, "paid_cents": 0, "open_cents": 0},
        "accounts": [],
    }
    with app.app_context():
        assert contribution() == (0, 0, 0, None)


def test_page_table_and_json_agree_to_the_cent(app: Flask, client: FlaskClient) -> None:
    tell(app)
    table, told = rows(client), client.get("/praemie.json").json
    assert told is not None
    for column, name in [("Geschuldet", "owed_cents"), ("Überwiesen", "paid_cents")]:
        of_table = [cents(row[f"{column} in EUR"]) for row in table]
        of_json = [q[name] for account in told["accounts"] for q in account["quarters"]]
        assert of_table == of_json
        assert sum(of_json) == told["total"][name] == sum(a[name] for a in told["accounts"])
    total = told["total"]
    assert total["open_cents"] == total["owed_cents"] - total["paid_cents"]
    page = client.get("/praemie").text.replace("\xa0", " ")
    foot = page.split("<tfoot>")[1].split("</tfoot>")[0]
    shown = [cents(text.replace(".", "")) for text in re.findall(r">(−?[\d.]+,\d\d) €<", foot)]
    assert shown == [total["owed_cents"], total["paid_cents"], total["open_cents"]]
    check_laws(app)


def test_each_quarter_opens_with_what_was_open(app: Flask, client: FlaskClient) -> None:
    tell(app)
    # 7 bags, then 3 more less 5 that came back: 0.46 €/kg shared by the green coffee, 250 g each.
    lot = [row for row in rows(client) if row["Rohkaffee-Partie"] == "G-25-01"]
    assert [(row["Quartal"], *list(row.values())[5:]) for row in lot] == [
        ("2026-Q3", "0,00", "0,54", "0,00", "0,54"),
        ("2026-Q4", "0,54", "-0,15", "0,31", "0,08"),
    ]
    assert lot[0]["Genossenschaften"] == "Cooperativa Demo Eins 60 %, Cooperativa Demo Zwei 40 %"


def test_the_coffee_of_a_batch_is_shared_by_its_lots(app: Flask, client: FlaskClient) -> None:
    tell(app)
    kilograms = {
        (row["Zweck"], row["Rohkaffee-Partie"], row["Quartal"]): row["Kaffee in kg"]
        for row in rows(client)
    }
    assert kilograms == {
        ("Prämie", "G-25-01", "2026-Q3"): "1,167",
        ("Prämie", "G-25-02", "2026-Q3"): "0,583",
        ("Prämie", "G-25-01", "2026-Q4"): "-0,333",
        ("Prämie", "G-25-02", "2026-Q4"): "-0,167",
        ("Projektbeitrag", "", "2026-Q3"): "",
        ("Projektbeitrag", "", "2026-Q4"): "",
    }


def test_a_lot_without_a_premium_says_so_and_owes_no_rows_of_nothing(
    app: Flask, client: FlaskClient
) -> None:
    lot = make_green_lot(app, code="G-25-09")
    batch = make_batch(app, {lot: 60_000}, project_micro_per_kg=760_001)
    with app.app_context():
        db.session.execute(update(BatchSource).values(premium_micro_per_kg=0))
        db.session.commit()
    sold_order(app, {made_from(app, batch, 40): 4})
    page = client.get("/praemie").text
    assert "Für den Rohkaffee G-25-09 ist keine Prämie vereinbart." in page
    assert "Partie G-25-09" not in page and "Mit jedem verkauften Kilogramm" not in page
    told = client.get("/praemie.json").json
    assert told is not None
    assert [(a["green_lot"], a["is_agreed"]) for a in told["accounts"]] == [
        ("G-25-09", False),
        (None, True),
    ]
    assert [(row["Zweck"], row["Kaffee in kg"]) for row in rows(client)] == [
        ("Prämie: nicht vereinbart", "1,000"),
        ("Projektbeitrag", ""),
    ]


def test_only_the_lot_booked_last_is_unfolded(app: Flask, client: FlaskClient) -> None:
    old, new = make_green_lot(app, code="G-24-01"), make_green_lot(app, code="G-25-01")
    for moment, lot in ((SUMMER, old), (AUTUMN, new)):
        variant = made_from(app, make_batch(app, {lot: 60_000}), 40)
        with stopped_at(moment):
            sold_order(app, {variant: 4})
    folds = client.get("/praemie").text.split("<details")[1:]
    assert [fold.split(">")[0].endswith(" open") for fold in folds] == [True, False, False]
    assert "Partie G-25-01" in folds[0] and "Projekte" in folds[2]


def test_the_page_names_growers_and_its_moment_and_nobody_who_bought_or_paid(
    app: Flask, client: FlaskClient
) -> None:
    tell(app)
    page = client.get("/praemie").text.replace("\xa0", " ")
    assert "Cooperativa Demo Eins (60 %), Cooperativa Demo Zwei (40 %)" in page
    assert "Letzte Buchung: 22. November 2026, 16:03 Uhr, Berliner Zeit." in page
    for path in ("/praemie", "/praemie.csv", "/praemie.json"):
        answer = client.get(path).text
        assert "SK-20" not in answer and "Auszug" not in answer and "Testperson" not in answer


def test_the_partnership_tells_the_figures_of_the_projects(app: Flask, client: FlaskClient) -> None:
    tell(app)
    told = client.get("/praemie.json").json
    assert told is not None
    project = told["accounts"][-1]
    with app.app_context():
        found = contribution()
    assert found == (project["owed_cents"], 0, 1250, SUMMER.date())


def test_a_cache_asks_each_time_and_hears_whether_anything_was_booked(
    app: Flask, client: FlaskClient
) -> None:
    lot = tell(app)
    for path in ("/praemie", "/praemie.csv", "/praemie.json"):
        first = client.get(path)
        assert first.headers["Cache-Control"] == "public, no-cache"
        again = {"If-None-Match": first.headers["ETag"]}
        assert client.get(path, headers=again).status_code == 304
    with app.app_context():
        transfer(lot, 1, AUTUMN.date(), "x", "b" * 32, None)
        db.session.commit()
    assert client.get("/praemie.json", headers=again).status_code == 200
