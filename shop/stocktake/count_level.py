"""Keep what somebody found of one level."""

from typing import Literal

from sqlalchemy import select, update

from shop.audit.note_change import note_change
from shop.catalogue.models import Variant
from shop.clock import now
from shop.db import db, insert_rows, rows_changed
from shop.errors import NotThere
from shop.stock.lies_there import lies_there
from shop.stock.models import Level
from shop.stock.rules import MovedMeanwhile
from shop.stocktake.counted import counted, goods_name
from shop.stocktake.hold_open import hold_open
from shop.stocktake.models import Count
from shop.stocktake.rules import Counted, CountedAlready, GroundToOrder, MovedSince, SavedAlready
from shop.stocktake.seal import is_sealed

#: What to do about a count that is there already.
Way = Literal["first", "replace", "add"]


def count_level(
    stocktake_id: int,
    level_id: int,
    units: int,
    person_id: int | None,
    *,
    form_key: str = "",
    way: Way = "first",
    seen: int = 0,
    sealed: str | None = None,
) -> None:
    """`units` were found, beside what the books expect at this moment. Does not commit.

    `seen` is the version of the count the form was opened after, 0 for none. Refuses with
    `CountedAlready` when there is another one; with `SavedAlready` when this very form saved it;
    to `add` a second shelf with `MovedSince` when goods came or left since the first was counted:
    nobody knows from which shelf. `sealed` is what the form was given (`seal`): refuses with
    `MovedMeanwhile` when something else lies there now than when it was opened. Refuses more than
    is expected of what is only ground to order (`GroundToOrder`), units below 0 (`ValueError`), a
    level of another location (`NotThere`), and an ended stocktake.
    """
    if units < 0:
        raise ValueError("less than nothing was counted")
    expected = _expected(level_id, hold_open(stocktake_id))
    there = counted(stocktake_id, level_id)
    if there is not None:
        _refuse_unseen(stocktake_id, level_id, there, form_key, way, seen)
    if sealed is not None and not is_sealed(form_key, expected, sealed):
        raise MovedMeanwhile
    if there is not None and way == "add":
        units += _to_add_to(stocktake_id, level_id, there, expected)
    if units > expected:
        _refuse_ground(level_id)
    if there is None:
        row = {"stocktake_id": stocktake_id, "level_id": level_id, "version": 1, "recount": False}
        insert_rows(Count, [row | _saved(units, expected, person_id, form_key)])
    else:
        _change(stocktake_id, level_id, seen, _saved(units, expected, person_id, form_key))
    before = {} if there is None else {goods_name(level_id): _words(there)}
    note_change("stocktake", stocktake_id, before, {goods_name(level_id): units}, person_id)


def _expected(level_id: int, location_id: int) -> int:
    # By itself: who waited for the level would not see what was packed meanwhile.
    wanted = select(Level.id).where(Level.id == level_id, Level.location_id == location_id)
    held = db.session.scalar(wanted.with_for_update())
    if held is None:
        raise NotThere
    return lies_there([level_id])[level_id]


def _refuse_ground(level_id: int) -> None:
    ground = select(Variant.ground_from_id).join(Level, Level.variant_id == Variant.id)
    if db.session.scalar(ground.where(Level.id == level_id)) is not None:
        raise GroundToOrder


def _saved(units: int, expected: int, person_id: int | None, form_key: str) -> dict[str, object]:
    return {
        "how": "counted",
        "counted": units,
        "expected": expected,
        "person_id": person_id,
        "counted_at": now(),
        "form_key": form_key,
    }


def _refuse_unseen(
    stocktake_id: int, level_id: int, there: Counted, form_key: str, way: Way, seen: int
) -> None:
    key = select(Count.form_key).where(
        Count.stocktake_id == stocktake_id, Count.level_id == level_id
    )
    if form_key and db.session.scalar(key) == form_key:
        raise SavedAlready
    if way == "first" or there.version != seen:
        raise CountedAlready(there)


def _to_add_to(stocktake_id: int, level_id: int, there: Counted, expected: int) -> int:
    first = select(Count.expected).where(
        Count.stocktake_id == stocktake_id, Count.level_id == level_id
    )
    if there.counted is None or there.recount or db.session.scalar(first) != expected:
        raise MovedSince
    return there.counted


def _change(stocktake_id: int, level_id: int, seen: int, saved: dict[str, object]) -> None:
    met = rows_changed(
        update(Count)
        .where(
            Count.stocktake_id == stocktake_id,
            Count.level_id == level_id,
            Count.version == seen,
        )
        .values(**saved, version=seen + 1, recount=False)
    )
    if met != 1:
        raise RuntimeError("a count changed while its level was held")


def _words(there: Counted) -> object:
    return there.how if there.counted is None else there.counted
