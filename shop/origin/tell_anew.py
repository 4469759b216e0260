"""A green lot is other than was written down, and no bag says so yet."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select, update

from shop.db import db, rows_changed
from shop.origin.batch_rules import RateMissing, premium_micro_per_kg
from shop.origin.lot_rules import AlreadyTold
from shop.origin.models import Batch, BatchSource
from shop.origin.proof_models import Split


def tell_anew(green_lot_id: int, column: str, lot: Mapping[str, Any]) -> None:
    """Its batches owe what the lot as it will be promises.

    `column` is what changes, `lot` has the new values. Raises `AlreadyTold` once a bag of it is
    filled, a set is made of it, or a split published; and `RateMissing`. Nobody fills bags of it
    from here to the commit. Does not commit.
    """
    # Bags are filled without waiting for a change of records, but not of a batch that is locked.
    batches = db.session.scalars(
        select(Batch)
        .where(Batch.id.in_(_of_lot(green_lot_id)))
        .order_by(Batch.id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).all()
    if any(batch.packed_grams for batch in batches) or _is_published(green_lot_id):
        raise AlreadyTold(column)
    for batch in batches:
        _owe(batch, green_lot_id, lot)


def _of_lot(green_lot_id: int) -> Any:
    return select(BatchSource.batch_id).where(BatchSource.green_lot_id == green_lot_id)


def _is_published(green_lot_id: int) -> bool:
    published = select(Split.id).where(Split.batch_id.in_(_of_lot(green_lot_id))).limit(1)
    return db.session.scalar(published) is not None


def _owe(batch: Batch, green_lot_id: int, lot: Mapping[str, Any]) -> None:
    premium, rate = lot["premium_usd_e4"], lot["usd_per_eur_e4"]
    if premium and not rate:
        raise RateMissing(green_lot_id)
    source = db.session.get_one(BatchSource, (batch.id, green_lot_id))
    owed = (
        premium_micro_per_kg(premium, rate, source.green_grams, batch.made_grams) if premium else 0
    )
    rows_changed(
        update(BatchSource)
        .where(BatchSource.batch_id == batch.id, BatchSource.green_lot_id == green_lot_id)
        .values(premium_micro_per_kg=owed)
    )
