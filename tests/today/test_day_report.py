"""The report of a day says what came and went on that Berlin day, and what lay there at its end."""

from datetime import UTC, date, datetime

from flask import Flask

from shop.clock import stopped_at
from shop.db import db
from shop.fulfilment.fulfil import pack, ship
from shop.orders.rules import State
from shop.stock.correct import correct
from shop.stock.put_on_shelf import put_on_shelf
from shop.today.day_report import DayReport, day_asked, day_report
from tests.make.catalogue import MUG, make_product
from tests.make.orders import make_order
from tests.make.people import signed_in
from tests.make.sales import sell
from tests.make.stock import only_level

MONDAY, TUESDAY, WEDNESDAY = (datetime(2026, 3, day, 12, tzinfo=UTC) for day in (2, 3, 4))


def _report(app: Flask, moment: datetime) -> DayReport:
    with app.app_context():
        return day_report(moment.date())


def _three_days(app: Flask) -> int:
    """Ten came on Monday, two were sold and one broke on Tuesday, five came on Wednesday."""
    with stopped_at(MONDAY):
        mug = make_product(app, kind="goods", variants=[MUG])
    variant_id = mug.variant.id
    level_id = only_level(app, variant_id)
    with stopped_at(TUESDAY):
        order = make_order(app, {variant_id: 2})
        with app.app_context():
            sell(order.id)
            pack(order.id, None)
            ship(order.id, None)
            correct(level_id, -1, "Bruch", None)
            db.session.commit()
    with stopped_at(WEDNESDAY), app.app_context():
        put_on_shelf("received", variant_id, None, 5, "Lieferung", None)
        db.session.commit()
    return variant_id


def test_each_day_begins_with_what_the_one_before_left(app: Flask) -> None:
    _three_days(app)
    monday, tuesday, wednesday = (
        _report(app, day).goods[0] for day in (MONDAY, TUESDAY, WEDNESDAY)
    )
    assert (monday.before, monday.after) == (0, 10)
    assert (tuesday.before, tuesday.after) == (10, 7)
    assert (tuesday.changes["sale"], tuesday.changes["correction"]) == (-2, -1)
    assert (wednesday.before, wednesday.after) == (7, 12)
    assert wednesday.changes["received"] == 5


def test_the_money_and_the_steps_are_of_the_day_they_happened(app: Flask) -> None:
    _three_days(app)
    assert _report(app, MONDAY).money == []
    tuesday = _report(app, TUESDAY)
    (shipped,) = tuesday.money
    assert (shipped.channel, shipped.orders, shipped.units) == ("shipping", 1, 2)
    assert shipped.sold_cents == shipped.left_cents > 0
    assert tuesday.steps == {State.PAID: 1, State.PACKED: 1, State.SHIPPED: 1}
    assert _report(app, WEDNESDAY).steps == {}


def test_a_day_ends_at_midnight_in_berlin(app: Flask) -> None:
    # 23:30 UTC in winter is half past midnight of the next day in Berlin.
    with stopped_at(datetime(2026, 1, 10, 23, 30, tzinfo=UTC)):
        make_product(app, kind="goods", variants=[MUG | {"units": 4}])
    with app.app_context():
        assert day_report(date(2026, 1, 10)).goods == []
        assert day_report(date(2026, 1, 11)).goods[0].after == 4


def test_the_page_and_the_table_show_the_same(app: Flask) -> None:
    _three_days(app)
    staff = signed_in(app)
    page = staff.get("/heute/bericht?tag=2026-03-03").text
    assert "−2" in page and "−1" in page
    table = staff.get("/heute/bericht.csv?tag=2026-03-03").get_data(as_text=True)
    assert ";10;0;0;-2;0;0;-1;7\r" in table


def test_what_is_no_day_is_today(app: Flask) -> None:
    with stopped_at(TUESDAY):
        for odd in ("", "x", "2026-13-01", "\x00", "9999-01-01", "2026-03-04"):
            assert day_asked(odd) == TUESDAY.date()
        assert day_asked("2026-03-01") == date(2026, 3, 1)
        assert day_asked("0001-01-01") == date(2020, 1, 1)
