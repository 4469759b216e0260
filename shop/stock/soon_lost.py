"""What lies on a shelf and will be sold to nobody, or is blocked."""

from datetime import timedelta

from shop.clock import today
from shop.origin.models import Batch
from shop.stock.locations import Lying, lying
from shop.stock.models import Level

#: So many days before its date somebody should think of a batch.
DAYS = 60
#: As many rows as a page shows.
MOST = 200


def expiring_goods(limit: int | None = MOST) -> list[Lying]:
    """Bags best before a day of the next two months, at any location; the first ones first."""
    soon = Batch.best_before <= today() + timedelta(days=DAYS)
    return lying(Level.on_hand > 0, soon, Batch.blocked_at.is_(None), limit=limit)


def blocked_goods(limit: int | None = MOST) -> list[Lying]:
    """Bags of batches that are blocked, at any location."""
    return lying(Level.on_hand > 0, Batch.blocked_at.is_not(None), limit=limit)
