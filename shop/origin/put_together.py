"""Batches are put together to a set: a blend, a tasting set."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import select

from shop.db import db, insert_rows
from shop.errors import NotThere
from shop.origin.batch_rules import (
    Part,
    PartBlocked,
    PartTooSmall,
    Source,
    project_micro_of_set,
    sources_of_set,
)
from shop.origin.begin_change import begin_change
from shop.origin.models import Batch, BatchPart, BatchSource
from shop.origin.record_batch import record_batch
from shop.origin.rules import BatchBlocked, BatchTooSmall, refuse_disorder
from shop.origin.take_from_batch import take_from_batch


def put_together(
    code: str,
    maker: str,
    made_on: date,
    parts: Mapping[int, int],
    *,
    lab_note: str = "",
    person_id: int | None = None,
) -> int:
    """Takes roasted coffee (batch id → grams) out of its batches; the set's id is the answer.

    It is best before the first of its parts is, and made of their green lots by their shares.
    Raises `PartTooSmall`, `PartBlocked`, `DatesOutOfOrder`, `CodeTaken`. Refuses a set of nothing.
    Does not commit.
    """
    begin_change()
    if not parts or min(parts.values()) < 1:
        raise ValueError("nothing put together")
    batches = db.session.scalars(select(Batch).where(Batch.id.in_(parts)).order_by(Batch.id)).all()
    if len(batches) != len(parts):
        raise NotThere
    for batch in batches:
        refuse_disorder(("part_made_on", batch.made_on), ("made_on", made_on))
        _take(batch, parts[batch.id])
    taken = [_part(batch, parts[batch.id]) for batch in batches]
    made = record_batch(
        {
            "code": code,
            "kind": "set",
            "roaster": maker,
            "made_on": made_on,
            "best_before": min(batch.best_before for batch in batches),
            "made_grams": sum(parts.values()),
            "lab_note": lab_note,
            "project_micro_per_kg": project_micro_of_set(taken),
        },
        sources_of_set(taken),
        person_id,
    )
    insert_rows(
        BatchPart,
        [{"batch_id": made, "part_id": batch.id, "grams": parts[batch.id]} for batch in batches],
    )
    return made


def _take(batch: Batch, grams: int) -> None:
    try:
        take_from_batch(batch.id, grams)
    except BatchTooSmall as refused:
        raise PartTooSmall(batch.id, refused.left_grams) from None
    except BatchBlocked:
        raise PartBlocked(batch.id, batch.code) from None


def _part(batch: Batch, grams: int) -> Part:
    rows = db.session.scalars(select(BatchSource).where(BatchSource.batch_id == batch.id))
    sources = tuple(
        Source(row.green_lot_id, row.green_grams, row.premium_micro_per_kg) for row in rows
    )
    return Part(grams, batch.made_grams, batch.project_micro_per_kg, sources)
