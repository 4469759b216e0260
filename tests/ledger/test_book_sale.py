"""A sale is in the books once, and stays as it was written."""

from dataclasses import replace
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import DatabaseError

from shop.db import db
from shop.ledger.book_money import book_money
from shop.ledger.book_sale import Sale, book_sale
from shop.ledger.models import Entry, MoneyEntry
from tests.make.catalogue import make_product
from tests.make.orders import make_order

SALE = Sale(
    source="sale:1:700",
    order_id=1,
    line_id=1,
    stripe_id="pi_1",
    business_date=date(2026, 11, 22),
    channel="pickup",
    sku="D-HAUS-250-B",
    product_name="Hausmischung",
    variant_name="250 g, ganze Bohne",
    units=2,
    coffee_grams=500,
    rate_bp=700,
    gross_cents=1500,
    net_cents=1402,
    vat_cents=98,
)


@pytest.fixture(autouse=True)
def an_order(app: Flask) -> None:
    """What is sold was ordered."""
    make_order(app, {make_product(app, variants=[{"units": 5}]).variant.id: 2})


def booked(app: Flask) -> tuple[int, int]:
    with app.app_context():
        row = db.session.execute(select(func.count(), func.sum(Entry.gross_cents))).one()
    return row[0], row[1] or 0


def test_the_same_sale_is_booked_once(app: Flask) -> None:
    with app.app_context():
        book_sale([SALE])
        book_sale([SALE, replace(SALE, source="sale:2:700")])
        book_sale([])
        db.session.commit()
    assert booked(app) == (2, 3000)


def test_a_movement_of_money_is_booked_once_and_stays(app: Flask) -> None:
    with app.app_context():
        book_money("refund", "re_1", -750, 1)
        book_money("refund", "re_1", -750, 1)
        book_money("refund_failed", "re_1", 750, 1)
        db.session.commit()
        rows = db.session.execute(select(MoneyEntry.source, MoneyEntry.amount_cents)).all()
        assert sorted(rows) == [("refund:re_1", -750), ("refund_failed:re_1", 750)]
        with pytest.raises(DatabaseError, match="append-only"):
            db.session.execute(db.text("delete from ledger_money"))


def test_net_and_vat_that_do_not_make_up_the_gross_are_refused(app: Flask) -> None:
    with app.app_context(), pytest.raises(DatabaseError):
        book_sale([replace(SALE, vat_cents=99)])
    assert booked(app) == (0, 0)


@pytest.mark.parametrize(
    "change", ["update ledger_entries set units = 3", "delete from ledger_entries"]
)
def test_nobody_changes_what_was_booked(app: Flask, change: str) -> None:
    with app.app_context():
        book_sale([SALE])
        db.session.commit()
        with pytest.raises(DatabaseError, match="append-only"):
            db.session.execute(db.text(change))
        db.session.rollback()
    assert booked(app) == (1, 1500)
