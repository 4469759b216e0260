"""Green coffee leaves its lot to be roasted."""

from sqlalchemy import select, update

from shop.db import db, rows_changed
from shop.errors import NotThere
from shop.origin.batch_rules import LotTooSmall
from shop.origin.models import GreenLot


def use_green(green_lot_id: int, grams: int) -> None:
    """So many grams are roasted; one guarded UPDATE. Raises `LotTooSmall`. Does not commit."""
    met = rows_changed(
        update(GreenLot)
        .where(GreenLot.id == green_lot_id, GreenLot.used_grams + grams <= GreenLot.grams)
        .values(used_grams=GreenLot.used_grams + grams)
    )
    if met:
        return
    left = db.session.scalar(
        select(GreenLot.grams - GreenLot.used_grams).where(GreenLot.id == green_lot_id)
    )
    if left is None:
        raise NotThere
    raise LotTooSmall(green_lot_id, left)
