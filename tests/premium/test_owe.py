"""A sale owes what its batches say, each bag for itself."""

from flask import Flask

from shop.db import db
from shop.premium.owe import owe
from shop.stock.pack import pack
from shop.stock.release import release
from tests.make.catalogue import make_product
from tests.make.orders import MadeOrder, make_order, somebody
from tests.make.origin import make_batch, make_green_lot
from tests.make.premium import Booked, premium_of
from tests.make.refunds import check_laws
from tests.make.sales import sell


def made_from(app: Flask, batch_id: int, units: int, **variant: object) -> int:
    """A coffee with so many bags of this batch; its variant."""
    made = make_product(app, variants=[{"units": 0} | variant]).variant.id
    pack_more(app, batch_id, made, units)
    return made


def pack_more(app: Flask, batch_id: int, variant_id: int, units: int) -> None:
    with app.app_context():
        pack(batch_id, variant_id, units)
        db.session.commit()


def sold_order(app: Flask, wanted: dict[int, int]) -> MadeOrder:
    made = make_order(app, wanted, somebody())
    with app.app_context():
        sell(made.id)
        db.session.commit()
    return made


def test_each_bag_owes_the_premium_of_its_lot_and_the_contribution(app: Flask) -> None:
    lot = make_green_lot(app)
    batch = make_batch(app, {lot: 50_000}, project_micro_per_kg=760_000)
    order = sold_order(app, {made_from(app, batch, 5): 3})
    assert premium_of(app, order.id) == [
        Booked("sale", "premium", batch, lot, 3, 750, 3 * 115_000),
        Booked("sale", "project", batch, None, 3, 750, 3 * 190_000),
    ]
    check_laws(app)


def test_what_one_bag_owes_is_rounded_half_up_to_the_micro(app: Flask) -> None:
    lot = make_green_lot(app)
    batch = make_batch(app, {lot: 50_000}, project_micro_per_kg=2)
    order = sold_order(app, {made_from(app, batch, 5): 3})
    # Half a micro each.
    assert [booked.micro for booked in premium_of(app, order.id)][1] == 3


def test_a_batch_of_two_lots_owes_to_both(app: Flask) -> None:
    one, other = make_green_lot(app), make_green_lot(app)
    batch = make_batch(app, {one: 60_000, other: 40_000})
    order = sold_order(app, {made_from(app, batch, 5): 1})
    owed = {booked.green_lot_id: booked.micro for booked in premium_of(app, order.id)}
    assert owed == {one: 69_000, other: 46_000, None: 190_000}
    check_laws(app)


def test_a_line_over_two_batches_owes_for_each_of_them(app: Flask) -> None:
    first, second = make_batch(app), make_batch(app, project_micro_per_kg=1_000_000)
    variant = made_from(app, first, 2)
    pack_more(app, second, variant, 5)
    order = sold_order(app, {variant: 3})
    project = [b for b in premium_of(app, order.id) if b.purpose == "project"]
    assert [(b.batch_id, b.units, b.micro) for b in project] == [
        (first, 2, 380_000),
        (second, 1, 250_000),
    ]
    check_laws(app)


def test_a_set_owes_for_the_coffee_in_it(app: Flask) -> None:
    parts = [("Kaffee", "reduced", 790), ("Becher", "standard", 1450)]
    variant = made_from(app, make_batch(app), 4, coffee_grams=500, parts=parts)
    order = sold_order(app, {variant: 2})
    assert [(b.units, b.coffee_grams, b.micro) for b in premium_of(app, order.id)] == [
        (2, 1000, 460_000),
        (2, 1000, 760_000),
    ]
    check_laws(app)


def test_a_mug_owes_nothing(app: Flask) -> None:
    mug = make_product(app, "Becher", kind="goods", variants=[{"coffee_grams": 0, "units": 3}])
    order = sold_order(app, {mug.variant.id: 1})
    assert premium_of(app, order.id) == []
    check_laws(app)


def test_an_order_that_is_not_paid_owes_nothing(app: Flask) -> None:
    order = make_order(app, {made_from(app, make_batch(app), 3): 1}, somebody())
    assert premium_of(app, order.id) == []


def test_a_second_call_books_nothing(app: Flask) -> None:
    order = sold_order(app, {made_from(app, make_batch(app), 3): 1})
    before = premium_of(app, order.id)
    with app.app_context():
        owe(order.id)
        db.session.commit()
    assert premium_of(app, order.id) == before


def test_bags_that_were_given_free_again_owe_nothing(app: Flask) -> None:
    order = make_order(app, {made_from(app, make_batch(app), 5): 3}, somebody())
    with app.app_context():
        release(order.id)
        owe(order.id)
        db.session.commit()
    assert premium_of(app, order.id) == []
