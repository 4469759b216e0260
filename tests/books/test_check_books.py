"""The laws are asked about one moment, beside whatever else goes on."""

from concurrent.futures import ThreadPoolExecutor

from flask import Flask
from sqlalchemy import func, select

from shop.books.check_books import check_books
from shop.db import db, snapshot, start_writing
from shop.orders.models import Order
from tests.make.catalogue import make_product
from tests.make.orders import make_order, somebody

_ORDERS = select(func.count()).select_from(Order)


def test_a_snapshot_sees_one_moment_while_others_order(app: Flask) -> None:
    bag = make_product(app).variant
    with app.app_context(), snapshot() as connection:
        assert connection.scalar(_ORDERS) == 0
        if connection.dialect.name == "postgresql":
            with ThreadPoolExecutor(1) as other:
                other.submit(make_order, app, {bag.id: 1}, somebody()).result()
        assert connection.scalar(_ORDERS) == 0


def test_the_books_hold_at_any_moment_of_a_rush(app: Flask) -> None:
    bag = make_product(app, variants=[{"units": 40}]).variant
    with ThreadPoolExecutor(3) as crowd:
        buying = [crowd.submit(make_order, app, {bag.id: 1}, somebody()) for _ in range(30)]
        while not all(one.done() for one in buying):
            with app.app_context():
                assert [verdict.broken for verdict in check_books() if not verdict.holds] == []


def test_who_checks_waits_for_nobody_who_writes(app: Flask) -> None:
    make_product(app)
    with app.app_context():
        start_writing()
        db.session.execute(select(1))
        assert all(verdict.holds for verdict in check_books())
