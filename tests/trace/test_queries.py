"""What is read of a batch while somebody packs from it."""

import logging
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import Connection, event, insert, update

from shop import clock
from shop.db import db
from shop.origin.models import Batch
from shop.stock.models import Level, Movement
from shop.trace.queries import NoSuchBatch, batch_page
from tests.make.trace import MadeBatch, make_packed


@pytest.fixture
def made(app: Flask) -> MadeBatch:
    return make_packed(app)


@pytest.fixture
def packed_meanwhile(app: Flask, made: MadeBatch) -> Iterator[list[str]]:
    """A bag is packed just before the page counts the bags, once."""
    done: list[str] = []
    with app.app_context():
        engine = db.engine

    def pack_one(_c: Connection, _cursor: object, statement: str, *_rest: object) -> None:
        if "stock_movements" in statement and not done:
            done.append(statement)
            with engine.begin() as other:
                _pack(other, made)

    event.listen(engine, "before_cursor_execute", pack_one)
    yield done
    event.remove(engine, "before_cursor_execute", pack_one)


def _pack(connection: Connection, made: MadeBatch) -> None:
    packed = Batch.packed_grams + 250
    connection.execute(update(Batch).where(Batch.id == made.batch_id).values(packed_grams=packed))
    on_shelf = Level.batch_id == made.batch_id
    (level_id,) = connection.execute(
        update(Level).where(on_shelf).values(on_hand=Level.on_hand + 1).returning(Level.id)
    ).one()
    moved = {"level_id": level_id, "kind": "packed", "on_hand_change": 1}
    connection.execute(insert(Movement).values(**moved, moved_at=clock.now()))


# On SQLite nobody writes while somebody reads.
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_bag_packed_between_two_looks_is_no_fault(
    app: Flask, packed_meanwhile: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    with app.app_context():
        page = batch_page("26-118")
    assert packed_meanwhile
    assert page.way.faults == () and page.way.in_bags == 5_250
    assert "add up" not in caplog.text


def test_a_lasting_fault_is_logged_once(
    app: Flask, made: MadeBatch, caplog: pytest.LogCaptureFixture
) -> None:
    with app.app_context(), caplog.at_level(logging.ERROR, "shop"):
        db.session.execute(update(Batch).where(Batch.id == made.batch_id).values(packed_grams=1))
        db.session.commit()
        for _ in range(3):
            assert batch_page("26-118").way.faults == ("packed",)
    assert caplog.text.count("does not add up") == 1


@pytest.mark.parametrize("typed", ["", "…", "\x00", "26-118\x00x", "neu", "x" * 5000])
def test_what_is_no_code_is_no_batch(app: Flask, made: MadeBatch, typed: str) -> None:
    with app.app_context(), pytest.raises(NoSuchBatch):
        batch_page(typed)
