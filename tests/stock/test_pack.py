"""Coffee is on the shelf only if it left a batch, and no batch gives more than it holds."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import select

from shop.db import db
from shop.origin.block_batch import block_batch
from shop.origin.models import Batch
from shop.origin.rules import BatchBlocked, BatchTooSmall
from shop.stock.pack import pack
from shop.stock.rules import NotFromABatch
from tests.make.books import broken_laws
from tests.make.catalogue import MUG, make_product
from tests.make.origin import make_batch, make_green_lot
from tests.make.stock import by_batch


@pytest.fixture
def batch_id(app: Flask) -> int:
    """Holds ten bags of 250 g, and 100 g more."""
    return make_batch(app, {make_green_lot(app): 3_200}, made_grams=2_600)


def packed(app: Flask, batch_id: int, variant_id: int, units: int) -> bool:
    with app.app_context():
        try:
            pack(batch_id, variant_id, units)
        except BatchTooSmall:
            db.session.rollback()
            return False
        db.session.commit()
        return True


def packed_grams(app: Flask, batch_id: int) -> int:
    with app.app_context():
        assert broken_laws() == {}
        return db.session.scalars(select(Batch.packed_grams).where(Batch.id == batch_id)).one()


def test_bags_leave_the_batch_and_are_on_the_shelf(app: Flask, batch_id: int) -> None:
    bag = make_product(app, variants=[{"units": 0}]).variant
    packed(app, batch_id, bag.id, 3)
    packed(app, batch_id, bag.id, 4)
    assert by_batch(app, bag.id) == {batch_id: (7, 0)}
    assert packed_grams(app, batch_id) == 1_750


def test_a_batch_that_would_pack_more_than_it_holds_is_refused(app: Flask, batch_id: int) -> None:
    bag = make_product(app, variants=[{"units": 0}]).variant
    assert packed(app, batch_id, bag.id, 9)
    with app.app_context():
        with pytest.raises(BatchTooSmall) as refused:
            pack(batch_id, bag.id, 2)
        assert refused.value.left_grams == 350
        db.session.rollback()
    assert by_batch(app, bag.id) == {batch_id: (9, 0)}
    assert packed_grams(app, batch_id) == 2_250


def test_many_who_pack_at_once_never_pack_more_than_it_holds(app: Flask, batch_id: int) -> None:
    bean, ground = make_product(app, variants=[{"units": 0}, {"units": 0}]).variants
    with ThreadPoolExecutor(6) as hands:
        done = sum(
            hands.map(lambda turn: packed(app, batch_id, (bean, ground)[turn % 2].id, 3), range(8))
        )
    assert done == 3
    assert packed_grams(app, batch_id) == 2_250


def test_nothing_is_packed_from_a_blocked_batch(app: Flask, batch_id: int) -> None:
    bag = make_product(app, variants=[{"units": 0}]).variant
    with app.app_context():
        block_batch(batch_id, "Fremdkörper", None)
        db.session.commit()
        with pytest.raises(BatchBlocked):
            pack(batch_id, bag.id, 1)
        db.session.rollback()
    assert by_batch(app, bag.id) == {}


def test_a_mug_does_not_come_from_a_batch_and_no_bag_is_nothing(app: Flask, batch_id: int) -> None:
    mug = make_product(app, kind="goods", variants=[MUG]).variant
    bag = make_product(app).variant
    with app.app_context():
        with pytest.raises(NotFromABatch):
            pack(batch_id, mug.id, 1)
        with pytest.raises(ValueError, match="nothing packed"):
            pack(batch_id, bag.id, 0)
