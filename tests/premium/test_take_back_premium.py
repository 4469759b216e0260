"""What comes back owes no more: the bags taken last, as much as they owed."""

from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shop.db import db
from shop.origin.block_batch import block_batch
from shop.origin.unblock_batch import unblock_batch
from shop.premium.take_back_premium import take_back_premium
from shop.refunds.rules import Goods
from shop.refunds.settle_by_hand import settle_by_hand
from tests.make.orders import MadeOrder
from tests.make.origin import make_batch, make_green_lot
from tests.make.people import make_person
from tests.make.premium import owed_micro, premium_of
from tests.make.refunds import accept, check_laws, line_at, refund_of
from tests.premium.test_owe import made_from, pack_more, sold_order

BACK, GONE = Goods.BACK, Goods.WRITTEN_OFF


def give_back(app: Flask, order: MadeOrder, units: int, goods: Goods = BACK) -> None:
    accept(app, refund_of(app, order.id, {0: (units, goods)}))


def of_two_batches(app: Flask) -> tuple[int, int, MadeOrder]:
    """Two bags of the first, three of the second, sold in one line."""
    first, second = make_batch(app), make_batch(app, project_micro_per_kg=1_000_000)
    variant = made_from(app, first, 2)
    pack_more(app, second, variant, 10)
    return first, second, sold_order(app, {variant: 5})


def kept(app: Flask, order: MadeOrder) -> dict[int | None, int]:
    """Batch → units that still owe."""
    found: dict[int | None, int] = {}
    for booked in premium_of(app, order.id):
        if booked.purpose == "project":
            found[booked.batch_id] = found.get(booked.batch_id, 0) + booked.units
    return found


def test_the_bags_taken_last_come_back_first(app: Flask) -> None:
    first, second, order = of_two_batches(app)
    give_back(app, order, 2)
    assert kept(app, order) == {first: 2, second: 1}
    give_back(app, order, 2)
    assert kept(app, order) == {first: 1, second: 0}
    check_laws(app)


def test_bags_of_a_blocked_batch_owe_no_more_though_it_is_free_again_when_the_money_goes(
    app: Flask,
) -> None:
    first, second, order = of_two_batches(app)
    with app.app_context():
        block_batch(first, "Fremdkörper", None)
        db.session.commit()
    refund_id = refund_of(app, order.id, {0: (3, BACK)})
    with app.app_context():
        unblock_batch(first, None)
        db.session.commit()
    accept(app, refund_id)
    assert kept(app, order) == {first: 0, second: 2}
    check_laws(app)


def test_bags_written_off_owe_no_more_either(app: Flask) -> None:
    order = sold_order(app, {made_from(app, make_batch(app), 3): 2})
    give_back(app, order, 1, GONE)
    assert owed_micro(app, order.id) == 115_000 + 190_000
    check_laws(app)


def test_a_lower_price_changes_nothing_of_it(app: Flask) -> None:
    order = sold_order(app, {made_from(app, make_batch(app), 3): 2})
    before = premium_of(app, order.id)
    accept(app, refund_of(app, order.id, discount_cents=300))
    assert premium_of(app, order.id) == before
    check_laws(app)


def test_nothing_comes_back_before_the_money_goes(app: Flask) -> None:
    order = sold_order(app, {made_from(app, make_batch(app), 3): 2})
    before = premium_of(app, order.id)
    refund_of(app, order.id, {0: (1, BACK)})
    assert premium_of(app, order.id) == before
    check_laws(app)


def test_units_stay_back_when_their_money_did_not_arrive(app: Flask) -> None:
    order = sold_order(app, {made_from(app, make_batch(app), 3): 2})
    accept(app, refund_of(app, order.id, {0: (1, BACK)}), "failed")
    assert owed_micro(app, order.id) == 115_000 + 190_000
    check_laws(app)


def test_what_failed_and_was_given_by_hand_comes_back_once(app: Flask) -> None:
    order = sold_order(app, {made_from(app, make_batch(app), 3): 2})
    refund_id = refund_of(app, order.id, {0: (1, BACK)})
    accept(app, refund_id, "failed")
    person_id = make_person(app)
    with app.app_context():
        settle_by_hand(refund_id, person_id)
        db.session.commit()
    assert owed_micro(app, order.id) == 115_000 + 190_000
    check_laws(app)


def test_a_second_call_takes_nothing_back(app: Flask) -> None:
    _, _, order = of_two_batches(app)
    with app.app_context():
        for _ in range(2):
            # The second would otherwise meet another batch.
            take_back_premium("refund:1", line_at(order.id, 0), 3)
        db.session.commit()
    assert sum(kept(app, order).values()) == 2


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    lots=st.lists(st.integers(1, 5), min_size=1, max_size=3),
    rates=st.lists(st.integers(0, 3_000_001), min_size=3, max_size=3),
    grams=st.sampled_from([125, 250, 333, 1000]),
    steps=st.lists(st.integers(1, 4), max_size=4),
)
def test_what_is_kept_owes_what_it_owed_and_nothing_kept_owes_nothing(
    app: Flask, lots: list[int], rates: list[int], grams: int, steps: list[int]
) -> None:
    batches = [
        make_batch(
            app, {make_green_lot(app): 30_000, make_green_lot(app): 20_001}, project_micro_per_kg=r
        )
        for r in rates[: len(lots)]
    ]
    variant = made_from(app, batches[0], lots[0], coffee_grams=grams)
    for batch, units in zip(batches[1:], lots[1:], strict=True):
        pack_more(app, batch, variant, units)
    order = sold_order(app, {variant: sum(lots)})
    of_one = {(b.batch_id, b.green_lot_id): b.micro // b.units for b in premium_of(app, order.id)}
    left = sum(lots)
    for units in (*steps, left):
        if units := min(units, left):
            give_back(app, order, units)
            left -= units
            assert sum(kept(app, order).values()) == left
            assert owed_micro(app, order.id) == sum(
                kept(app, order)[batch] * micro for (batch, _), micro in of_one.items()
            )
    assert owed_micro(app, order.id) == 0
    check_laws(app)
