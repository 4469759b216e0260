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
from shop.stock.rules import DoesNotFit, Misfit, NotFromABatch
from tests.make.books import broken_laws
from tests.make.catalogue import MUG, make_product
from tests.make.origin import make_batch, make_cooperative, make_green_lot
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


def refused_because(app: Flask, batch_id: int, variant_id: int) -> Misfit | None:
    with app.app_context():
        try:
            pack(batch_id, variant_id, 1)
        except DoesNotFit as refused:
            return refused.why
        finally:
            db.session.rollback()
    return None


def test_only_decaffeinated_coffee_is_packed_as_such_and_nothing_else_is(app: Flask) -> None:
    usual, decaf = make_green_lot(app), make_green_lot(app, process="washed_decaf")
    with_it, without = make_batch(app, {usual: 9_000}), make_batch(app, {decaf: 9_000})
    mixed = make_batch(app, {usual: 9_000, decaf: 9_000})
    bag = make_product(app).variant.id
    says_none = make_product(app, decaf=True).variant.id
    samples = make_product(app, kind="set").variant.id
    assert [refused_because(app, one, bag) for one in (with_it, without, mixed)] == [
        None,
        Misfit.HAS_NO_CAFFEINE,
        Misfit.HAS_NO_CAFFEINE,
    ]
    assert [refused_because(app, one, says_none) for one in (with_it, without, mixed)] == [
        Misfit.HAS_CAFFEINE,
        None,
        Misfit.HAS_CAFFEINE,
    ]
    assert refused_because(app, mixed, samples) is None


def test_a_name_that_says_where_all_of_it_is_from_is_true(app: Flask) -> None:
    jaen, cutervo = (make_cooperative(app, province=key) for key in ("jaen", "cutervo"))
    mixed = make_batch(app, {make_green_lot(app, {jaen: 9_999, cutervo: 1}): 9_000})
    pure = make_batch(app, {make_green_lot(app, {cutervo: 10_000}): 9_000})
    micro = make_product(app, provinces="cutervo", variants=[{"units": 0}]).variant.id
    both = make_product(app, provinces="jaen,cutervo").variant.id
    assert refused_because(app, mixed, micro) is Misfit.ELSEWHERE
    assert refused_because(app, pure, micro) is None
    assert refused_because(app, mixed, both) is None


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
