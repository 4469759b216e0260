"""The shelf and the books are brought together, with a reason."""

import pytest
from flask import Flask

from shop.db import db
from shop.stock.correct import correct
from shop.stock.receive import receive
from shop.stock.rules import BelowReserved, NeedsBatch
from tests.make.catalogue import MUG, make_product
from tests.make.orders import make_order
from tests.make.stock import level_of, only_level


def test_goods_come_in_also_for_a_variant_that_never_had_any(app: Flask) -> None:
    mug = make_product(app, variants=[MUG | {"units": 0}]).variant
    with app.app_context():
        receive(mug.id, 12, "Lieferschein 7")
        receive(mug.id, 3, "Lieferschein 8")
        db.session.commit()
    assert level_of(app, mug.id) == (15, 0)


def test_coffee_does_not_just_come_in(app: Flask) -> None:
    bag = make_product(app).variant
    with app.app_context(), pytest.raises(NeedsBatch):
        receive(bag.id, 12, "Lieferschein 7")
    assert level_of(app, bag.id) == (10, 0)


def test_a_correction_changes_the_shelf_with_its_reason(app: Flask) -> None:
    bag = make_product(app, variants=[{"units": 5}]).variant
    level_id = only_level(app, bag.id)
    with app.app_context():
        correct(level_id, -2, "zwei Tüten beschädigt", None)
        correct(level_id, 1, "hinter dem Regal gefunden", None)
        db.session.commit()
    assert level_of(app, bag.id) == (4, 0)


@pytest.mark.parametrize("change", [-4, -6])
def test_what_is_promised_to_orders_cannot_be_corrected_away(app: Flask, change: int) -> None:
    bag = make_product(app, variants=[{"units": 5}]).variant
    make_order(app, {bag.id: 2})
    level_id = only_level(app, bag.id)
    with app.app_context():
        with pytest.raises(BelowReserved):
            correct(level_id, change, "verzählt", None)
        db.session.rollback()
    assert level_of(app, bag.id) == (5, 2)


def test_a_correction_without_reason_or_change_is_no_correction(app: Flask) -> None:
    mug = make_product(app, variants=[MUG]).variant
    level_id = only_level(app, mug.id)
    with app.app_context():
        for change, reason in ((1, " "), (0, "nur so")):
            with pytest.raises(ValueError, match="correction"):
                correct(level_id, change, reason, None)
        with pytest.raises(ValueError, match="nothing"):
            receive(mug.id, 0, "leer")
