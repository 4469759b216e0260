"""The worker's daily reconciliation."""

import logging
from datetime import date, timedelta

from sqlalchemy import update

from shop.clock import now, today
from shop.db import db, insert_missing, rows_changed, start_writing
from shop.reconcile.models import Round
from shop.reconcile.queries import not_compared_since
from shop.reconcile.reconcile import reconcile

log = logging.getLogger("shop.reconcile")

#: A round that has not ended by then has died, or could not do all: it is taken up again.
PATIENCE = timedelta(hours=1)


def reconcile_daily() -> bool:
    """Whether this call did the round of this Berlin day; of many workers one does. Commits.

    What is wrong is in the log, and among the tasks of the staff. A round that could not do all its
    steps is not finished: it is done again in an hour.
    """
    day = today()
    if not _claim(day):
        return False
    is_done = True
    for outcome in reconcile(not_compared_since()):
        is_done &= not outcome.failure
        for sentence in filter(None, [*outcome.found.wrong, outcome.failure]):
            log.error("reconciliation, %s: %s", outcome.name, sentence)
    if is_done:
        start_writing()
        rows_changed(update(Round).where(Round.day == day).values(finished_at=now()))
        db.session.commit()
    return True


def _claim(day: date) -> bool:
    if _is_taken(day):
        return False
    start_writing()
    # As if begun long ago: whoever moves its beginning to this moment has it.
    insert_missing(Round, [{"day": day, "started_at": now() - 2 * PATIENCE}])
    claimed = rows_changed(
        update(Round)
        .where(Round.day == day, Round.finished_at.is_(None), Round.started_at <= now() - PATIENCE)
        .values(started_at=now())
    )
    db.session.commit()
    return claimed == 1


def _is_taken(day: date) -> bool:
    """Most calls end here, and write nothing."""
    found = db.session.get(Round, day)
    taken = found is not None and (
        found.finished_at is not None or found.started_at > now() - PATIENCE
    )
    db.session.rollback()
    return taken
