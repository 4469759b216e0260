"""What the staff's work with orders is refused for."""

from datetime import timedelta

from shop.errors import Refused


class NothingToSend(Refused):
    """No units were chosen for the parcel, or none are left."""


class NotHere(Refused):
    """More units were chosen for a parcel than are still here."""


class SentMeanwhile(Refused):
    """Another parcel of the order left since the form was shown. `person`: who sent it."""

    def __init__(self, person: str) -> None:
        super().__init__()
        self.person = person


class NoMailAgain(Refused):
    """The mail is still on its way, went out a moment ago, or often enough."""


class NotedAlready(Refused):
    """The same form once more: a button pressed twice."""


#: An order that lies ready for longer is asked about.
COLLECT_WITHIN = timedelta(days=7)
