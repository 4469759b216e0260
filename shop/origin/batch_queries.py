"""What the staff see of batches."""

from collections.abc import Collection, Sequence
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Row, column, func, literal_column, or_, select, table

from shop.clock import today
from shop.db import db
from shop.errors import NotThere
from shop.origin.batch_rules import next_code
from shop.origin.models import Batch, BatchPart, BatchSource, GreenLot
from shop.web.filters import date_de, weight

# Stock stands above this package; of its levels these columns are read.
_levels = table("stock_levels", column("batch_id"), column("on_hand"))
#: What is neither packed nor written off.
LEFT: ColumnElement[int] = Batch.made_grams - Batch.packed_grams - Batch.written_off_grams
#: Something of it is loose or in a bag on a shelf. Asked once for all batches there ever were, by
#: the index of what is there (`ix_stock_levels_there`).
IS_HERE: ColumnElement[bool] = or_(
    LEFT > 0,
    Batch.id.in_(select(_levels.c.batch_id).where(_levels.c.on_hand > literal_column("0"))),
)


def batch(code: str) -> Batch:
    """Refuses with `NotThere`."""
    found = db.session.scalar(select(Batch).where(func.lower(Batch.code) == code.lower()))
    if found is None:
        raise NotThere
    return found


def sources_of_batch(batch_id: int) -> Sequence[Row[*tuple[Any, ...]]]:
    """The green lots in it, the largest share first."""
    return db.session.execute(
        select(GreenLot.code, BatchSource.green_grams, BatchSource.premium_micro_per_kg)
        .join(GreenLot, GreenLot.id == BatchSource.green_lot_id)
        .where(BatchSource.batch_id == batch_id)
        .order_by(BatchSource.green_grams.desc(), GreenLot.id)
    ).all()


def parts_of_set(batch_id: int) -> Sequence[Row[*tuple[Any, ...]]]:
    """The batches in a set."""
    return db.session.execute(
        select(Batch.code, Batch.blocked_at, BatchPart.grams)
        .join(BatchPart, BatchPart.part_id == Batch.id)
        .where(BatchPart.batch_id == batch_id)
        .order_by(BatchPart.grams.desc(), Batch.id)
    ).all()


def sets_with(batch_id: int) -> Sequence[Row[*tuple[Any, ...]]]:
    """The sets it went into."""
    return db.session.execute(
        select(Batch.code, Batch.blocked_at, BatchPart.grams)
        .join(BatchPart, BatchPart.batch_id == Batch.id)
        .where(BatchPart.part_id == batch_id)
        .order_by(Batch.id)
    ).all()


def lots_to_roast(also: Collection[int] = ()) -> dict[int, str]:
    """Green lots that hold coffee, and `also` these, with what is left of each in words."""
    rows = db.session.execute(
        select(GreenLot.id, GreenLot.code, GreenLot.grams - GreenLot.used_grams)
        .where(or_(GreenLot.used_grams < GreenLot.grams, GreenLot.id.in_(also)))
        .order_by(GreenLot.contracted_on, GreenLot.id)
    )
    return {
        id: _("%(code)s (noch %(left)s)", code=code, left=weight(left)) for id, code, left in rows
    }


def batches_to_put_together(also: Collection[int] = ()) -> dict[int, str]:
    """Batches that hold coffee and may be sold, and `also` these, the first expiring first."""
    usable = (LEFT > 0) & Batch.blocked_at.is_(None) & (Batch.best_before > today())
    rows = db.session.execute(
        select(Batch.id, Batch.code, LEFT, Batch.best_before)
        .where(or_(usable, Batch.id.in_(also)))
        .order_by(Batch.best_before, Batch.id)
    )
    return {
        id: _(
            "%(code)s (noch %(left)s, haltbar bis %(day)s)",
            code=code,
            left=weight(left),
            day=date_de(best_before),
        )
        for id, code, left, best_before in rows
    }


def suggested_code() -> str:
    """The next of this year."""
    year = today().year
    like = f"{year % 100:02d}-%"
    return next_code(db.session.scalars(select(Batch.code).where(Batch.code.like(like))), year)


def newest_roast() -> Batch | None:
    """Its roaster and contribution are likely those of the next one."""
    return db.session.scalar(
        select(Batch).where(Batch.kind == "roast").order_by(Batch.id.desc()).limit(1)
    )
