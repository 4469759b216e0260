"""A blocked batch is sold again."""

from sqlalchemy import select, update

from shop.audit.newest_change import refuse_unseen
from shop.audit.note_change import note_change
from shop.db import db, rows_changed
from shop.errors import NotThere
from shop.origin.batch_rules import PartBlocked
from shop.origin.begin_change import begin_change
from shop.origin.models import Batch, BatchPart


def unblock_batch(
    batch_id: int, person_id: int | None, because: str = "", *, seen: int | None = None
) -> bool:
    """Whether it was blocked until now.

    Sets it went into stay blocked until they are unblocked themselves. Raises `PartBlocked`, and
    `ChangedMeanwhile` unless `seen`, if given, is the batch's newest change. Does not commit.
    """
    begin_change()
    refuse_unseen("batch", batch_id, seen)
    before = db.session.execute(
        select(Batch.blocked_because, Batch.blocked_as).where(Batch.id == batch_id)
    ).first()
    if before is None:
        raise NotThere
    if not before.blocked_as:
        return False
    _refuse_while_a_part_is_blocked(batch_id)
    after = {"blocked_because": "", "blocked_as": ""}
    rows_changed(update(Batch).where(Batch.id == batch_id).values(blocked_at=None, **after))
    told = after | ({"because": because} if because else {})
    note_change("batch", batch_id, before._asdict(), told, person_id)
    return True


def _refuse_while_a_part_is_blocked(batch_id: int) -> None:
    blocked = db.session.execute(
        select(Batch.id, Batch.code)
        .join(BatchPart, BatchPart.part_id == Batch.id)
        .where(BatchPart.batch_id == batch_id, Batch.blocked_at.is_not(None))
        .order_by(Batch.id)
        .limit(1)
    ).first()
    if blocked:
        raise PartBlocked(*blocked)
