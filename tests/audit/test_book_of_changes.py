"""The book of changes: nothing is ever altered in it, and no customer stands in it."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import column, select, table, text
from sqlalchemy.exc import DBAPIError

from shop.audit.history import history
from shop.audit.note_change import note_change
from shop.audit.words import Words, speak_of
from shop.db import db
from shop.orders.models import Order
from tests.make.people import signed_in
from tests.make.personal import CANARY, MAILBOX, make_known_customer

#: Where staff's doings stand, and the columns of theirs that hold words.
BOOKS = {
    "changes": ("what",),
    "order_events": ("note",),
    "stock_movements": ("reason", "source"),
    "prices": ("reason",),
    "planned_prices": ("reason",),
    "product_drafts": ("content",),
}


@pytest.mark.parametrize("change", ["update changes set what = '{}'", "delete from changes"])
def test_what_was_noted_is_neither_changed_nor_deleted(app: Flask, change: str) -> None:
    with app.app_context():
        note_change("product", 1, {"name": "Eins"}, {"name": "Zwei"}, None)
        db.session.commit()
        with pytest.raises(DBAPIError):
            db.session.execute(text(change))
        db.session.rollback()
        assert [row.values[0].after for row in history("product", 1)] == ["Zwei"]


def test_a_change_of_nothing_is_not_noted(app: Flask) -> None:
    with app.app_context():
        note_change("product", 1, {"name": "Eins"}, {"name": "Eins"}, None)
        assert history("product", 1) == []


def test_a_package_says_how_its_records_are_called(app: Flask) -> None:
    speak_of("testrecord", Words("Probe", {"b": "Zweites", "a": "Erstes"}))
    with app.app_context():
        note_change("testrecord", 7, {"a": 1}, {"a": 2, "b": "2026-11-22", "c": True}, None)
        (row,) = history("testrecord", 7)
        told = [(one.what, one.before, one.after) for one in row.values]
        day = "22.\u00a0November 2026"
        assert told == [("Zweites", "–", day), ("Erstes", "1", "2"), ("c", "–", "ja")]


def test_no_customer_stands_in_any_book_or_in_the_journal(app: Flask) -> None:
    """A customer goes through everything, and the staff do all they can with the order."""
    known, client = make_known_customer(app), signed_in(app, "admin")
    order = f"/auftraege/{known.order.number}"
    for step in ("gepackt", "doch-nicht-gepackt", "gepackt", "versandt"):
        client.post(f"{order}/{step}", data={"tracking": "00340434161094042557"})
    client.post(f"{order}/notiz", data={"text": f"{CANARY} rief an", "key": "n" * 20})
    with app.app_context():
        assert CANARY in str(db.session.scalar(select(Order.name)))
        for book, columns in BOOKS.items():
            wanted: list[Any] = [column(name) for name in columns]
            rows = db.session.execute(select(*wanted).select_from(table(book))).all()
            told = " ".join(str(value) for row in rows for value in row)
            assert CANARY not in told and MAILBOX not in told, book
    for path in (
        "/verlauf/?alles=1",
        f"/verlauf/order/{known.order.id}",
        "/verwaltung/verlauf.csv",
    ):
        page = client.get(path).text
        assert known.order.number in page
        assert CANARY not in page and MAILBOX not in page, path
