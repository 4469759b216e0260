"""The number by which a form knows that a record is still the one it showed."""

from sqlalchemy import func, select

from shop.audit.models import Change
from shop.audit.rules import ChangedMeanwhile
from shop.db import db


def newest_change(record: str, record_id: int) -> int:
    """Id of the newest change of a record; 0 if none was noted."""
    newest = select(func.max(Change.id)).where(
        Change.record == record, Change.record_id == record_id
    )
    return db.session.scalar(newest) or 0


def refuse_unseen(record: str, record_id: int, seen: int | None) -> None:
    """Raises `ChangedMeanwhile` unless `seen` is the newest change, or None: nobody looked.

    After `begin_change`, so that nobody changes it meanwhile.
    """
    if seen is not None and seen != newest_change(record, record_id):
        raise ChangedMeanwhile
