"""What was saved of a level, and what its goods are called in the book of changes."""

from sqlalchemy import select

from shop.accounts.models import Person
from shop.catalogue.models import Variant
from shop.db import db
from shop.origin.models import Batch
from shop.stock.models import Level
from shop.stocktake.models import Count
from shop.stocktake.rules import Counted


def counted(stocktake_id: int, level_id: int) -> Counted | None:
    """None where nobody counted it and nobody decided about it."""
    row = db.session.execute(
        select(
            Count.how,
            Count.counted,
            Count.person_id,
            Person.name,
            Count.counted_at,
            Count.version,
            Count.recount,
        )
        .outerjoin(Person, Person.id == Count.person_id)
        .where(Count.stocktake_id == stocktake_id, Count.level_id == level_id)
    ).first()
    if row is None:
        return None
    how, units, person_id, name, at, version, recount = row
    return Counted(how, units, person_id, name or "", at, version, recount)


def goods_name(level_id: int) -> str:
    """„D-ESPR-250-B 26-118“"""
    sku, code = db.session.execute(
        select(Variant.sku, Batch.code)
        .select_from(Level)
        .join(Variant, Variant.id == Level.variant_id)
        .outerjoin(Batch, Batch.id == Level.batch_id)
        .where(Level.id == level_id)
    ).one()
    return f"{sku} {code}" if code else sku
