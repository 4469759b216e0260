"""Nothing of what was counted is booked."""

from sqlalchemy import update

from shop.audit.note_change import note_change
from shop.clock import now
from shop.db import rows_changed
from shop.stocktake.hold_open import hold_open
from shop.stocktake.models import Stocktake


def discard_stocktake(stocktake_id: int, person_id: int | None) -> None:
    """It ends, its counts stay to be read. Refuses one that has ended. Does not commit."""
    hold_open(stocktake_id, alone=True)
    rows_changed(
        update(Stocktake)
        .where(Stocktake.id == stocktake_id)
        .values(state="discarded", ended_at=now(), ended_by=person_id)
    )
    note_change("stocktake", stocktake_id, {"state": "open"}, {"state": "discarded"}, person_id)
