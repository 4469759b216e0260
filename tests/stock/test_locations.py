"""Goods at several places: what is moved is nowhere twice, and sold only from the stockroom."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import delete, select, update

from shop.audit.rules import ChangedMeanwhile
from shop.catalogue.sellable import sellable
from shop.clock import today
from shop.db import db
from shop.errors import Refused
from shop.orders.add_place import add_place
from shop.orders.close_place import close_place
from shop.origin.block_batch import block_batch
from shop.origin.models import Batch
from shop.stock.add_location import add_location
from shop.stock.close_location import close_location
from shop.stock.locations import locations, lying_at
from shop.stock.models import STOCKROOM, Level, Location, Movement, Reservation
from shop.stock.move import move
from shop.stock.open_location import open_location
from shop.stock.receive import receive
from shop.stock.release import release
from shop.stock.reserve import reserve
from shop.stock.rules import (
    BelowReserved,
    GoodsThere,
    LocationClosed,
    LocationNamed,
    MovedAlready,
    NotGood,
    OutOfStock,
)
from shop.stock.save_location import save_location
from shop.stock.write_off import write_off
from tests.make.books import broken_laws
from tests.make.catalogue import MUG, MadeVariant, make_product
from tests.make.orders import make_order
from tests.make.origin import make_batch
from tests.make.stock import level_of, only_level


@pytest.fixture
def market(app: Flask) -> int:
    with app.app_context():
        added = add_location("market", "Marktstand")
        db.session.commit()
    return added


@pytest.fixture
def bag(app: Flask) -> MadeVariant:
    batch = make_batch(app, best_before=date(2099, 1, 1))
    return make_product(app, variants=[{"shelf": {batch: 10}}]).variant


def bring(app: Flask, level_id: int, to: int, units: int, key: str = "k") -> None:
    with app.app_context():
        move({level_id: units}, to, "Markt", None, key)
        db.session.commit()


def there(app: Flask, location_id: int) -> list[tuple[str, int]]:
    with app.app_context():
        assert broken_laws() == {}
        return [(row.sku, row.on_hand) for row in lying_at(location_id)]


def level_at(app: Flask, location_id: int) -> int:
    with app.app_context():
        found = select(Level.id).where(Level.location_id == location_id)
        return db.session.scalars(found).one()


def test_what_is_at_the_market_is_not_for_sale_online(
    app: Flask, bag: MadeVariant, market: int
) -> None:
    bring(app, only_level(app, bag.id), market, 4)
    assert there(app, market) == [(bag.sku, 4)]
    assert there(app, STOCKROOM) == [(bag.sku, 6)]
    with app.app_context():
        assert sellable([bag.id])[bag.id].available == 6
        rows = {row.id: (row.units, row.coffee_grams, row.worth_cents) for row in locations()}
    assert rows == {STOCKROOM: (6, 1500, 4500), market: (4, 1000, 3000)}


def test_an_order_takes_nothing_from_elsewhere(app: Flask, bag: MadeVariant, market: int) -> None:
    bring(app, only_level(app, bag.id), market, 9)
    order = make_order(app, {bag.id: 1})
    with app.app_context(), pytest.raises(OutOfStock):
        reserve(order.id, {bag.id: 1})


def test_what_orders_hold_is_not_moved_and_not_written_off(
    app: Flask, bag: MadeVariant, market: int
) -> None:
    level = only_level(app, bag.id)
    make_order(app, {bag.id: 7})
    with app.app_context():
        with pytest.raises(BelowReserved):
            move({level: 4}, market, "", None, "k")
        db.session.rollback()
        with pytest.raises(BelowReserved):
            write_off(level, 4, "abgelaufen", None)
        db.session.rollback()
    assert there(app, market) == []
    assert level_of(app, bag.id) == (10, 7)


def test_several_lines_move_together_or_not_at_all(
    app: Flask, bag: MadeVariant, market: int
) -> None:
    mug = make_product(app, kind="goods", variants=[MUG]).variant
    bags, mugs = only_level(app, bag.id), only_level(app, mug.id)
    with app.app_context():
        with pytest.raises(BelowReserved):
            move({bags: 3, mugs: 11}, market, "", None, "zuviel")
        db.session.rollback()
        move({bags: 3, mugs: 2}, market, "Markt", None, "richtig")
        db.session.commit()
        sources = set(db.session.scalars(select(Movement.source).where(Movement.kind == "move")))
    assert sources == {"move:richtig"}
    assert there(app, market) == [(bag.sku, 3), (mug.sku, 2)]


def test_the_same_form_sent_twice_moves_once(app: Flask, bag: MadeVariant, market: int) -> None:
    bring(app, only_level(app, bag.id), market, 4)
    with pytest.raises(MovedAlready):
        bring(app, level_at(app, STOCKROOM), market, 4)
    assert there(app, market) == [(bag.sku, 4)]


def test_what_must_not_be_sold_goes_back_to_the_stockroom_only(
    app: Flask, bag: MadeVariant, market: int
) -> None:
    bring(app, only_level(app, bag.id), market, 4)
    with app.app_context():
        block_batch(db.session.scalars(select(Level.batch_id)).first() or 0, "Befund.", None)
        db.session.commit()
    with pytest.raises(NotGood):
        bring(app, level_at(app, STOCKROOM), market, 1, "hin")
    bring(app, level_at(app, market), STOCKROOM, 4, "her")
    assert level_of(app, bag.id) == (10, 0)


def test_what_is_too_old_is_not_brought_out(app: Flask, bag: MadeVariant, market: int) -> None:
    with app.app_context():
        db.session.execute(update(Batch).values(best_before=today()))
        db.session.commit()
    with pytest.raises(NotGood):
        bring(app, only_level(app, bag.id), market, 1)


def test_goods_are_received_at_a_location(app: Flask, market: int) -> None:
    mug = make_product(app, kind="goods", variants=[MUG | {"units": 0}]).variant
    with app.app_context():
        receive(mug.id, 6, "Lieferschein 9", location_id=market)
        db.session.commit()
    assert there(app, market) == [(mug.sku, 6)]


def test_written_off_units_are_gone_with_a_reason(app: Flask, bag: MadeVariant) -> None:
    level = only_level(app, bag.id)
    with app.app_context():
        write_off(level, 3, "Verkostung", None)
        db.session.commit()
        last = db.session.scalars(select(Movement).order_by(Movement.id.desc())).first()
        told = ("write_off", -3, "Verkostung")
        assert last and (last.kind, last.on_hand_change, last.reason) == told
        assert broken_laws() == {}
        for units, reason in ((0, "x"), (1, " ")):
            with pytest.raises(ValueError, match="units and a reason"):
                write_off(level, units, reason, None)
    assert level_of(app, bag.id) == (7, 0)


def test_a_location_with_goods_stays_open_and_a_closed_one_takes_none(
    app: Flask, bag: MadeVariant, market: int
) -> None:
    bring(app, only_level(app, bag.id), market, 4)
    with app.app_context():
        with pytest.raises(GoodsThere):
            close_location(market)
        db.session.rollback()
    bring(app, level_at(app, market), STOCKROOM, 4, "zurück")
    with app.app_context():
        close_location(market)
        db.session.commit()
    with pytest.raises(LocationClosed):
        bring(app, level_at(app, STOCKROOM), market, 1, "zu")
    with app.app_context():
        open_location(market)
        db.session.commit()
    bring(app, level_at(app, STOCKROOM), market, 1, "auf")
    assert there(app, market) == [(bag.sku, 1)]


def test_two_locations_have_two_names(app: Flask, market: int) -> None:
    with app.app_context():
        with pytest.raises(LocationNamed):
            add_location("consignment", "marktstand")
        other = add_location("consignment", "Weltladen")
        with pytest.raises(LocationNamed):
            save_location(other, "Marktstand", "", None)
        save_location(other, "Weltladen Adlershof", "Frau Muster", None, seen=None)
        with pytest.raises(ChangedMeanwhile):
            save_location(other, "Anders", "", None, seen=0)


def test_a_pickup_place_has_a_location_as_long_as_it_is_open(app: Flask) -> None:
    place = {"street": "A 1", "postcode": "12555", "city": "Berlin", "hours": "Mo"}
    with app.app_context():
        for _ in range(2):
            add_place(name="Rathaus", instructions="", ready_days=3, **place)
            found = db.session.query(Location).filter_by(name="Rathaus").one()
            assert (found.kind, found.open) == ("pickup", True)
            close_place("Rathaus")
            db.session.refresh(found)
            assert not found.open


def _at_once(app: Flask, *acts: object) -> list[bool]:
    """Whether each was done; the others were refused."""

    def run(act: object) -> bool:
        with app.app_context():
            try:
                act()  # type: ignore[operator]
            except Refused:
                db.session.rollback()
                return False
            db.session.commit()
            return True

    with ThreadPoolExecutor(len(acts)) as crowd:
        return list(crowd.map(run, acts))


def test_of_two_who_move_the_last_bags_one_is_told(
    app: Flask, bag: MadeVariant, market: int
) -> None:
    with app.app_context():
        shop = add_location("consignment", "Weltladen")
        db.session.commit()
    level = only_level(app, bag.id)
    done = _at_once(
        app,
        lambda: move({level: 8}, market, "", None, "eins"),
        lambda: move({level: 8}, shop, "", None, "zwei"),
    )
    assert sorted(done) == [False, True]
    assert sum(units for _sku, units in there(app, market) + there(app, shop)) == 8


def test_a_move_to_and_fro_waits_in_no_ring(app: Flask, bag: MadeVariant, market: int) -> None:
    level = only_level(app, bag.id)
    bring(app, level, market, 5, "anfang")
    back = level_at(app, market)
    acts = [
        *(lambda n=n: move({level: 1}, market, "", None, f"hin{n}") for n in range(5)),
        *(lambda n=n: move({back: 1}, STOCKROOM, "", None, f"her{n}") for n in range(5)),
    ]
    assert all(_at_once(app, *acts))
    assert there(app, market) == [(bag.sku, 5)]


@pytest.mark.parametrize("how", ["move", "write_off"])
def test_an_order_and_somebody_at_the_shelf_never_have_the_same_bag(
    app: Flask, bag: MadeVariant, market: int, how: str
) -> None:
    level = only_level(app, bag.id)
    order = make_order(app, {bag.id: 1})
    take = {
        "move": lambda: move({level: 6}, market, "", None, "k"),
        "write_off": lambda: write_off(level, 6, "beschädigt", None),
    }[how]
    done = _at_once(app, take, lambda: reserve_again(order.id, bag.id))
    assert sorted(done) == [False, True]
    with app.app_context():
        assert [name for name in broken_laws() if name != "held-as-ordered"] == []


def reserve_again(order_id: int, variant_id: int) -> None:
    """The order holds five instead of what it held."""
    release(order_id)
    db.session.execute(delete(Reservation).where(Reservation.order_id == order_id))
    reserve(order_id, {variant_id: 5})


def test_two_who_receive_both_have_received(app: Flask, market: int) -> None:
    mug = make_product(app, kind="goods", variants=[MUG | {"units": 0}]).variant
    done = _at_once(
        app, *(lambda: receive(mug.id, 3, "Lieferung", location_id=market) for _ in range(4))
    )
    assert all(done)
    assert there(app, market) == [(mug.sku, 12)]
