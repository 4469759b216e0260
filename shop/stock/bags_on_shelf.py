"""How many bags of each batch are here."""

from sqlalchemy import func, select

from shop.db import db
from shop.stock.models import Level


def bags_on_shelf() -> dict[int, int]:
    """Batch id → units on hand, of the batches of which there are any."""
    rows = db.session.execute(
        select(Level.batch_id, func.sum(Level.on_hand))
        .where(Level.on_hand > 0, Level.batch_id.is_not(None))
        .group_by(Level.batch_id)
    )
    return {batch_id: int(units) for batch_id, units in rows if batch_id}
