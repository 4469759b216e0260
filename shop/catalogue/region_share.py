"""How much of some batches is from the region, and from which of its provinces. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from shop.origin.lot_rules import WHOLE_BP
from shop.web.filters import percent_bp


@dataclass(frozen=True, slots=True)
class RegionShare:
    """What may be said of every bag: between the lowest and the highest of the batches."""

    #: „100 %“ or „60–80 %“ of the coffee.
    share: str
    #: All of every batch is documented to be from there.
    is_whole: bool
    #: („60 %“, „Jaén“), largest first; of a single province without its share.
    provinces: tuple[tuple[str, str], ...]


def region_share(batches: Sequence[Iterable[tuple[str, int]]]) -> RegionShare | None:
    """From (province of the region, basis points of the whole batch) of each grower; None where
    nothing is known."""
    by_province = [_by_province(growers) for growers in batches]
    names = list(dict.fromkeys(name for shares in by_province for name in shares))
    if not names:
        return None
    whole = [sum(shares.values()) for shares in by_province]
    ranges = {name: [shares.get(name, 0) for shares in by_province] for name in names}
    names.sort(key=lambda name: -max(ranges[name]))
    return RegionShare(
        share=_between(whole),
        is_whole=min(whole) == WHOLE_BP,
        provinces=tuple((_between(ranges[name]) if names[1:] else "", name) for name in names),
    )


def _by_province(growers: Iterable[tuple[str, int]]) -> Mapping[str, int]:
    found: dict[str, int] = {}
    for province, share_bp in growers:
        found[province] = found.get(province, 0) + share_bp
    return found


def _between(shares_bp: Sequence[int]) -> str:
    lowest, highest = min(shares_bp), max(shares_bp)
    if lowest == highest:
        return percent_bp(lowest)
    return f"{percent_bp(lowest)[:-2]}–{percent_bp(highest)}"
