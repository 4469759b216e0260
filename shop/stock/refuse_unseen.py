"""A form books once, and not over what somebody else booked since it was opened."""

from shop.errors import Refused
from shop.stock.history import ByHand


class BookedAlready(Refused):
    """The same person booked the same just now: a button pressed twice."""


class BookedMeanwhile(Refused):
    """Something else was booked since the form was opened."""


def refuse_unseen(newest: ByHand | None, seen: str | None, wanted: ByHand) -> None:
    """Compares the `newest` booking with the one the form was opened after; `seen` is its id.

    The caller holds a row for which every such booking waits. `wanted.id` counts for nothing.
    """
    if newest is None or str(newest.id) == seen:
        return
    if newest._replace(id=0) == wanted._replace(id=0):
        raise BookedAlready
    raise BookedMeanwhile
