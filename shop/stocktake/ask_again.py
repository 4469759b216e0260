"""A count looks wrong: somebody is to count once more."""

from sqlalchemy import update

from shop.audit.note_change import note_change
from shop.db import rows_changed
from shop.stocktake.counted import counted, goods_name
from shop.stocktake.hold_open import hold_open
from shop.stocktake.models import Count
from shop.stocktake.rules import CountedAlready


def ask_again(stocktake_id: int, level_id: int, seen: int, person_id: int | None) -> None:
    """Nothing is booked before this level is counted once more. A second call changes nothing.

    Refuses with `CountedAlready` when it was counted since version `seen`. Does not commit.
    """
    hold_open(stocktake_id)
    met = rows_changed(
        update(Count)
        .where(
            Count.stocktake_id == stocktake_id,
            Count.level_id == level_id,
            Count.version == seen,
            Count.recount.is_(False),
        )
        .values(recount=True)
    )
    if met:
        name = goods_name(level_id)
        note_change("stocktake", stocktake_id, {}, {name: "recount"}, person_id)
        return
    there = counted(stocktake_id, level_id)
    if there is not None and there.version != seen:
        raise CountedAlready(there)
