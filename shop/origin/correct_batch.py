"""What was written down about a batch was wrong, or is known only now."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select, update

from shop.audit.newest_change import refuse_unseen
from shop.audit.note_change import note_change
from shop.db import db, rows_changed
from shop.origin.batch_rules import AlreadyPacked
from shop.origin.begin_change import begin_change
from shop.origin.columns_of import columns_of
from shop.origin.models import Batch, BatchPart
from shop.origin.rules import DatesOutOfOrder


def correct_batch(
    batch_id: int, values: Mapping[str, Any], person_id: int | None, *, seen: int | None = None
) -> None:
    """Changes `roaster`, `best_before`, `lab_note`; weights are kept by other verbs.

    Raises `AlreadyPacked` for another best before once bags are filled, `DatesOutOfOrder` also for
    a set that would be best before later than one of its parts, and `ChangedMeanwhile` unless
    `seen`, if given, is the batch's newest change. Does not commit.
    """
    begin_change()
    before = columns_of(Batch, batch_id)
    if all(before[name] == value for name, value in values.items()):
        return
    refuse_unseen("batch", batch_id, seen)
    _refuse_disorder(batch_id, before | dict(values))
    changes = update(Batch).where(Batch.id == batch_id).values(**values)
    if values.get("best_before", before["best_before"]) != before["best_before"]:
        # Bags are filled without waiting for a change of records, so the UPDATE decides.
        changes = changes.where(Batch.packed_grams == 0)
    if not rows_changed(changes):
        raise AlreadyPacked
    note_change("batch", batch_id, before, values, person_id)


def _refuse_disorder(batch_id: int, batch: Mapping[str, Any]) -> None:
    if batch["best_before"] <= batch["made_on"]:
        raise DatesOutOfOrder("made_on", "best_before")
    earliest = db.session.scalar(
        select(func.min(Batch.best_before))
        .join(BatchPart, BatchPart.part_id == Batch.id)
        .where(BatchPart.batch_id == batch_id)
    )
    if earliest and batch["best_before"] > earliest:
        raise DatesOutOfOrder("best_before", "part_best_before")
