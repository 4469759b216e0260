"""Whose orders they are is found by the address, however it was typed, among a million orders."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine, event, select, text

from shop.customers.gather_orders import gather_orders
from shop.customers.queries import order_ids_of
from shop.db import db, insert_rows
from shop.orders.models import Order
from tests.make.catalogue import make_product
from tests.make.orders import make_order
from tests.make.people import make_person

ADDRESS = "testperson@example.org"


def plans(app: Flask, ask: Callable[[], object]) -> list[str]:
    """By which way each statement in it finds its orders."""
    asked: list[tuple[str, Any]] = []

    def note(_connection: object, _cursor: object, sql: str, values: Any, *_: object) -> None:
        if "lower(orders.email)" in sql:
            asked.append((sql, values))

    with app.app_context():
        event.listen(Engine, "before_cursor_execute", note)
        ask()
        event.remove(Engine, "before_cursor_execute", note)
        driver = db.session.connection().connection.cursor()
        explain = "explain query plan " if db.engine.dialect.name == "sqlite" else "explain "
        found = []
        for sql, values in asked:
            driver.execute(explain + sql, values)
            found.append("\n".join(str(row) for row in driver.fetchall()))
    return found


@pytest.fixture(autouse=True)
def orders(app: Flask) -> None:
    """Five hundred guests'."""
    order = make_order(app, {make_product(app).variant.id: 1})
    table = Order.__table__
    with app.app_context():
        row = db.session.execute(select(table).where(table.c.id == order.id)).one()._asdict()
        copies = [
            row
            | {"id": order.id + n, "email": f"Guest{n}@example.org"}
            | {name: f"{n}" for name in ("number", "token", "draft_key")}
            for n in range(1, 501)
        ]
        insert_rows(Order, copies)
        db.session.execute(text("analyze"))
        db.session.commit()


@pytest.mark.parametrize("has_account", [True, False])
def test_orders_of_a_mailbox_are_found_by_its_index(app: Flask, has_account: bool) -> None:
    person_id = make_person(app, ADDRESS) if has_account else None
    (plan,) = plans(app, partial(order_ids_of, person_id, ADDRESS))
    assert "ix_orders_email_folded" in plan


def test_orders_are_gathered_by_it(app: Flask) -> None:
    (plan,) = plans(app, partial(gather_orders, make_person(app, ADDRESS), ADDRESS))
    assert "ix_orders_email_folded" in plan
