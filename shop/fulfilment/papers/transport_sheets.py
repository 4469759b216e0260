"""Transport sheets: which orders travel to which pickup place, signed where they arrive."""

from collections.abc import Sequence
from itertools import groupby

from shop.clock import now
from shop.fulfilment.papers.rules import PrintedOrder
from shop.fulfilment.papers.typeset import typeset
from shop.web.filters import datetime_de


def transport_sheets(orders: Sequence[PrintedOrder], notes: Sequence[str] = ()) -> bytes:
    """A PDF with a sheet for each place: numbers and names to tick off, no code, no address.

    What is held stays here, and is not on it. Raises `PaperFailed`.
    """
    there = sorted(orders, key=lambda order: (order.place, order.number))
    travelling = [order for order in there if not order.is_held]
    data = {
        "printed_at": datetime_de(now()),
        "notes": list(notes),
        "held": [order.number for order in there if order.is_held],
        "places": [
            {"name": name, "orders": [_row(order) for order in of_place]}
            for name, of_place in groupby(travelling, key=lambda order: order.place)
        ],
    }
    return typeset("transport_sheets", data)


def _row(order: PrintedOrder) -> dict[str, object]:
    return {
        "number": order.number,
        "name": order.name,
        "units": order.units,
        "is_gift": order.is_gift,
    }
