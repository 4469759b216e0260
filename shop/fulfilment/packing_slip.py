"""What goes into the parcel, position by position and batch by batch."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from shop.orders.line_origin import LineOrigin, Lot
from shop.orders.models import Line


class ToPack(NamedTuple):
    line: Line
    units: int
    #: Null for goods that come from no batch.
    lot: Lot | None


def packing_slip(lines: Iterable[Line], origins: Mapping[int, LineOrigin]) -> list[ToPack]:
    """What is left of each line; together never more, whatever is not yet booked as back."""
    return [
        item for line in lines if line.kind == "goods" for item in _of(line, origins.get(line.id))
    ]


def _of(line: Line, origin: LineOrigin | None) -> Iterator[ToPack]:
    lots = origin.lots if origin else ()
    left = line.quantity - line.refunded_units - sum(lot.sent for lot in lots)
    for lot in lots:
        if units := min(lot.here, left):
            yield ToPack(line, units, lot)
            left -= units
    if left > 0:
        yield ToPack(line, left, None)
