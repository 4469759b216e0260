"""A stocktake stays open while somebody writes into it."""

from sqlalchemy import select

from shop.db import db
from shop.errors import NotThere
from shop.stocktake.models import Stocktake
from shop.stocktake.rules import StocktakeEnded


def hold_open(stocktake_id: int, *, alone: bool = False) -> int:
    """Its location, held until the transaction ends: many count beside each other, and whoever
    books does so `alone`, after them.

    Refuses with `StocktakeEnded`, and with `NotThere` what is none.
    """
    found = db.session.execute(
        select(Stocktake.location_id, Stocktake.state)
        .where(Stocktake.id == stocktake_id)
        .with_for_update(read=not alone)
    ).first()
    if found is None:
        raise NotThere
    if found.state != "open":
        raise StocktakeEnded
    location_id: int = found.location_id
    return location_id
