"""The units of one variant, batch by batch."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select

from shop.clock import today
from shop.db import db
from shop.origin.models import Batch
from shop.origin.rules import last_day_to_sell
from shop.stock.models import Level


@dataclass(frozen=True, slots=True)
class ShelfRow:
    """Units of one batch; of none, where `code` is empty."""

    level_id: int
    batch_id: int | None
    code: str
    best_before: date | None
    on_hand: int
    reserved: int
    is_blocked: bool
    #: Nobody could drink it in time: not sold any more.
    is_too_old: bool

    @property
    def available(self) -> int:
        """Free to be sold."""
        return 0 if self.is_blocked or self.is_too_old else self.on_hand - self.reserved


def shelf(variant_id: int) -> list[ShelfRow]:
    """As it will be sold, what expires first before the others.

    A batch of which nothing is left stands there until its date: units of it may be found.
    """
    rows = db.session.execute(
        select(Level, Batch.code, Batch.best_before, Batch.blocked_at)
        .outerjoin(Batch, Batch.id == Level.batch_id)
        .where(
            Level.variant_id == variant_id,
            or_(Level.on_hand > 0, Level.batch_id.is_(None), Batch.best_before >= today()),
        )
        .order_by(Batch.best_before, Batch.id)
    )
    first_day = last_day_to_sell(today())
    return [
        ShelfRow(
            level_id=level.id,
            batch_id=level.batch_id,
            code=code or "",
            best_before=best_before,
            on_hand=level.on_hand,
            reserved=level.reserved,
            is_blocked=blocked_at is not None,
            is_too_old=best_before is not None and best_before < first_day,
        )
        for level, code, best_before, blocked_at in rows
    ]
