"""An import goes from one state to the next, once."""

from sqlalchemy import update

from shop.audit.note_change import note_change
from shop.db import rows_changed
from shop.stock_csv.models import StockImport
from shop.stock_csv.rules import NotNow


def move_import(
    import_id: int, seen: str, state: str, person_id: int | None, **values: object
) -> None:
    """Notes who did it. Refuses with `NotNow` what is not in the state `seen`. Does not commit."""
    met = rows_changed(
        update(StockImport)
        .where(StockImport.id == import_id, StockImport.state == seen)
        .values(state=state, **values)
    )
    if met != 1:
        raise NotNow
    note_change("import", import_id, {"state": seen}, {"state": state}, person_id)
