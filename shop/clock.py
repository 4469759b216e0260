"""The one clock of the shop: stored in UTC, shown and booked by the Berlin calendar."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

BERLIN = ZoneInfo("Europe/Berlin")

_frozen: datetime | None = None


def now() -> datetime:
    """The present moment, aware, in UTC."""
    if _frozen is not None:
        return _frozen
    return datetime.now(UTC)


def berlin(moment: datetime) -> datetime:
    """The same moment on the Berlin wall clock. Refuses naive datetimes."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone")
    return moment.astimezone(BERLIN)


def business_date(moment: datetime) -> date:
    """The Berlin calendar day a booking at this moment counts for."""
    return berlin(moment).date()


def today() -> date:
    return business_date(now())


@contextmanager
def stopped_at(moment: datetime) -> Iterator[None]:
    """Within this block, in this process, it is this moment: for tests and demo data."""
    global _frozen
    before, _frozen = _frozen, moment.astimezone(UTC)
    try:
        yield
    finally:
        _frozen = before
