"""Staff have looked at an early fraud warning."""

from sqlalchemy import update

from shop.db import rows_changed
from shop.disputes.models import Warning


def mark_seen(warning_id: str) -> bool:
    """It is no task any more; False if it was none. A review ends by the provider alone.

    Does not commit.
    """
    looked_at = update(Warning).where(
        Warning.id == warning_id, Warning.kind == "fraud", Warning.is_open
    )
    return rows_changed(looked_at.values(is_open=False)) == 1
