"""What the staff see of cooperatives."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, func, select

from shop.db import db
from shop.errors import NotThere
from shop.origin.models import Cooperative, FactSource, GreenLot, GreenShare


def cooperatives() -> Sequence[Row[*tuple[Any, ...]]]:
    """Each with the number of green lots it has a share of, by name."""
    return db.session.execute(
        select(
            Cooperative.slug,
            Cooperative.name,
            Cooperative.place,
            Cooperative.province,
            Cooperative.members,
            func.count(GreenShare.green_lot_id).label("lots"),
        )
        .outerjoin(GreenShare, GreenShare.cooperative_id == Cooperative.id)
        .group_by(Cooperative.id)
        .order_by(Cooperative.name)
    ).all()


def cooperative(slug: str) -> Cooperative:
    """Refuses with `NotThere`."""
    found = db.session.scalar(select(Cooperative).where(Cooperative.slug == slug))
    if found is None:
        raise NotThere
    return found


def sources_of(cooperative_id: int) -> dict[str, FactSource]:
    """By fact."""
    rows = db.session.scalars(select(FactSource).where(FactSource.cooperative_id == cooperative_id))
    return {row.fact: row for row in rows}


def lots_of_cooperative(cooperative_id: int) -> Sequence[Row[*tuple[Any, ...]]]:
    """Green lots it has a share of, the newest contract first."""
    return db.session.execute(
        select(GreenLot.code, GreenLot.contracted_on, GreenLot.grams, GreenShare.share_bp)
        .join(GreenShare, GreenShare.green_lot_id == GreenLot.id)
        .where(GreenShare.cooperative_id == cooperative_id)
        .order_by(GreenLot.contracted_on.desc(), GreenLot.id.desc())
    ).all()
