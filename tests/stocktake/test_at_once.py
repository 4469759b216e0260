"""Two decide about what nobody counted, or ask for a recount, at the same moment: it is done once,
and nothing anybody counted is lost."""

from functools import partial

import pytest
from flask import Flask
from sqlalchemy import select

from shop.audit.models import Change
from shop.db import db
from shop.stocktake.ask_again import ask_again
from shop.stocktake.book_stocktake import book_stocktake
from shop.stocktake.count_level import count_level
from shop.stocktake.counted import counted
from shop.stocktake.decide import Decision, decide
from shop.stocktake.models import Count
from shop.stocktake.rules import CountedAlready, StocktakeEnded, Undecided
from tests.make.at_once import at_once
from tests.make.books import broken_laws
from tests.make.catalogue import make_product
from tests.make.people import make_person
from tests.make.stock import level_of, only_level
from tests.make.stocktake import begun, count


@pytest.fixture
def bags(app: Flask) -> list[int]:
    """Two variants of which ten lie there."""
    made = make_product(app, "Filter Jaén", variants=[{"units": 10}, {"units": 10}])
    return [variant.id for variant in made.variants]


@pytest.fixture
def levels(app: Flask, bags: list[int]) -> list[int]:
    return [only_level(app, variant_id) for variant_id in bags]


def changes(app: Flask, stocktake_id: int) -> list[str]:
    """What was noted of it after its beginning, as JSON."""
    with app.app_context():
        rows = db.session.scalars(
            select(Change.what)
            .where(Change.record == "stocktake", Change.record_id == stocktake_id)
            .order_by(Change.id)
        ).all()
    return list(rows[1:])


def test_of_two_who_decide_one_is_right_and_it_is_noted_once(app: Flask, levels: list[int]) -> None:
    stocktake_id = begun(app)
    people = [make_person(app, f"p{number}@laden.example") for number in range(6)]
    decided: list[int] = []

    def say(number: int, person_id: int) -> None:
        # One begins at the top of the list, one at the bottom.
        order = levels if number % 2 else levels[::-1]
        how: Decision = "missing" if number % 2 else "left"
        decided.append(decide(stocktake_id, dict.fromkeys(order, how), person_id))

    refusals = at_once(app, *[partial(say, *one) for one in enumerate(people)])
    assert refusals == [None] * 6 and sum(decided) == len(levels)
    assert len(changes(app, stocktake_id)) == len(levels)
    with app.app_context():
        rows = db.session.execute(select(Count.how, Count.person_id, Count.version)).all()
        assert len(rows) == len(levels) and len(set(rows)) == 1


def test_what_is_counted_while_somebody_decides_stays_or_the_counter_is_told(
    app: Flask, levels: list[int]
) -> None:
    stocktake_id = begun(app)
    (level_id, _other) = levels
    refusals = at_once(
        app,
        partial(decide, stocktake_id, {level_id: "missing"}, None),
        partial(count_level, stocktake_id, level_id, 8, None),
        partial(decide, stocktake_id, {level_id: "left"}, None),
    )
    with app.app_context():
        there = counted(stocktake_id, level_id)
    assert there is not None and there.version == 1
    if refusals[1] is None:
        assert there.counted == 8
    else:
        assert refusals[1] is CountedAlready and there.counted in (0, None)
    assert refusals[0] is refusals[2] is None
    assert len(changes(app, stocktake_id)) == 1


def test_a_recount_that_several_ask_for_is_asked_for_once(app: Flask, levels: list[int]) -> None:
    stocktake_id = begun(app)
    for level_id in levels:
        count(app, stocktake_id, level_id, 9)
    asking = partial(ask_again, stocktake_id, levels[0], 1, None)
    assert at_once(app, *[asking] * 6) == [None] * 6
    noted = changes(app, stocktake_id)
    assert sum('"recount"' in change for change in noted) == 1


def test_a_recount_asked_for_while_somebody_counts_again(app: Flask, levels: list[int]) -> None:
    stocktake_id = begun(app)
    (level_id, other) = levels
    count(app, stocktake_id, level_id, 9)
    count(app, stocktake_id, other, 10)
    again = partial(count_level, stocktake_id, level_id, 8, None, way="replace", seen=1)
    refusals = at_once(app, partial(ask_again, stocktake_id, level_id, 1, None), again)
    # Who asked late is told of the new count; who asked first has it now.
    assert refusals[1] is None and refusals[0] in (None, CountedAlready)
    with app.app_context():
        there = counted(stocktake_id, level_id)
    assert there is not None and (there.counted, there.version, there.recount) == (8, 2, False)


def test_a_recount_asked_for_while_it_is_booked(
    app: Flask, bags: list[int], levels: list[int]
) -> None:
    stocktake_id = begun(app)
    for level_id in levels:
        count(app, stocktake_id, level_id, 9)
    refusals = at_once(
        app,
        partial(ask_again, stocktake_id, levels[0], 1, None),
        partial(book_stocktake, stocktake_id, None),
        partial(decide, stocktake_id, {levels[0]: "left"}, None),
    )
    assert refusals[2] in (None, StocktakeEnded)
    if refusals[1] is None:
        assert refusals[0] is StocktakeEnded
        assert level_of(app, bags[0]) == level_of(app, bags[1]) == (9, 0)
    else:
        assert (refusals[0], refusals[1]) == (None, Undecided)
        assert level_of(app, bags[0]) == level_of(app, bags[1]) == (10, 0)
    with app.app_context():
        assert broken_laws() == {}
