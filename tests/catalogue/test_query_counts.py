"""How often a page asks the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask
from sqlalchemy import event

from shop.db import db
from tests.make.catalogue import make_product


@contextmanager
def _counted(app: Flask) -> Iterator[list[str]]:
    asked: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        asked.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    yield asked
    event.remove(engine, "before_cursor_execute", note)


def test_a_page_asks_at_most_three_times_however_many_products(app: Flask) -> None:
    first = make_product(app, variants=[{}, {"grind": "filter"}])
    client = app.test_client()
    paths = ("/", "/kaffee/", "/kaffee/?seite=2", "/kaffee/?q=kakao&groesse=250")
    for more in (0, 19, 40):
        for _ in range(more):
            make_product(app)
        for path in (*paths, f"/kaffee/{first.slug}"):
            with _counted(app) as asked:
                client.get(path)
            assert len([one for one in asked if not one.startswith("BEGIN")]) <= 3
