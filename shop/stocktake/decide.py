"""What becomes of levels that nobody counted."""

from collections.abc import Mapping
from typing import Literal

from sqlalchemy import select

from shop.audit.note_change import note_change
from shop.clock import now
from shop.db import db, insert_missing
from shop.stock.lies_there import lies_there
from shop.stock.models import Level
from shop.stocktake.counted import goods_name
from shop.stocktake.hold_open import hold_open
from shop.stocktake.models import Count

Decision = Literal["missing", "left"]


def decide(
    stocktake_id: int,
    decisions: Mapping[int, Decision],
    person_id: int | None,
) -> int:
    """Level id → „missing“, nothing is there, or „left“, it stays as the books say.

    Says how many were decided: what somebody counted meanwhile stays counted. Refuses an ended
    stocktake. Does not commit.
    """
    location_id = hold_open(stocktake_id)
    # In id order, as they are reserved.
    held = db.session.scalars(
        select(Level.id)
        .where(Level.id.in_(sorted(decisions)), Level.location_id == location_id)
        .order_by(Level.id)
        .with_for_update()
    ).all()
    expected = lies_there(held)
    return sum(_decide(stocktake_id, id, decisions[id], expected[id], person_id) for id in held)


def _decide(
    stocktake_id: int, level_id: int, how: str, expected: int, person_id: int | None
) -> int:
    row = {
        "stocktake_id": stocktake_id,
        "level_id": level_id,
        "how": how,
        "counted": 0 if how == "missing" else None,
        "expected": expected,
        "person_id": person_id,
        "counted_at": now(),
        "version": 1,
        "form_key": "",
        "recount": False,
    }
    is_new = insert_missing(Count, [row])
    if is_new:
        note_change("stocktake", stocktake_id, {}, {goods_name(level_id): how}, person_id)
    return is_new
