from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from hashlib import sha256
from threading import Barrier

from flask import Flask
from sqlalchemy import func, select

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


def test_many_orders_at_once_keep_the_same_wordings_once(app: Flask) -> None:
    texts = [make_text(str(number)) for number in range(5)]
    ready = Barrier(8)

    def order(number: int) -> None:
        with app.app_context():
            ready.wait(timeout=30)
            keep(texts if number % 2 else reversed(texts))
            db.session.commit()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(order, range(8)))
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(KeptText)) == 5
