"""What editing a product is refused for."""

from collections.abc import Sequence

from shop.errors import Refused


class NotWritable(Refused):
    """What was typed cannot be written down; `problems` are sentences."""

    status = 422

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = list(problems)


class SlugTaken(Refused):
    """Another product has this address."""

    status = 422


class NoDraft(Refused):
    """There is nothing to publish or to throw away: somebody did it already."""


class NotADay(Refused):
    """A price cannot begin in the past, or more than two years from now."""

    status = 422


class PlannedAlready(Refused):
    """There is a planned price for this day."""


class AlreadyBegun(Refused):
    """The planned price is the price by now, or was withdrawn."""
