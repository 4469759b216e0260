"""An import stays as it is while somebody applies it or takes it back."""

from sqlalchemy import select

from shop.db import db
from shop.errors import NotThere
from shop.stock_csv.models import StockImport
from shop.stock_csv.rules import NotNow


def hold_import(import_id: int, state: str) -> None:
    """Held until the transaction ends. Refuses with `NotNow` unless it is in this state, with
    `NotThere` what is none."""
    found = db.session.scalar(
        select(StockImport.state).where(StockImport.id == import_id).with_for_update()
    )
    if found is None:
        raise NotThere
    if found != state:
        raise NotNow
