"""Splits of several sizes as one table: a row for each part, a column for each size. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from shop.money.cents import half_up, split
from shop.origin.split_document import KINDS, Part
from shop.split.rules import known_cents

#: „250 g“, the price in cents, the parts.
Column = tuple[str, int, tuple[Part, ...]]


@dataclass(frozen=True, slots=True)
class Cell:
    """An amount of one size; None where it is not known."""

    size: str
    cents: int | None
    #: Of the price, in thousandths; those of a column add up to 1000.
    share: int | None = None


@dataclass(frozen=True, slots=True)
class How:
    """How an amount is known. `sizes` is empty where it holds for all of them."""

    sizes: tuple[str, ...]
    basis: str
    is_known: bool
    words: str
    document: str
    dated_on: date | None


@dataclass(frozen=True, slots=True)
class Row:
    """One part; a cell is None where this size has no such part."""

    kind: str
    cells: tuple[Cell | None, ...]
    how: tuple[How, ...]


def rows(columns: Sequence[Column]) -> list[Row]:
    """The parts in their order, and at the end, as „unknown“, what no document explains.

    The known amounts of a column and its unknown one add up to its price.
    """
    found = {kind: _row(kind, columns) for kind in KINDS}
    found["unknown"] = Row("unknown", tuple(_unknown(column) for column in columns), ())
    return [row for row in found.values() if any(row.cells)]


def _row(kind: str, columns: Sequence[Column]) -> Row:
    parts = [_part(kind, column) for column in columns]
    pairs = zip(parts, columns, strict=True)
    cells = tuple(_cell(kind, column) if part else None for part, column in pairs)
    return Row(kind, cells, _how(parts, columns))


def _part(kind: str, column: Column) -> Part | None:
    return next((part for part in column[2] if part.kind == kind), None)


def _cell(kind: str, column: Column) -> Cell:
    size, price, parts = column
    amounts = {part.kind: part.cents for part in parts}
    return Cell(size, amounts[kind], _shares(price, parts).get(kind))


def _unknown(column: Column) -> Cell | None:
    size, price, parts = column
    if all(part.cents is not None for part in parts):
        return None
    return Cell(size, price - known_cents(parts), _shares(price, parts)["unknown"])


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


def _how(parts: Sequence[Part | None], columns: Sequence[Column]) -> tuple[How, ...]:
    """Each way once, with the sizes it holds for unless it is all of them."""
    ways: dict[How, list[str]] = {}
    for part, (size, _, _) in zip(parts, columns, strict=True):
        if part:
            way = How(
                (), part.basis, part.cents is not None, part.words, part.document, part.dated_on
            )
            ways.setdefault(way, []).append(size)
    if len(ways) == 1:
        return tuple(ways)
    return tuple(replace(way, sizes=tuple(sizes)) for way, sizes in ways.items())
