"""Coffee leaves a batch: into bags, or as loss."""

from sqlalchemy import select, update

from shop.db import db, rows_changed
from shop.errors import NotThere
from shop.origin.models import Batch
from shop.origin.rules import BatchBlocked, BatchTooSmall


def take_from_batch(batch_id: int, grams: int) -> None:
    """So many grams are in bags now; one guarded UPDATE.

    Raises `BatchTooSmall`, `BatchBlocked`. Does not commit.
    """
    met = rows_changed(
        update(Batch)
        .where(
            Batch.id == batch_id,
            Batch.blocked_at.is_(None),
            Batch.packed_grams + Batch.written_off_grams + grams <= Batch.made_grams,
        )
        .values(packed_grams=Batch.packed_grams + grams)
    )
    if met:
        return
    found = db.session.execute(
        select(
            Batch.made_grams - Batch.packed_grams - Batch.written_off_grams, Batch.blocked_at
        ).where(Batch.id == batch_id)
    ).first()
    if found is None:
        raise NotThere
    left, blocked_at = found
    raise BatchBlocked if blocked_at else BatchTooSmall(left)
