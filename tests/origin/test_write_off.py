import pytest
from flask import Flask
from sqlalchemy import select

from shop.audit.history import history
from shop.audit.newest_change import newest_change
from shop.audit.rules import ChangedMeanwhile
from shop.db import db
from shop.origin.block_batch import block_batch
from shop.origin.models import Batch
from shop.origin.rules import BatchTooSmall
from shop.origin.write_off import write_off
from tests.make.origin import make_batch


def written_off(batch_id: int) -> int:
    return db.session.scalars(select(Batch.written_off_grams).where(Batch.id == batch_id)).one()


def test_coffee_that_is_lost_is_noted_with_its_reason(app: Flask) -> None:
    batch = make_batch(app)
    with app.app_context():
        write_off(batch, 250, "Probe für das Labor", None)
        write_off(batch, 100, "verschüttet", None)
        assert written_off(batch) == 350
        newest = history("batch", batch)[0]
        assert [(one.what, one.before, one.after) for one in newest.values] == [
            ("abgeschrieben", "250\xa0g", "350\xa0g"),
            ("Grund", "–", "verschüttet"),
        ]


def test_no_more_is_lost_than_there_is(app: Flask) -> None:
    batch = make_batch(app, packed_grams=41_900)
    with app.app_context():
        with pytest.raises(BatchTooSmall) as refused:
            write_off(batch, 101, "verschüttet", None)
        assert refused.value.left_grams == 100
        assert written_off(batch) == 0


def test_a_blocked_batch_can_be_thrown_away(app: Flask) -> None:
    batch = make_batch(app)
    with app.app_context():
        block_batch(batch, "Glas", None)
        write_off(batch, 42_000, "vernichtet", None)
        assert written_off(batch) == 42_000


def test_a_button_pressed_twice_writes_off_once(app: Flask) -> None:
    batch = make_batch(app)
    with app.app_context():
        seen = newest_change("batch", batch)
        write_off(batch, 250, "Labor", None, seen=seen)
        with pytest.raises(ChangedMeanwhile):
            write_off(batch, 250, "Labor", None, seen=seen)
        assert written_off(batch) == 250


@pytest.mark.parametrize(("grams", "reason"), [(0, "Labor"), (-1, "Labor"), (1, " ")])
def test_nothing_and_no_reason_are_refused(app: Flask, grams: int, reason: str) -> None:
    batch = make_batch(app)
    with app.app_context(), pytest.raises(ValueError, match="needs"):
        write_off(batch, grams, reason, None)
