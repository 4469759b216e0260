"""Whether levels are taken in the order in which everybody takes them."""

from collections.abc import Callable
from threading import Thread
from time import monotonic

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import OperationalError

from shop.db import db
from shop.stock.models import Level

_WAITS = text("select count(*) from pg_locks where not granted")


def takes_in_id_order(app: Flask, act: Callable[[], object], low: int, high: int) -> bool:
    """Whether `act`, while it waits for the level `low`, leaves `high` to others; it commits."""
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            pytest.skip("one writer")
        db.session.execute(select(Level.id).where(Level.id == low).with_for_update())
        other = Thread(target=_do, args=(app, act), daemon=True)
        other.start()
        until = monotonic() + 60
        while not db.session.scalar(_WAITS):
            assert other.is_alive() and monotonic() < until, "it waits for nobody"
        wanted = select(Level.id).where(Level.id == high).with_for_update(nowait=True)
        try:
            db.session.execute(wanted)
            is_free = True
        except OperationalError:
            is_free = False
        db.session.rollback()
    other.join(60)
    return is_free


def _do(app: Flask, act: Callable[[], object]) -> None:
    with app.app_context():
        act()
        db.session.commit()
