"""At a counter with a mill: beans that lie there are sold whole, or ground for whoever asks."""

from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from shop.catalogue.models import Variant
from shop.counter.queries import offered_at
from shop.db import db
from shop.ledger.models import PremiumEntry
from shop.refunds.rules import Goods
from shop.stock.grind_to_order import grind_to_order
from shop.stock.models import STOCKROOM, Reservation
from shop.stock.rules import AlreadyGround, OutOfStock
from tests.counter.test_staff_pages import book, hidden, review, text_of, typed
from tests.make.at_once import at_once
from tests.make.books import booked_cents, broken_laws
from tests.make.catalogue import MadeProduct, make_product
from tests.make.counter import bring, lines_of, lying, make_stall, sell_there, take_back
from tests.make.origin import make_batch
from tests.make.people import signed_in


@pytest.fixture
def coffee(app: Flask) -> MadeProduct:
    """Ten bags of beans of two batches, ground to order for the filter at a higher price."""
    late, soon = make_batch(app), make_batch(app, best_before=date(2097, 1, 1))
    made = make_product(
        app,
        "Filter Jaén",
        variants=[
            {"shelf": {late: 5, soon: 5}},
            {"units": 0, "grind": "filter", "price_cents": 800},
        ],
    )
    with app.app_context():
        grind_to_order(made.variants[1].id, made.variants[0].id)
        db.session.commit()
    return made


@pytest.fixture
def stall(app: Flask, coffee: MadeProduct) -> int:
    made = make_stall(app)
    bring(app, made, {coffee.variant.id: 8})
    return made


def books_hold(app: Flask) -> None:
    with app.app_context():
        assert broken_laws() == {}


def test_what_is_ground_is_taken_from_the_beans_that_lie_there(
    app: Flask, coffee: MadeProduct, stall: int
) -> None:
    beans, ground = coffee.variants
    made = sell_there(app, stall, {ground.id: 4, beans.id: 2})
    assert (lying(app, stall, beans.id), lying(app, STOCKROOM, beans.id)) == (2, 2)
    assert booked_cents(app) == 4 * 800 + 2 * 750
    with app.app_context():
        rows = db.session.execute(
            select(Reservation.variant_id, Reservation.units, Reservation.sent)
            .where(Reservation.order_id == made)
            .order_by(Reservation.id)
        )
        held = [tuple(row) for row in rows]
        assert sum(units for id, units, _ in held if id == ground.id) == 4
        assert sum(units for id, units, _ in held if id == beans.id) == 2
        assert all(units == sent for _id, units, sent in held)
        units = select(PremiumEntry.units).where(PremiumEntry.purpose == "project")
        assert sum(db.session.scalars(units)) == 6
    books_hold(app)


def test_whole_and_ground_together_are_not_more_than_the_beans(
    app: Flask, coffee: MadeProduct, stall: int
) -> None:
    beans, ground = coffee.variants
    with pytest.raises(OutOfStock) as refused:
        sell_there(app, stall, {beans.id: 5, ground.id: 4})
    assert refused.value.shortages == {ground.id: 3}
    empty = make_stall(app, "consignment", "Weltladen")
    with pytest.raises(OutOfStock):
        sell_there(app, empty, {ground.id: 1})
    assert lying(app, stall, beans.id) == 8


def test_one_sells_the_last_beans_whole_and_one_ground(
    app: Flask, coffee: MadeProduct, stall: int
) -> None:
    beans, ground = coffee.variants
    sell_there(app, stall, {beans.id: 7})
    refusals = at_once(
        app,
        *[lambda: sell_there(app, stall, {beans.id: 1})] * 3,
        *[lambda: sell_there(app, stall, {ground.id: 1})] * 3,
    )
    assert refusals.count(None) == 1 and refusals.count(OutOfStock) == 5
    assert lying(app, stall, beans.id) == 0
    books_hold(app)


def test_ground_bags_that_come_back_are_written_off_and_nothing_else(
    app: Flask, coffee: MadeProduct, stall: int
) -> None:
    beans, ground = coffee.variants
    made = sell_there(app, stall, {ground.id: 3, beans.id: 1})
    of_ground, of_beans = lines_of(app, made)
    with pytest.raises(AlreadyGround):
        take_back(app, made, {of_ground: (1, Goods.BACK)})
    take_back(app, made, {of_ground: (1, Goods.WRITTEN_OFF), of_beans: (1, Goods.BACK)})
    assert lying(app, stall, beans.id) == 5
    books_hold(app)


def test_a_sale_that_never_was_has_ground_nothing(
    app: Flask, coffee: MadeProduct, stall: int
) -> None:
    beans, ground = coffee.variants
    take_back(app, sell_there(app, stall, {ground.id: 3}), None)
    assert lying(app, stall, beans.id) == 8 and booked_cents(app) == 0
    books_hold(app)


def test_the_page_offers_what_can_be_ground_after_its_beans(
    app: Flask, coffee: MadeProduct, stall: int
) -> None:
    beans, ground = coffee.variants
    staff = signed_in(app, "staff")
    with app.app_context():
        offered = [(one.variant_id, one.free, one.is_ground) for one in offered_at(stall)]
        assert offered == [(beans.id, 8, False), (ground.id, 8, True)]
    page = review(staff, stall, {beans.id: 5, ground.id: 4})
    assert "Bohnen und Gemahlenes zusammen sind hier nur 8." in text_of(page)
    page = book(staff, stall, review(staff, stall, {beans.id: 4, ground.id: 4}))
    assert "62,00 €" in text_of(page)
    assert "Gemahlenes wird nicht wieder zu Bohnen" in page
    assert lying(app, stall, beans.id) == 0
    books_hold(app)


def test_counted_are_beans_and_no_ground_bags(app: Flask, coffee: MadeProduct, stall: int) -> None:
    page = signed_in(app, "staff").get(f"/verkauf/{stall}?zaehlen=1").text
    assert f'name="n_{coffee.variants[0].id}"' in page
    assert f'name="n_{coffee.variants[1].id}"' not in page


def test_nobody_puts_ground_coffee_among_the_beans_by_the_form(
    app: Flask, coffee: MadeProduct, stall: int
) -> None:
    beans, ground = coffee.variants
    made = sell_there(app, stall, {ground.id: 2})
    (line,) = lines_of(app, made)
    staff: FlaskClient = signed_in(app, "staff")
    page = staff.get(f"/verkauf/beleg/SK-2026-{made:05d}").text
    answer = staff.post(
        f"/verkauf/beleg/SK-2026-{made:05d}/zurueck",
        data=hidden(page) | typed(**{f"n_{line}": "1", f"where_{line}": "back"}),
    )
    assert answer.status_code == 422 and lying(app, stall, beans.id) == 6


def test_what_is_sold_no_more_is_not_ground_either(
    app: Flask, coffee: MadeProduct, stall: int
) -> None:
    with app.app_context():
        db.session.get_one(Variant, coffee.variants[1].id).on_sale = False
        db.session.commit()
        assert [one.is_ground for one in offered_at(stall)] == [False]
