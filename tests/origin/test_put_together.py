from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from shop.db import db
from shop.origin.batch_rules import PartBlocked, PartTooSmall
from shop.origin.block_batch import block_batch
from shop.origin.models import Batch, BatchPart, BatchSource
from shop.origin.put_together import put_together
from shop.origin.rules import DatesOutOfOrder
from tests.make.origin import make_batch, make_green_lot

DAY = date(2026, 2, 1)


def together(parts: dict[int, int], made_on: date = DAY) -> int:
    return put_together("26-900", "Stadtkaffee", made_on, parts)


def batch(batch_id: int) -> Batch:
    return db.session.scalars(select(Batch).where(Batch.id == batch_id)).one()


def test_a_set_takes_from_its_parts_and_leads_to_their_contracts(app: Flask) -> None:
    lots = make_green_lot(app), make_green_lot(app)
    one = make_batch(app, {lots[0]: 50_000}, best_before=date(2027, 3, 1))
    other = make_batch(app, {lots[1]: 50_000}, best_before=date(2027, 1, 1))
    with app.app_context():
        made = batch(together({one: 8_400, other: 4_200}))
        assert (made.kind, made.made_grams, made.green_grams) == ("set", 12_600, 15_000)
        # It is best before the first of its parts is.
        assert made.best_before == date(2027, 1, 1)
        assert [batch(part).packed_grams for part in (one, other)] == [8_400, 4_200]
        rows = db.session.scalars(select(BatchSource).where(BatchSource.batch_id == made.id))
        assert {row.green_lot_id: row.green_grams for row in rows} == {
            lots[0]: 10_000,
            lots[1]: 5_000,
        }
        assert db.session.query(BatchPart).count() == 2


def test_it_owes_what_its_parts_owe_by_weight(app: Flask) -> None:
    one = make_batch(app, project_micro_per_kg=900_000)
    other = make_batch(app, project_micro_per_kg=300_000)
    with app.app_context():
        made = batch(together({one: 10_000, other: 20_000}))
        assert made.project_micro_per_kg == 500_000
        owed = db.session.scalars(
            select(BatchSource.premium_micro_per_kg).where(BatchSource.batch_id == made.id)
        ).all()
        assert sorted(owed) == [153_333, 306_667]


@pytest.mark.parametrize(
    ("given", "grams"), [({"packed_grams": 41_000}, 1_001), ({"written_off_grams": 42_000}, 1)]
)
def test_a_part_gives_no_more_than_it_holds(app: Flask, given: dict[str, Any], grams: int) -> None:
    full, part = make_batch(app), make_batch(app, **given)
    with app.app_context():
        with pytest.raises(PartTooSmall) as refused:
            together({full: 1_000, part: grams})
        assert refused.value.batch_id == part
        db.session.rollback()
        # Nothing half done: the other part still has all of its coffee.
        assert batch(full).packed_grams == 0


def test_a_blocked_batch_goes_into_no_set(app: Flask) -> None:
    part = make_batch(app)
    with app.app_context():
        block_batch(part, "Labor", None)
        with pytest.raises(PartBlocked):
            together({part: 1_000})


@pytest.mark.parametrize("made_on", [date(2025, 1, 9), date(2098, 1, 10), date(2098, 2, 1)])
def test_it_is_made_after_its_parts_and_before_they_are_too_old(app: Flask, made_on: date) -> None:
    part = make_batch(app)
    with app.app_context(), pytest.raises(DatesOutOfOrder):
        together({part: 1_000}, made_on)


def test_a_set_of_nothing_is_refused(app: Flask) -> None:
    part = make_batch(app)
    with app.app_context():
        for parts in ({}, {part: 0}):
            with pytest.raises(ValueError, match="nothing"):
                together(parts)
