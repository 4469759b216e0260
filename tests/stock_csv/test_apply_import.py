"""A file is applied as it was shown, once, whole or not at all, and can be taken back."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.exc import DatabaseError

from shop.db import db
from shop.errors import Refused
from shop.fulfilment.fulfil import pack
from shop.stock.models import Level, Movement
from shop.stock_csv.discard_import import discard_import
from shop.stock_csv.models import ImportLine, StockImport
from shop.stock_csv.rules import NotNow, SameFile, Short
from shop.stock_csv.undo_import import undo_import
from tests.make.books import broken_laws
from tests.make.catalogue import MUG, MadeVariant, make_product
from tests.make.orders import make_order
from tests.make.origin import make_batch
from tests.make.sales import sell
from tests.make.stock import by_batch, level_of
from tests.make.stock_file import applied, kept, stock_csv, stockroom


@pytest.fixture
def batch_id(app: Flask) -> int:
    return make_batch(app, code="26-118")


@pytest.fixture
def bag(app: Flask, batch_id: int) -> MadeVariant:
    shelf = {"shelf": {batch_id: 10}, "sku": "D-JAEN"}
    return make_product(app, "Filter Jaén", variants=[shelf]).variant


@pytest.fixture
def mug(app: Flask) -> MadeVariant:
    return make_product(app, "Becher", kind="goods", variants=[MUG | {"sku": "D-MUG"}]).variant


def change(app: Flask, bags: int, mugs: int) -> bytes:
    """So many bags and mugs are found, where ten each were."""
    place = stockroom(app)
    return stock_csv(f"{place};D-JAEN;26-118;10;{bags};", f"{place};D-MUG;;10;{mugs};Bruch")


def undone(app: Flask, import_id: int) -> None:
    with app.app_context():
        undo_import(import_id, None)
        db.session.commit()


def state(app: Flask, import_id: int) -> str:
    with app.app_context():
        return db.session.get_one(StockImport, import_id).state


def test_looking_at_it_changes_nothing(app: Flask, bag: MadeVariant, mug: MadeVariant) -> None:
    kept(app, change(app, 8, 12))
    assert level_of(app, bag.id) == level_of(app, mug.id) == (10, 0)


def test_every_line_is_booked_with_its_reason(
    app: Flask, bag: MadeVariant, mug: MadeVariant
) -> None:
    import_id = kept(app, change(app, 8, 12))
    applied(app, import_id)
    assert (level_of(app, bag.id), level_of(app, mug.id)) == ((8, 0), (12, 0))
    with app.app_context():
        rows = db.session.execute(
            select(Movement.on_hand_change, Movement.reason, Movement.source)
            .where(Movement.kind == "correction")
            .order_by(Movement.id)
        )
        source = f"import:{import_id}"
        wanted = [(-2, "Zählung vom Freitag", source), (2, "Bruch", source)]
        assert [tuple(row) for row in rows] == wanted
        assert broken_laws() == {}


def test_what_was_sold_since_the_file_was_made_stays_sold(
    app: Flask, bag: MadeVariant, mug: MadeVariant
) -> None:
    import_id = kept(app, change(app, 8, 12))
    order = make_order(app, {bag.id: 3})
    with app.app_context():
        sell(order.id)
        pack(order.id, None)
        db.session.commit()
    applied(app, import_id)
    assert level_of(app, bag.id) == (5, 0)


def test_goods_nobody_knew_of_get_their_level(app: Flask, bag: MadeVariant, batch_id: int) -> None:
    other = make_batch(app, code="26-119")
    applied(app, kept(app, stock_csv(f"{stockroom(app)};D-JAEN;26-119;0;4;gefunden")))
    assert by_batch(app, bag.id) == {batch_id: (10, 0), other: (4, 0)}


def test_one_line_too_few_and_nothing_is_applied(
    app: Flask, bag: MadeVariant, mug: MadeVariant
) -> None:
    make_order(app, {bag.id: 4})
    import_id = kept(app, change(app, 3, 12))
    with pytest.raises(Short) as refused:
        applied(app, import_id)
    assert refused.value.lines == [2]
    assert (level_of(app, bag.id), level_of(app, mug.id)) == ((10, 4), (10, 0))
    assert state(app, import_id) == "checked"


def test_applied_twice_it_is_booked_once(app: Flask, bag: MadeVariant, mug: MadeVariant) -> None:
    import_id = kept(app, change(app, 8, 12))
    applied(app, import_id)
    with pytest.raises(NotNow):
        applied(app, import_id)
    with pytest.raises(SameFile) as refused:
        kept(app, change(app, 8, 12))
    assert refused.value.import_id == import_id
    assert level_of(app, bag.id) == (8, 0)


def test_four_at_once_and_two_copies_are_booked_once(
    app: Flask, bag: MadeVariant, mug: MadeVariant
) -> None:
    copies = [kept(app, change(app, 8, 12)) for _ in range(2)]

    def attempt(import_id: int) -> bool:
        try:
            applied(app, import_id)
        except Refused:
            return False
        return True

    with ThreadPoolExecutor(4) as crowd:
        assert sum(crowd.map(attempt, copies * 2)) == 1
    assert (level_of(app, bag.id), level_of(app, mug.id)) == ((8, 0), (12, 0))


def test_taken_back_every_change_stands_beside_its_opposite(
    app: Flask, bag: MadeVariant, mug: MadeVariant
) -> None:
    import_id = kept(app, change(app, 8, 12))
    applied(app, import_id)
    undone(app, import_id)
    assert level_of(app, bag.id) == level_of(app, mug.id) == (10, 0)
    with app.app_context():
        count = select(func.count()).where(Movement.source == f"import:{import_id}")
        assert db.session.scalar(count) == 4
    with pytest.raises(NotNow):
        undone(app, import_id)
    applied(app, kept(app, change(app, 8, 12)))
    assert level_of(app, bag.id) == (8, 0)


def test_what_is_sold_by_now_cannot_be_taken_back(
    app: Flask, bag: MadeVariant, mug: MadeVariant
) -> None:
    import_id = kept(app, change(app, 12, 12))
    applied(app, import_id)
    make_order(app, {bag.id: 11})
    with pytest.raises(Short) as refused:
        undone(app, import_id)
    assert refused.value.lines == [2]
    assert (level_of(app, bag.id), level_of(app, mug.id)) == ((12, 11), (12, 0))
    assert state(app, import_id) == "applied"


def test_a_discarded_one_is_not_applied(app: Flask, bag: MadeVariant, mug: MadeVariant) -> None:
    import_id = kept(app, change(app, 8, 12))
    with app.app_context():
        discard_import(import_id, None)
        db.session.commit()
    with pytest.raises(NotNow):
        applied(app, import_id)
    with pytest.raises(NotNow):
        undone(app, import_id)


def test_its_lines_cannot_be_changed_afterwards(
    app: Flask, bag: MadeVariant, mug: MadeVariant
) -> None:
    kept(app, change(app, 8, 12))
    for statement in ("update stock_import_lines set after = 99", "delete from stock_import_lines"):
        with app.app_context(), pytest.raises(DatabaseError, match="append-only"):
            db.session.execute(text(statement))


def test_stopped_in_the_middle_nothing_is_half_applied(
    app: Flask, bag: MadeVariant, mug: MadeVariant
) -> None:
    """The connection is gone after the levels were raised and before the movements are written."""
    import_id = kept(app, change(app, 8, 12))
    with app.app_context():
        with db.engine.begin() as connection:
            connection.execute(text("alter table stock_movements rename to hidden"))
        with pytest.raises(DatabaseError):
            applied(app, import_id)
        db.session.remove()
        with db.engine.begin() as connection:
            connection.execute(text("alter table hidden rename to stock_movements"))
        assert db.session.scalars(select(Level.on_hand)).all() == [10, 10]
        assert db.session.scalar(select(func.count()).select_from(ImportLine)) == 2
    assert state(app, import_id) == "checked"
    applied(app, import_id)
    assert level_of(app, bag.id) == (8, 0)
