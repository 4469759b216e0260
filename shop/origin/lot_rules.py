"""What is said of cooperatives and green lots, and what must come with it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from shop.errors import Refused

#: Facts about a cooperative, each told with its source, and the columns that tell them.
FACTS = {
    "place": ("place", "province"),
    "altitude": ("altitude_from", "altitude_to"),
    "members": ("members",),
    "founded": ("founded",),
    "partner_since": ("partner_since",),
    "description": ("description",),
}
WHOLE_BP = 10_000
#: A figure of a green lot, and what must be told with it.
_WITH = {
    "fob_usd_e4": ("fob_on",),
    "reference_usd_e4": ("reference_name", "reference_on"),
    "usd_per_eur_e4": ("rate_on", "rate_source"),
}


#: What pages, splits and the premium of sold bags follow from.
_TOLD = ("process", "fob_usd_e4", "organic_usd_e4", "premium_usd_e4", "usd_per_eur_e4")


class SharesDoNotAddUp(Refused):
    """The shares of the cooperatives in a green lot are not 100 %. `sum_bp`: what they are."""

    def __init__(self, sum_bp: int) -> None:
        super().__init__()
        self.sum_bp = sum_bp


class LessThanRoasted(Refused):
    """A green lot is to weigh less than was roasted of it. `roasted_grams`: that."""

    def __init__(self, roasted_grams: int) -> None:
        super().__init__()
        self.roasted_grams = roasted_grams


class AlreadyTold(Refused):
    """Bags say otherwise: `column` of the lot, or „shares“, stays as it was when they were filled.

    Its pages, the split of the price and the premium owed follow from it.
    """

    def __init__(self, column: str) -> None:
        super().__init__()
        self.column = column


class FactWithoutSource(Refused):
    """A fact about a cooperative is told, but not where it is taken from."""

    def __init__(self, fact: str) -> None:
        super().__init__()
        self.fact = fact


class DocumentMissing(Refused):
    """A figure is told without its day or source. `column`: what is missing."""

    def __init__(self, column: str) -> None:
        super().__init__()
        self.column = column


@dataclass(frozen=True, slots=True)
class Told:
    """Where a fact about a cooperative is taken from."""

    source: str
    stated_on: date
    url: str = ""


@dataclass(frozen=True, slots=True)
class Share:
    """A cooperative's share of a green lot, basis points, and who says so."""

    cooperative_id: int
    share_bp: int
    source: str
    stated_on: date


def told_facts(values: Mapping[str, object], sources: Mapping[str, Told]) -> dict[str, Told]:
    """The sources of what is told; those of facts left open are dropped.

    Raises `FactWithoutSource`.
    """
    told = [fact for fact, columns in FACTS.items() if any(values.get(name) for name in columns)]
    for fact in told:
        if fact not in sources or not sources[fact].source.strip():
            raise FactWithoutSource(fact)
    return {fact: sources[fact] for fact in told}


def refuse_other_than_whole(shares: Iterable[Share]) -> None:
    """Raises `SharesDoNotAddUp`."""
    total = sum(share.share_bp for share in shares)
    if total != WHOLE_BP:
        raise SharesDoNotAddUp(total)


def refuse_undocumented(lot: Mapping[str, object]) -> None:
    """Raises `DocumentMissing`; a figure that is not known needs nothing."""
    for figure, documents in _WITH.items():
        for column in documents:
            if lot.get(figure) is not None and not lot.get(column):
                raise DocumentMissing(column)


def told_otherwise(
    before: Mapping[str, object],
    after: Mapping[str, object],
    shares_before: Iterable[Share],
    shares: Iterable[Share],
) -> str | None:
    """What changes of that which bags tell; None if nothing does.

    What was not known was not told either: it may become known. Only the premium is always known.
    """
    if _whose(shares_before) != _whose(shares):
        return "shares"
    for column in _TOLD:
        # What is part of the price becomes known with it.
        known = "fob_usd_e4" if column == "organic_usd_e4" else column
        if before[known] is not None and before[column] != after[column]:
            return column
    return None


def _whose(shares: Iterable[Share]) -> dict[int, int]:
    return {share.cooperative_id: share.share_bp for share in shares}
