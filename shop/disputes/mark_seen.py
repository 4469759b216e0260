"""Staff have looked at an early fraud warning."""

from sqlalchemy import select, update

from shop.audit.note_change import note_change
from shop.db import db, rows_changed
from shop.disputes.models import Warning


def mark_seen(warning_id: str, person_id: int | None = None) -> bool:
    """It is no task any more; False if it was none. A review ends by the provider alone.

    Who looked is noted with the order. Does not commit.
    """
    looked_at = update(Warning).where(
        Warning.id == warning_id, Warning.kind == "fraud", Warning.is_open
    )
    if not rows_changed(looked_at.values(is_open=False)):
        return False
    order_id = db.session.scalar(select(Warning.order_id).where(Warning.id == warning_id))
    if order_id:
        before, after = {"warning": "open"}, {"warning": "seen"}
        note_change("order", order_id, before, after, person_id)
    return True
