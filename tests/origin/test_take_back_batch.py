from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from shop.audit.history import history
from shop.db import db
from shop.errors import NotThere
from shop.origin.batch_rules import AlreadyUsed
from shop.origin.make_batch import make_batch as roast
from shop.origin.models import Batch, BatchPart, BatchSource, GreenLot
from shop.origin.put_together import put_together
from shop.origin.take_back_batch import take_back_batch
from shop.origin.take_from_batch import take_from_batch
from shop.origin.write_off import write_off
from tests.make.catalogue import make_product
from tests.make.origin import make_batch, make_green_lot
from tests.make.split import make_split

DAY, LATER = date(2026, 1, 12), date(2098, 1, 12)


def used(lot: int) -> int:
    return db.session.scalars(select(GreenLot.used_grams).where(GreenLot.id == lot)).one()


def packed(batch: int) -> int:
    return db.session.scalars(select(Batch.packed_grams).where(Batch.id == batch)).one()


def test_green_coffee_of_a_roast_taken_back_is_in_its_lots_again(app: Flask) -> None:
    one, other = make_green_lot(app), make_green_lot(app)
    with app.app_context():
        batch = roast("26-030", "Rösterei", DAY, LATER, {one: 20_000, other: 500}, 19_900)
        take_back_batch(batch, None)
        assert (used(one), used(other)) == (0, 0)
        assert db.session.scalars(select(BatchSource)).all() == []
        told = history("green_lot", one)[0].values[0]
        assert (told.what, told.after) == ("zurück aus Charge", "26-030 20000 g")
        again = roast("26-030", "Rösterei", DAY, LATER, {one: 20_000}, 16_900)
        # Or the history of the first one would be that of the second.
        assert again != batch and len(history("batch", again)) == 1


def test_coffee_of_a_set_taken_back_is_in_its_batches_again(app: Flask) -> None:
    part, other = make_batch(app), make_batch(app)
    with app.app_context():
        blend = put_together("26-002", "Wir", date(2026, 1, 20), {part: 5_000, other: 2_500})
        take_from_batch(part, 250)
        take_back_batch(blend, None)
        assert (packed(part), packed(other)) == (250, 0)
        assert db.session.scalars(select(BatchPart)).all() == []


@pytest.mark.parametrize("happened", ["packed", "in a set", "written off", "price published"])
def test_what_somebody_has_or_has_read_is_not_taken_back(app: Flask, happened: str) -> None:
    batch = make_batch(app)
    if happened == "price published":
        make_split(app, make_product(app).id, batch)
    with app.app_context():
        if happened == "packed":
            take_from_batch(batch, 250)
        elif happened == "in a set":
            put_together("26-002", "Wir", date(2026, 1, 20), {batch: 1_000})
        elif happened == "written off":
            write_off(batch, 250, "Labor", None)
        db.session.commit()
        with pytest.raises(AlreadyUsed):
            take_back_batch(batch, None)
        db.session.rollback()
        assert db.session.scalar(select(Batch.code).where(Batch.id == batch))
        assert 50_000 in db.session.scalars(select(GreenLot.used_grams)).all()


def test_nothing_is_packed_of_a_batch_that_was_taken_back(app: Flask) -> None:
    batch = make_batch(app)
    with app.app_context():
        take_back_batch(batch, None)
        with pytest.raises(NotThere):
            take_from_batch(batch, 250)
        with pytest.raises(NotThere):
            take_back_batch(batch, None)
