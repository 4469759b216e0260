"""What a batch is made of."""

from sqlalchemy import bindparam, select

from shop.db import execute
from shop.origin.models import BatchSource, Cooperative, GreenLot, GreenShare
from shop.stock.rules import Coffee


def coffee_of(batch_id: int) -> Coffee:
    """Of each green lot in it how it was processed and where it grew. One query."""
    rows = execute(_SOURCES, {"batch": batch_id}).all()
    return Coffee(
        frozenset(row.process for row in rows),
        frozenset(row.province for row in rows),
    )


_SOURCES = (
    select(GreenLot.process, Cooperative.province)
    .join(BatchSource, BatchSource.green_lot_id == GreenLot.id)
    .join(GreenShare, GreenShare.green_lot_id == GreenLot.id)
    .join(Cooperative, Cooperative.id == GreenShare.cooperative_id)
    .where(BatchSource.batch_id == bindparam("batch"))
    .distinct()
)
