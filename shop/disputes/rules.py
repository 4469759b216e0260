"""How a dispute goes on, and how much time it leaves."""

from datetime import date

#: The bank has decided, or nothing came of it. It stays as it is.
CLOSED = frozenset({"won", "lost", "warning_closed", "prevented"})
#: The money stays here or has come back.
ENDED_WELL = CLOSED - {"lost"}

#: From the first to the last. A `warning_…` is an inquiry: no money was taken yet.
_WAY = (
    "warning_needs_response",
    "warning_under_review",
    "needs_response",
    "under_review",
    "appeal_needs_response",
    "appeal_under_review",
)


def no_way_back_from(status: str) -> frozenset[str]:
    """All statuses from which a dispute does not turn to this one: that news is old."""
    if status in CLOSED:
        return CLOSED
    # A word that is new to us is no further than the first.
    here = _WAY.index(status) if status in _WAY else 0
    return CLOSED | frozenset(_WAY[here + 1 :])


def awaits_us(status: str) -> bool:
    """Whether evidence can be handed in until the due date; else the bank is at work."""
    return status not in CLOSED and not status.endswith("under_review")


def days_left(due: date, today: date) -> int:
    """0 on the last day, negative after it."""
    return (due - today).days
