from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from hashlib import sha256
from threading import Event, current_thread, main_thread
from typing import Any

from flask import Flask
from sqlalchemy import event, func, select

from shop.clock import stopped_at
from shop.db import db
from shop.legal.current import LegalText, current_text, current_texts
from shop.legal.keep import keep
from shop.legal.models import KeptText
from shop.legal.queries import kept_text


def make_text(wording: str) -> LegalText:
    text = f"AGB\n===\n\n{wording}\n"
    return LegalText("agb", date(2026, 11, 1), "AGB", text, sha256(text.encode()).hexdigest())


def test_a_kept_wording_is_found_by_its_hash_exactly_as_shown(app: Flask) -> None:
    with app.app_context():
        keep(current_texts())
        db.session.commit()
        for text in current_texts():
            assert kept_text(text.sha256) == text


def test_keeping_twice_keeps_once_and_the_first_time(app: Flask) -> None:
    first, later = datetime(2026, 11, 20, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC)
    with app.app_context():
        for moment in (first, later):
            with stopped_at(moment):
                keep([current_text("agb"), current_text("agb")])
                db.session.commit()
        kept = db.session.scalars(select(KeptText)).one()
        assert kept.first_shown_at == first


def test_a_new_wording_leaves_the_old_one_alone(app: Flask) -> None:
    old, new = make_text("alt"), make_text("neu")
    with app.app_context():
        keep([old])
        keep([new])
        db.session.commit()
        assert kept_text(old.sha256).text == old.text
        assert kept_text(new.sha256).text == new.text


def test_keep_does_not_commit(app: Flask) -> None:
    with app.app_context():
        keep([make_text("verworfen")])
        db.session.rollback()
        assert db.session.scalar(select(func.count()).select_from(KeptText)) == 0


def test_two_orders_at_once_keep_the_same_wording_once(app: Flask) -> None:
    text = make_text("gemeinsam")
    other_is_at_it = Event()

    def keep_too() -> None:
        with app.app_context():
            keep([text])
            db.session.commit()

    def watch(_: Any, __: Any, statement: str, *___: Any) -> None:
        # SQLite waits where it begins to write, PostgreSQL where it inserts the same key.
        if current_thread() is not main_thread() and statement.startswith(("BEGIN", "INSERT")):
            other_is_at_it.set()

    with app.app_context(), ThreadPoolExecutor(1) as pool:
        event.listen(db.engine, "before_cursor_execute", watch)
        keep([text])
        other = pool.submit(keep_too)
        assert other_is_at_it.wait(timeout=30)
        db.session.commit()
        other.result(timeout=30)
        assert db.session.scalar(select(func.count()).select_from(KeptText)) == 1
