"""A batch is not sold any more."""

from sqlalchemy import func, literal, select, update

from shop.audit.note_change import note_change
from shop.clock import now
from shop.db import Utc, db, rows_changed
from shop.errors import NotThere
from shop.origin.begin_change import begin_change
from shop.origin.models import Batch, BatchPart


def block_batch(
    batch_id: int, because: str, person_id: int | None, *, is_recall: bool = False
) -> list[str]:
    """Blocks it and every set it went into; codes of what was blocked just now are the answer.

    Customers read the reason, and whether they get their money back: only of a recall. A recall
    of what is blocked as a precaution counts; anything else that is blocked already keeps its
    reason, and the history tells the further one. Refuses an empty one. Does not commit.
    """
    begin_change()
    if not because.strip():
        raise ValueError("a blocked batch needs a reason")
    return [
        code
        for one in _with_sets(batch_id)
        if (code := _block(one, because, person_id, is_recall)) is not None
    ]


def _with_sets(batch_id: int) -> list[int]:
    """The batch, and the sets it went into, also as part of another set."""
    found, new = [batch_id], [batch_id]
    while new:
        holders = db.session.scalars(
            select(BatchPart.batch_id)
            .where(BatchPart.part_id.in_(new))
            .order_by(BatchPart.batch_id)
        )
        new = [one for one in dict.fromkeys(holders) if one not in found]
        found += new
    return found


def _block(batch_id: int, because: str, person_id: int | None, is_recall: bool) -> str | None:
    """Its code, unless it was blocked before."""
    before = db.session.execute(
        select(Batch.code, Batch.blocked_because, Batch.blocked_as).where(Batch.id == batch_id)
    ).first()
    if before is None:
        raise NotThere
    after = {"blocked_because": because, "blocked_as": "recall" if is_recall else "precaution"}
    overruled = ("", "precaution") if is_recall else ("",)
    met = rows_changed(
        update(Batch)
        .where(Batch.id == batch_id, Batch.blocked_as.in_(overruled))
        .values(blocked_at=func.coalesce(Batch.blocked_at, literal(now(), Utc)), **after)
    )
    if not met:
        if because != before.blocked_because:
            # Whoever unblocks it has to know both.
            note_change("batch", batch_id, {}, {"blocked_also": because}, person_id)
        return None
    note_change("batch", batch_id, before._asdict(), after, person_id)
    code: str = before.code
    return code
