"""Begin to change the records of origin."""

from sqlalchemy import update

from shop.db import rows_changed
from shop.origin.models import Revision


def begin_change() -> None:
    """From here to the commit nobody else changes records; what was remembered of them is void.

    The first thing a verb of this package does, so that revisions become visible in the order of
    their numbers. Does not commit.
    """
    rows_changed(update(Revision).values(number=Revision.number + 1))
