"""The parts of a price as a table: amounts, shares that add up, and the evidence of each. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from shop.money.cents import half_up, split
from shop.origin.split_document import Part
from shop.split.picture import GROUPS
from shop.split.rules import known_cents


@dataclass(frozen=True, slots=True)
class Row:
    """A part, or as „unknown“ what no document explains of all parts together."""

    kind: str
    #: The layer of the picture it is in.
    group: str
    #: None where it is not known.
    cents: int | None
    #: Of the price, in thousandths; those of all rows add up to 1000.
    share: int | None
    #: How it is known; None for „unknown“.
    part: Part | None


def row_groups(price_cents: int, parts: Sequence[Part]) -> list[list[Row]]:
    """The parts in their order, by layers of the picture; the known amounts and „unknown“, at the
    end, add up to the price."""
    shares = _shares(price_cents, parts)
    rows = [
        Row(part.kind, _group(part.kind), part.cents, shares.get(part.kind), part) for part in parts
    ]
    if "unknown" in shares:
        left = price_cents - known_cents(parts)
        rows.append(Row("unknown", "unknown", left, shares["unknown"], None))
    return [list(same) for _, same in groupby(rows, lambda row: row.group)]


def _group(kind: str) -> str:
    return next(group for group, kinds in GROUPS.items() if kind in kinds)


def _shares(price_cents: int, parts: Sequence[Part]) -> dict[str, int]:
    """Thousandths of the price by kind, and of what is „unknown“."""
    amounts = {part.kind: part.cents for part in parts if part.cents is not None}
    if len(amounts) < len(parts):
        amounts["unknown"] = price_cents - known_cents(parts)
    if min(amounts.values()) >= 0:
        return dict(zip(amounts, split(1000, list(amounts.values())), strict=True))
    # Shares of more than all; the negative one takes what rounding leaves.
    shares = {kind: half_up(1000 * cents, price_cents) for kind, cents in amounts.items()}
    lowest = min(amounts, key=lambda kind: amounts[kind])
    return shares | {lowest: shares[lowest] + 1000 - sum(shares.values())}
