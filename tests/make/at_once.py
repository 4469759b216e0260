"""Several people who do something at the same moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from flask import Flask

from shop.db import db
from shop.errors import Refused

CROWD = 6


def at_once(app: Flask, *changes: Callable[[], object]) -> list[type[Refused] | None]:
    """What each was refused with; None where it was done and committed."""

    def run(change: Callable[[], object]) -> type[Refused] | None:
        with app.app_context():
            try:
                change()
            except Refused as refused:
                db.session.rollback()
                return type(refused)
            db.session.commit()
            return None

    with ThreadPoolExecutor(CROWD) as crowd:
        return list(crowd.map(run, changes))
