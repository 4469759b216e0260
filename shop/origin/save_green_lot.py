"""Keep what is known of green coffee bought under one contract, and from whom it is."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import delete, func, insert, select, update

from shop.audit.newest_change import refuse_unseen
from shop.audit.note_change import note_change
from shop.db import db, execute, insert_rows, rows_changed
from shop.origin.begin_change import begin_change
from shop.origin.columns_of import columns_of
from shop.origin.lot_rules import (
    LessThanRoasted,
    Share,
    refuse_other_than_whole,
    refuse_undocumented,
    told_otherwise,
)
from shop.origin.models import Batch, BatchSource, Cooperative, GreenLot, GreenShare
from shop.origin.refuse_taken import refuse_taken
from shop.origin.rules import refuse_disorder
from shop.origin.tell_anew import tell_anew


def save_green_lot(
    values: Mapping[str, Any],
    shares: Sequence[Share],
    person_id: int | None,
    green_lot_id: int | None = None,
    *,
    seen: int | None = None,
) -> int:
    """Records a new lot, or changes one; its id is the answer.

    `values` are columns of `GreenLot`. Batches of which no bag is filled yet owe the new premium.
    Raises `SharesDoNotAddUp`, `DocumentMissing`, `DatesOutOfOrder`, `CodeTaken`, `LessThanRoasted`,
    `AlreadyTold` once bags are filled or a split is published, `RateMissing`, and
    `ChangedMeanwhile` unless `seen`, if given, is the lot's newest change. Does not commit.
    """
    begin_change()
    stated = _shares(green_lot_id) if green_lot_id else []
    before = _stored(green_lot_id, stated) if green_lot_id else {}
    after = {**before, **values, "shares": _as_noted(shares)}
    if before == after and green_lot_id:
        return green_lot_id
    _refuse(after, shares, green_lot_id)
    if green_lot_id:
        refuse_unseen("green_lot", green_lot_id, seen)
        if column := told_otherwise(before, after, stated, shares):
            tell_anew(green_lot_id, column, after)
    saved = _save(values, shares, green_lot_id)
    note_change("green_lot", saved, before, after, person_id)
    return saved


def _shares(green_lot_id: int) -> list[Share]:
    rows = db.session.scalars(select(GreenShare).where(GreenShare.green_lot_id == green_lot_id))
    return [Share(row.cooperative_id, row.share_bp, row.source, row.stated_on) for row in rows]


def _stored(green_lot_id: int, shares: Sequence[Share]) -> dict[str, Any]:
    return columns_of(GreenLot, green_lot_id) | {"shares": _as_noted(shares)}


def _refuse(lot: Mapping[str, Any], shares: Sequence[Share], green_lot_id: int | None) -> None:
    refuse_other_than_whole(shares)
    refuse_undocumented(lot)
    arrived_on, roasted_on = lot.get("arrived_on"), _first_roast(green_lot_id)
    refuse_disorder(
        ("harvested_from", lot["harvested_from"]),
        ("harvested_until", lot["harvested_until"]),
        ("arrived_on", arrived_on),
        ("made_on", roasted_on),
    )
    # A contract is often made before the harvest, never after the coffee came.
    refuse_disorder(
        ("contracted_on", lot["contracted_on"]), ("arrived_on", arrived_on), ("made_on", roasted_on)
    )
    refuse_taken(GreenLot.code, lot["code"], green_lot_id)
    if lot["grams"] < lot.get("used_grams", 0):
        raise LessThanRoasted(lot["used_grams"])


def _first_roast(green_lot_id: int | None) -> Any:
    return db.session.scalar(
        select(func.min(Batch.made_on))
        .join(BatchSource, BatchSource.batch_id == Batch.id)
        .where(BatchSource.green_lot_id == green_lot_id, Batch.kind == "roast")
    )


def _save(values: Mapping[str, Any], shares: Sequence[Share], green_lot_id: int | None) -> int:
    if green_lot_id:
        rows_changed(update(GreenLot).where(GreenLot.id == green_lot_id).values(**values))
        execute(delete(GreenShare).where(GreenShare.green_lot_id == green_lot_id))
        saved = green_lot_id
    else:
        new = insert(GreenLot).values(**values).returning(GreenLot.id)
        saved = db.session.scalars(new).one()
    insert_rows(
        GreenShare,
        [
            {
                "green_lot_id": saved,
                "cooperative_id": share.cooperative_id,
                "share_bp": share.share_bp,
                "source": share.source,
                "stated_on": share.stated_on,
            }
            for share in shares
        ],
    )
    return saved


def _as_noted(shares: Sequence[Share]) -> str:
    """As the history shows them; two that differ anywhere differ here."""
    rows = db.session.execute(select(Cooperative.id, Cooperative.name))
    names: dict[int, str] = {id: name for id, name in rows}
    return "; ".join(
        f"{names.get(one.cooperative_id, '?')} {one.share_bp / 100:g} %".replace(".", ",")
        + f" ({one.source}, {one.stated_on:%d.%m.%Y})"
        for one in sorted(shares, key=lambda share: (-share.share_bp, share.cooperative_id))
    )
