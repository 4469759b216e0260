"""By which way PostgreSQL would go to answer, among rows too many to be read whole."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask
from sqlalchemy import Engine, event, text

from shop.db import db


@contextmanager
def plans(app: Flask, *switched_off: str) -> Iterator[list[str]]:
    """The plan of each SELECT in this block, as for tables too large to be read whole.

    `switched_off`: further ways the server shall not go, as „hashjoin“.
    """
    asked: list[tuple[str, Any]] = []

    def note(_connection: object, _cursor: object, sql: str, values: Any, *_: object) -> None:
        if sql.lstrip().lower().startswith(("select", "with")):
            asked.append((sql, values))

    found: list[str] = []
    with app.app_context():
        event.listen(Engine, "before_cursor_execute", note)
        try:
            yield found
        finally:
            event.remove(Engine, "before_cursor_execute", note)
        driver = db.session.connection().connection.cursor()
        for way in ("seqscan", *switched_off):
            driver.execute(f"set local enable_{way} = off")
        for sql, values in asked:
            driver.execute("explain " + sql, values)
            found.append(sql + "\n" + "\n".join(row[0] for row in driver.fetchall()))


def analyze(app: Flask) -> None:
    with app.app_context():
        db.session.execute(text("analyze"))
        db.session.commit()
