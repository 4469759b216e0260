from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select, text

from shop.audit.history import history
from shop.audit.newest_change import newest_change
from shop.audit.rules import ChangedMeanwhile
from shop.db import db
from shop.origin.batch_rules import AlreadyPacked
from shop.origin.correct_batch import correct_batch
from shop.origin.models import Batch, Revision
from shop.origin.put_together import put_together
from shop.origin.rules import DatesOutOfOrder
from shop.origin.take_from_batch import take_from_batch
from tests.make.origin import make_batch

LATER = date(2027, 6, 1)


def best_before(batch_id: int) -> date:
    return db.session.scalars(select(Batch.best_before).where(Batch.id == batch_id)).one()


def test_a_laboratory_answers_after_the_roast(app: Flask) -> None:
    batch = make_batch(app, packed_grams=1_000)
    with app.app_context():
        correct_batch(batch, {"lab_note": "Feuchte 10,8 %"}, None)
        assert [one.what for one in history("batch", batch)[0].values] == ["Labornotiz"]


def test_the_date_may_be_corrected_until_it_is_printed(app: Flask) -> None:
    loose, packed = make_batch(app), make_batch(app, packed_grams=250)
    with app.app_context():
        correct_batch(loose, {"best_before": LATER}, None)
        assert best_before(loose) == LATER
        with pytest.raises(AlreadyPacked):
            correct_batch(packed, {"best_before": LATER}, None)
        assert best_before(packed) != LATER


def test_it_stays_after_the_roast_and_before_the_parts_of_a_set_end(app: Flask) -> None:
    part = make_batch(app, best_before=date(2027, 1, 1))
    with app.app_context():
        with pytest.raises(DatesOutOfOrder):
            correct_batch(part, {"best_before": date(2025, 1, 10)}, None)
        blend = put_together("26-900", "Wir", date(2026, 1, 1), {part: 1_000})
        with pytest.raises(DatesOutOfOrder) as refused:
            correct_batch(blend, {"best_before": LATER}, None)
        assert refused.value.later == "part_best_before"
        correct_batch(blend, {"best_before": date(2026, 12, 1)}, None)


def test_who_did_not_see_the_newest_change_is_refused(app: Flask) -> None:
    batch = make_batch(app)
    with app.app_context():
        seen = newest_change("batch", batch)
        correct_batch(batch, {"lab_note": "eins"}, None, seen=seen)
        with pytest.raises(ChangedMeanwhile):
            correct_batch(batch, {"lab_note": "zwei"}, None, seen=seen)


def test_what_was_remembered_of_the_records_is_void(app: Flask) -> None:
    batch = make_batch(app)
    with app.app_context():
        before = db.session.scalars(select(Revision.number)).one()
        correct_batch(batch, {"best_before": LATER}, None)
        assert db.session.scalars(select(Revision.number)).one() == before + 1


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_who_corrects_while_a_bag_is_filled_waits_and_is_refused(app: Flask) -> None:
    # On SQLite whoever writes waits for everybody else who does.
    batch = make_batch(app)

    def correct() -> None:
        with app.app_context():
            correct_batch(batch, {"best_before": LATER}, None)

    with app.app_context(), ThreadPoolExecutor(1) as other:
        take_from_batch(batch, 250)
        late = other.submit(correct)
        while not late.done() and not db.session.scalar(_WAITING):
            pass
        db.session.commit()
        with pytest.raises(AlreadyPacked):
            late.result()


#: Who waits for this connection, as it is at this moment.
_WAITING = text("select count(*) from pg_locks where pg_backend_pid() = any(pg_blocking_pids(pid))")
