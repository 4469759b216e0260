"""What the staff see of green coffee."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, func, select

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


def green_lot(code: str) -> GreenLot:
    """Refuses with `NotThere`."""
    found = db.session.scalar(select(GreenLot).where(func.lower(GreenLot.code) == code.lower()))
    if found is None:
        raise NotThere
    return found


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
