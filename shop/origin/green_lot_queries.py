"""What the staff see of green coffee."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, func, select

from shop.db import db
from shop.errors import NotThere
from shop.origin.models import Batch, BatchSource, Cooperative, GreenLot, GreenShare


def green_lots() -> Sequence[Row[*tuple[Any, ...]]]:
    """The newest contract first."""
    return db.session.execute(
        select(
            GreenLot.id,
            GreenLot.code,
            GreenLot.supplier,
            GreenLot.contracted_on,
            GreenLot.grams,
            GreenLot.used_grams,
            GreenLot.eudr_role,
        ).order_by(GreenLot.contracted_on.desc(), GreenLot.id.desc())
    ).all()


def green_lot(code: str, green_lot_id: int | None = None) -> GreenLot:
    """By its id if that is known: somebody may have changed the code. Refuses with `NotThere`."""
    is_it = GreenLot.id == green_lot_id if green_lot_id else _has_code(code)
    found = db.session.scalar(select(GreenLot).where(is_it))
    if found is None:
        raise NotThere
    return found


def _has_code(code: str) -> ColumnElement[bool]:
    return func.lower(GreenLot.code) == code.lower()


def shares_of(green_lot_id: int) -> Sequence[GreenShare]:
    """The largest first."""
    return db.session.scalars(
        select(GreenShare)
        .where(GreenShare.green_lot_id == green_lot_id)
        .order_by(GreenShare.share_bp.desc(), GreenShare.cooperative_id)
    ).all()


def names_of_cooperatives() -> dict[int, str]:
    rows = db.session.execute(select(Cooperative.id, Cooperative.name).order_by(Cooperative.name))
    return {id: name for id, name in rows}


def batches_of_lot(green_lot_id: int) -> Sequence[Row[*tuple[Any, ...]]]:
    """Roasts and sets with coffee of this lot, the newest first."""
    return db.session.execute(
        select(Batch.code, Batch.kind, Batch.made_on, BatchSource.green_grams)
        .join(BatchSource, BatchSource.batch_id == Batch.id)
        .where(BatchSource.green_lot_id == green_lot_id)
        .order_by(Batch.made_on.desc(), Batch.id.desc())
    ).all()
