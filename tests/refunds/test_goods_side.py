"""Which bags came back, and what of them can be sold again."""

from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from shop.db import db
from shop.fulfilment.fulfil import pack, ship
from shop.origin.block_batch import block_batch
from shop.refunds.rules import Goods
from shop.stock.grind_to_order import grind_to_order
from shop.stock.models import Level, Reservation
from shop.stock.rules import AlreadyGround
from tests.make.catalogue import MadeVariant, make_product
from tests.make.orders import MadeOrder, make_order, somebody
from tests.make.origin import make_batch
from tests.make.people import signed_in
from tests.make.refunds import check_laws, line_at, refund_of
from tests.make.sales import sell
from tests.make.stock import by_batch, level_of


@pytest.fixture
def staff(app: Flask) -> FlaskClient:
    return signed_in(app, "staff")


def sold(app: Flask, units: dict[int, int]) -> MadeOrder:
    order = make_order(app, units, somebody())
    with app.app_context():
        sell(order.id)
        db.session.commit()
    return order


def packed(app: Flask, order: MadeOrder, *, sent: bool = False) -> None:
    with app.app_context():
        pack(order.id, None)
        if sent:
            ship(order.id, None)
        db.session.commit()


def where(app: Flask, order: MadeOrder) -> list[tuple[int, int, int]]:
    """(returned, packed, sent) of each batch, as they were taken."""
    with app.app_context():
        rows = db.session.scalars(
            select(Reservation).where(Reservation.order_id == order.id).order_by(Reservation.id)
        )
        return [(row.returned, row.packed, row.sent) for row in rows]


@pytest.fixture
def batches(app: Flask) -> tuple[int, int]:
    soon = make_batch(app, code="BALD", best_before=date(2098, 1, 1))
    return soon, make_batch(app, code="SPAET", best_before=date(2099, 1, 1))


@pytest.fixture
def bag(app: Flask, batches: tuple[int, int]) -> MadeVariant:
    soon, late = batches
    return make_product(app, variants=[{"shelf": {soon: 2, late: 5}}]).variant


@pytest.fixture
def ground(app: Flask) -> MadeVariant:
    """Ground to order from ten bags of beans."""
    beans, made = make_product(
        app, variants=[{"units": 10}, {"units": 0, "grind": "filter"}]
    ).variants
    with app.app_context():
        grind_to_order(made.id, beans.id)
        db.session.commit()
    return made


def asked(app: Flask, staff: FlaskClient, order: MadeOrder, **told: str) -> str:
    """The page after the form, filled for the first line."""
    with app.app_context():
        line = line_at(order.id, 0)
    data = {f"{name}_{line}": value for name, value in told.items()} | {"reason": "defect"}
    return staff.post(f"/auftraege/{order.number}/erstatten", data=data).text


def level_id(app: Flask, bag: MadeVariant, batch_id: int) -> str:
    with app.app_context():
        of = Level.variant_id == bag.id, Level.batch_id == batch_id
        return str(db.session.scalars(select(Level.id).where(*of)).one())


def test_of_two_batches_somebody_says_which_came_back(
    app: Flask, staff: FlaskClient, bag: MadeVariant, batches: tuple[int, int]
) -> None:
    order = sold(app, {bag.id: 3})
    packed(app, order, sent=True)
    page = staff.get(f"/auftraege/{order.number}/erstatten").text
    assert "Welche Charge steht auf der Tüte?" in page and "BALD" in page
    told = {"units": "1", "goods": "back", "batch": level_id(app, bag, batches[0])}
    page = asked(app, staff, order, **told)
    assert "Charge BALD" in page and "Noch ist nichts geschehen" in page


def test_the_batch_that_was_named_is_the_one_that_came_back(
    app: Flask, bag: MadeVariant, batches: tuple[int, int]
) -> None:
    order = sold(app, {bag.id: 3})
    packed(app, order, sent=True)
    first = int(level_id(app, bag, batches[0]))
    refund_of(app, order.id, {0: (1, Goods.BACK)}, first={0: first})
    assert where(app, order) == [(1, 1, 1), (0, 1, 1)]
    assert by_batch(app, bag.id) == {batches[0]: (1, 0), batches[1]: (4, 0)}
    check_laws(app)


def test_nobody_knows_so_the_blocked_one_came_back(
    app: Flask, staff: FlaskClient, bag: MadeVariant, batches: tuple[int, int]
) -> None:
    order = sold(app, {bag.id: 3})
    with app.app_context():
        block_batch(batches[0], "Befund offen.", None)
        db.session.commit()
    assert "weiß ich nicht: die gesperrte" in staff.get(f"/auftraege/{order.number}/erstatten").text
    refund_of(app, order.id, {0: (1, Goods.NEVER_LEFT)})
    assert where(app, order)[0] == (1, 0, 0)


def test_more_than_that_batch_has_is_asked_again(
    app: Flask, staff: FlaskClient, bag: MadeVariant, batches: tuple[int, int]
) -> None:
    order = sold(app, {bag.id: 3})
    late = level_id(app, bag, batches[1])
    page = asked(app, staff, order, units="2", goods="never_left", batch=late)
    assert "Von dieser Charge sind nur 1 Stück draußen." in page
    page = asked(app, staff, order, units="1", goods="never_left", batch="99999")
    assert "Bitte wählen Sie die Charge" in page


def test_ground_bags_can_only_be_written_off(
    app: Flask, staff: FlaskClient, ground: MadeVariant
) -> None:
    order = sold(app, {ground.id: 2})
    packed(app, order)
    page = staff.get(f"/auftraege/{order.number}/erstatten").text
    assert "Sie werden nicht wieder zu Bohnen" in page
    assert "wieder ins Regal" not in page
    page = asked(app, staff, order, units="1", goods="never_left")
    assert "Bitte wählen Sie, wo diese Ware ist." in page
    with pytest.raises(AlreadyGround):
        refund_of(app, order.id, {0: (1, Goods.NEVER_LEFT)})
    refund_of(app, order.id, {0: (2, Goods.WRITTEN_OFF)})
    assert where(app, order) == [(2, 0, 0)]
    check_laws(app)


def test_what_was_not_ground_yet_is_beans_again(app: Flask, ground: MadeVariant) -> None:
    order = sold(app, {ground.id: 2})
    refund_of(app, order.id, {0: (2, Goods.NEVER_LEFT)})
    with app.app_context():
        beans = db.session.scalars(select(Level.variant_id).where(Level.on_hand > 0)).one()
    assert level_of(app, beans) == (10, 0)
    check_laws(app)


def test_what_comes_back_was_sent_and_what_never_left_was_not(app: Flask) -> None:
    mug = make_product(app, variants=[{"units": 5}]).variant
    order = sold(app, {mug.id: 3})
    packed(app, order, sent=True)
    with app.app_context():
        db.session.execute(
            update(Reservation).where(Reservation.order_id == order.id).values(sent=2)
        )
        db.session.commit()
    refund_of(app, order.id, {0: (1, Goods.BACK)})
    assert where(app, order) == [(1, 2, 1)]
