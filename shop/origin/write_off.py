"""Roasted coffee is lost before it was packed: for the laboratory, spoiled, spilled."""

from sqlalchemy import select, update

from shop.audit.newest_change import refuse_unseen
from shop.audit.note_change import note_change
from shop.db import db, rows_changed
from shop.errors import NotThere
from shop.origin.begin_change import begin_change
from shop.origin.models import Batch
from shop.origin.rules import BatchTooSmall


def write_off(
    batch_id: int, grams: int, reason: str, person_id: int | None, *, seen: int | None = None
) -> None:
    """So many grams of the batch are gone, blocked or not; one guarded UPDATE.

    Raises `BatchTooSmall`, and `ChangedMeanwhile` unless `seen`, if given, is the batch's newest
    change. Refuses less than a gram, and an empty reason. Does not commit.
    """
    begin_change()
    if grams < 1 or not reason.strip():
        raise ValueError("a write-off needs grams and a reason")
    refuse_unseen("batch", batch_id, seen)
    met = rows_changed(
        update(Batch)
        .where(
            Batch.id == batch_id,
            Batch.packed_grams + Batch.written_off_grams + grams <= Batch.made_grams,
        )
        .values(written_off_grams=Batch.written_off_grams + grams)
    )
    row = db.session.execute(
        select(
            Batch.written_off_grams, Batch.made_grams - Batch.packed_grams - Batch.written_off_grams
        ).where(Batch.id == batch_id)
    ).first()
    if row is None:
        raise NotThere
    written_off, left = row
    if not met:
        raise BatchTooSmall(left)
    after = {"written_off_grams": written_off, "because": reason}
    note_change("batch", batch_id, {"written_off_grams": written_off - grams}, after, person_id)
