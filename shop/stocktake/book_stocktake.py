"""The books follow what was counted."""

from collections.abc import Collection, Sequence

from sqlalchemy import bindparam, select, update

from shop.audit.newest_change import refuse_unseen
from shop.audit.note_change import note_change
from shop.catalogue.models import Variant
from shop.clock import now
from shop.db import db, execute, rows_changed
from shop.stock.correct import correct
from shop.stock.hold_location import hold_location
from shop.stock.lies_there import lying_units
from shop.stock.models import Level
from shop.stocktake.hindrances import hindrances
from shop.stocktake.hold_open import hold_open
from shop.stocktake.models import Count, Stocktake
from shop.stocktake.rules import BelowPromised, Hindered, Undecided


def book_stocktake(
    stocktake_id: int,
    person_id: int | None,
    *,
    seen: int | None = None,
    leave_out: Collection[int] = (),
) -> None:
    """Each difference is booked as a change, so that what was sold, packed or moved since its
    count stays true. All of them, or none; the stocktake ends. Does not commit.

    `seen` is the newest change its page showed. Levels of `leave_out` stay as they are, and the
    report says so. Refuses with `ChangedMeanwhile`, with `StocktakeEnded` a second time, with
    `Undecided`, with `BelowPromised` what would leave less than orders were promised, with
    `Hindered` what was corrected since its count or is only ground to order by now, and with
    `LocationClosed` what would come to a closed location.
    """
    location_id = hold_open(stocktake_id, alone=True)
    refuse_unseen("stocktake", stocktake_id, seen)
    _refuse_undecided(stocktake_id, location_id)
    differences = _differences(stocktake_id)
    booked = [row for row in differences if row.change and row.level_id not in leave_out]
    _hold_variants([row.level_id for row in booked])
    if any(row.change > 0 for row in booked):
        hold_location(location_id)
    _hold_levels([row.level_id for row in booked])
    if hindered := hindrances(stocktake_id).keys() & {row.level_id for row in booked}:
        raise Hindered(sorted(hindered))
    _refuse_below_promised([row.level_id for row in booked], stocktake_id)
    for row in booked:
        reason = f"Inventur: gezählt {row.counted} statt {row.expected}"
        correct(row.level_id, row.change, reason, person_id, source=f"stocktake:{stocktake_id}")
    _keep(stocktake_id, {row.level_id: row.change for row in booked}, differences)
    _end(stocktake_id, person_id)


def _refuse_undecided(stocktake_id: int, location_id: int) -> None:
    count = (Count.level_id == Level.id) & (Count.stocktake_id == stocktake_id)
    missing = db.session.scalars(
        select(Level.id)
        .outerjoin(Count, count)
        .where(
            Level.location_id == location_id,
            (Count.id.is_(None) & (lying_units() > 0)) | Count.recount.is_(True),
        )
        .order_by(Level.id)
    ).all()
    if missing:
        raise Undecided(missing)


class _Difference:
    __slots__ = ("change", "counted", "expected", "level_id")

    def __init__(self, level_id: int, counted: int | None, expected: int) -> None:
        self.level_id, self.counted, self.expected = level_id, counted, expected
        self.change = 0 if counted is None else counted - expected


def _differences(stocktake_id: int) -> list[_Difference]:
    rows = db.session.execute(
        select(Count.level_id, Count.counted, Count.expected)
        .where(Count.stocktake_id == stocktake_id)
        .order_by(Count.level_id)
    )
    return [_Difference(*row) for row in rows]


def _hold_variants(level_ids: Sequence[int]) -> None:
    # Nobody has them ground to order meanwhile (`grind_to_order`).
    execute(
        select(Variant.id)
        .where(Variant.id.in_(select(Level.variant_id).where(Level.id.in_(level_ids))))
        .order_by(Variant.id)
        .with_for_update(read=True)
    )


def _hold_levels(level_ids: Sequence[int]) -> None:
    # In id order, as they are reserved.
    execute(select(Level.id).where(Level.id.in_(level_ids)).order_by(Level.id).with_for_update())


def _refuse_below_promised(level_ids: Sequence[int], stocktake_id: int) -> None:
    short = db.session.scalars(
        select(Level.id)
        .join(Count, (Count.level_id == Level.id) & (Count.stocktake_id == stocktake_id))
        .where(
            Level.id.in_(level_ids),
            Level.on_hand + Count.counted - Count.expected < Level.reserved,
        )
        .order_by(Level.id)
    ).all()
    if short:
        raise BelowPromised(short)


def _keep(stocktake_id: int, booked: dict[int, int], differences: Sequence[_Difference]) -> None:
    found = db.session.execute(
        select(Level.id, Variant.price_cents)
        .join(Variant, Variant.id == Level.variant_id)
        .join(Count, Count.level_id == Level.id)
        .where(Count.stocktake_id == stocktake_id)
    )
    prices = {level_id: price_cents for level_id, price_cents in found}
    rows = [
        {"of": row.level_id, "booked": booked.get(row.level_id, 0), "price": prices[row.level_id]}
        for row in differences
    ]
    if rows:
        execute(
            update(Count)
            .where(Count.stocktake_id == stocktake_id, Count.level_id == bindparam("of"))
            .values(booked_change=bindparam("booked"), price_cents=bindparam("price")),
            rows,
        )


def _end(stocktake_id: int, person_id: int | None) -> None:
    ended = {"state": "booked", "ended_at": now(), "ended_by": person_id}
    met = rows_changed(
        update(Stocktake)
        .where(Stocktake.id == stocktake_id, Stocktake.state == "open")
        .values(**ended)
    )
    if met != 1:
        raise RuntimeError("a stocktake ended while it was held")
    note_change("stocktake", stocktake_id, {"state": "open"}, {"state": "booked"}, person_id)
