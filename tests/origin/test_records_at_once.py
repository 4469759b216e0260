"""Two people who change the same records at the same moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import partial

from flask import Flask
from sqlalchemy import select

from shop.audit.models import Change
from shop.audit.newest_change import newest_change
from shop.audit.rules import ChangedMeanwhile
from shop.db import db
from shop.errors import Refused
from shop.origin.batch_rules import LotTooSmall
from shop.origin.make_batch import make_batch as roast
from shop.origin.models import Batch, GreenLot, Revision
from shop.origin.put_together import put_together
from shop.origin.rules import BatchTooSmall, CodeTaken
from shop.origin.save_green_lot import save_green_lot
from shop.origin.take_from_batch import take_from_batch
from shop.origin.write_off import write_off
from tests.make.origin import make_batch, make_cooperative, make_green_lot
from tests.origin.test_save_green_lot import share

CROWD = 8


def at_once(app: Flask, *changes: Callable[[], object]) -> list[type[Refused] | None]:
    """What each was refused with; None where it was done."""

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


def test_a_green_lot_is_not_roasted_twice(app: Flask) -> None:
    lot = make_green_lot(app, grams=150_000)
    roasts = [
        lambda code=f"26-{number}": roast(
            code, "Rösterei", date(2026, 1, 1), date(2027, 1, 1), {lot: 50_000}, 42_000
        )
        for number in range(10, 10 + CROWD)
    ]
    refusals = at_once(app, *roasts)
    assert refusals.count(None) == 3 and refusals.count(LotTooSmall) == CROWD - 3
    with app.app_context():
        assert db.session.scalars(select(GreenLot.used_grams)).one() == 150_000
        assert len(db.session.scalars(select(Batch.id)).all()) == 3


def test_a_code_is_given_once(app: Flask) -> None:
    lot = make_green_lot(app)
    refusals = at_once(
        app,
        *[
            lambda: roast(
                "26-001", "Rösterei", date(2026, 1, 1), date(2027, 1, 1), {lot: 50_000}, 42_000
            )
        ]
        * CROWD,
    )
    assert refusals.count(None) == 1 and refusals.count(CodeTaken) == CROWD - 1
    with app.app_context():
        assert db.session.scalars(select(GreenLot.used_grams)).one() == 50_000


def test_no_gram_goes_into_a_bag_a_set_and_the_bin(app: Flask) -> None:
    batch = make_batch(app)
    changes: list[Callable[[], object]] = []
    for number in range(4):
        together = partial(put_together, f"26-{number}", "Wir", date(2026, 1, 1), {batch: 10_000})
        changes += [
            partial(take_from_batch, batch, 10_000),
            partial(write_off, batch, 10_000, "Labor", None),
            together,
        ]
    refusals = at_once(app, *changes)
    done = refusals.count(None)
    assert done == 4
    assert all(one is None or issubclass(one, BatchTooSmall) for one in refusals)
    with app.app_context():
        row = db.session.get_one(Batch, batch)
        assert row.packed_grams + row.written_off_grams == 40_000


def test_of_people_who_saw_the_same_one_saves_and_the_others_are_told(app: Flask) -> None:
    coop, lot = make_cooperative(app), make_green_lot(app)
    with app.app_context():
        seen = newest_change("green_lot", lot)
        before = db.session.scalars(select(Revision.number)).one()
    refusals = at_once(
        app,
        *[
            lambda note=f"Notiz {number}": save_green_lot(
                {"note": note}, [share(coop)], None, lot, seen=seen
            )
            for number in range(CROWD)
        ],
    )
    assert refusals.count(None) == 1 and refusals.count(ChangedMeanwhile) == CROWD - 1
    with app.app_context():
        assert len(db.session.scalars(select(Change.id)).all()) == 1
        # Who was refused leaves nothing behind, not even a revision.
        assert db.session.scalars(select(Revision.number)).one() == before + 1
