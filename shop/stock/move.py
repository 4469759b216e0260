"""Goods are brought from where they lie to another location."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Row, bindparam, select, update

from shop.clock import now, today
from shop.db import db, execute, insert_missing, insert_rows, rows_changed
from shop.origin.models import Batch
from shop.origin.rules import last_day_to_sell
from shop.stock.hold_location import hold_location
from shop.stock.models import STOCKROOM, Level, Movement
from shop.stock.rules import BelowReserved, MovedAlready, NotGood


def move(
    units: Mapping[int, int], to_location_id: int, reason: str, person_id: int | None, key: str
) -> None:
    """Brings units (level id → units) to a location, all of them or none, as „move:<key>“.

    Two movements for each level, which add up to nothing. What orders hold stays where it is:
    raises `BelowReserved`. What is blocked or too old goes to the stockroom only: `NotGood`. Raises
    `LocationClosed`, and `MovedAlready` for a key that was used. Refuses (`ValueError`) what is
    there already, and less than one unit. Does not commit.
    """
    source = f"move:{key}"
    hold_location(to_location_id)
    if execute(_USED, {"source": source}).first() is not None:
        raise MovedAlready
    from_levels = execute(_FROM, {"ids": sorted(units)}).all()
    if not units or len(from_levels) < len(units) or min(units.values()) < 1:
        raise ValueError("nothing moved")
    if any(row.location_id == to_location_id for row in from_levels):
        raise ValueError("it is there already")
    if to_location_id != STOCKROOM:
        _refuse_bad(from_levels)
    changes = _changes(from_levels, to_location_id, units)
    # First, and by itself: everybody takes levels in one order.
    execute(_LOCK, {"ids": sorted(changes)})
    for level_id in sorted(changes):
        if rows_changed(_CHANGE, {"of": level_id, "change": changes[level_id]}) != 1:
            raise BelowReserved
    moved = {"kind": "move", "reason": reason, "source": source, "moved_at": now()}
    told: dict[str, object] = {**moved, "person_id": person_id}
    insert_rows(
        Movement,
        [told | {"level_id": id, "on_hand_change": changes[id]} for id in sorted(changes)],
    )


def _refuse_bad(levels: Sequence[Row[*tuple[Any, ...]]]) -> None:
    first_day = last_day_to_sell(today())
    for row in levels:
        if row.blocked_at is not None or (row.best_before and row.best_before < first_day):
            raise NotGood


def _changes(
    from_levels: Sequence[Row[*tuple[Any, ...]]], to: int, units: Mapping[int, int]
) -> dict[int, int]:
    """Level id → what is more there, or less. Makes the levels that are new."""
    kinds = sorted({(row.variant_id, row.batch_id or 0) for row in from_levels})
    insert_missing(
        Level,
        [
            {
                "variant_id": variant_id,
                "location_id": to,
                "batch_id": batch_id or None,
                "on_hand": 0,
                "reserved": 0,
            }
            for variant_id, batch_id in kinds
        ],
    )
    rows = db.session.execute(
        select(Level.variant_id, Level.batch_id, Level.id).where(
            Level.location_id == to, Level.variant_id.in_({variant for variant, _ in kinds})
        )
    )
    there = {(row.variant_id, row.batch_id): row.id for row in rows}
    changes: dict[int, int] = {}
    for row in from_levels:
        target = there[row.variant_id, row.batch_id]
        changes[row.id] = -units[row.id]
        changes[target] = changes.get(target, 0) + units[row.id]
    return changes


_USED = select(Movement.id).where(Movement.source == bindparam("source")).limit(1)
_FROM = (
    select(
        Level.id,
        Level.variant_id,
        Level.location_id,
        Level.batch_id,
        Batch.best_before,
        Batch.blocked_at,
    )
    .outerjoin(Batch, Batch.id == Level.batch_id)
    .where(Level.id.in_(bindparam("ids", expanding=True)))
    .order_by(Level.id)
)
_LOCK = (
    select(Level.id)
    .where(Level.id.in_(bindparam("ids", expanding=True)))
    .order_by(Level.id)
    .with_for_update()
)
_CHANGE = (
    update(Level)
    .where(Level.id == bindparam("of"), Level.on_hand + bindparam("change") >= Level.reserved)
    .values(on_hand=Level.on_hand + bindparam("change"))
)
