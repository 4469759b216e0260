"""The shelf and the books are brought together, with a reason."""

import pytest
from flask import Flask

from shop.db import db
from shop.stock.correct import correct
from shop.stock.receive import receive
from shop.stock.rules import BelowReserved
from tests.make.catalogue import make_product
from tests.make.orders import make_order
from tests.make.stock import level_of


def test_goods_come_in_also_for_a_variant_that_never_had_any(app: Flask) -> None:
    bag = make_product(app, variants=[{"units": 0}]).variant
    with app.app_context():
        db.session.execute(db.text("delete from stock_levels"))
        receive(bag.id, 12, "Lieferschein 7")
        receive(bag.id, 3, "Lieferschein 8")
        db.session.commit()
    assert level_of(app, bag.id) == (15, 0)


def test_a_correction_changes_the_shelf_with_its_reason(app: Flask) -> None:
    bag = make_product(app, variants=[{"units": 5}]).variant
    with app.app_context():
        correct(bag.id, -2, "zwei Tüten beschädigt", None)
        correct(bag.id, 1, "hinter dem Regal gefunden", None)
        db.session.commit()
    assert level_of(app, bag.id) == (4, 0)


@pytest.mark.parametrize("change", [-4, -6])
def test_what_is_promised_to_orders_cannot_be_corrected_away(app: Flask, change: int) -> None:
    bag = make_product(app, variants=[{"units": 5}]).variant
    make_order(app, {bag.id: 2})
    with app.app_context():
        with pytest.raises(BelowReserved):
            correct(bag.id, change, "verzählt", None)
        db.session.rollback()
    assert level_of(app, bag.id) == (5, 2)


def test_a_correction_without_reason_or_change_is_no_correction(app: Flask) -> None:
    bag = make_product(app).variant
    with app.app_context():
        for change, reason in ((1, " "), (0, "nur so")):
            with pytest.raises(ValueError, match="correction"):
                correct(bag.id, change, reason, None)
        with pytest.raises(ValueError, match="nothing"):
            receive(bag.id, 0, "leer")
