"""What a change of a record is refused for."""

from shop.errors import Refused


class ChangedMeanwhile(Refused):
    """Somebody else changed the record since it was opened."""
