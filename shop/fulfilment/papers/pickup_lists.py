"""Pickup lists: which orders lie ready at a place, to be ticked as they are handed over."""

from collections.abc import Sequence
from itertools import groupby

from shop.clock import now, today
from shop.fulfilment.papers.rules import PrintedOrder, hint_of_code
from shop.fulfilment.papers.typeset import typeset
from shop.fulfilment.rules import COLLECT_WITHIN
from shop.web.filters import datetime_de


def pickup_lists(orders: Sequence[PrintedOrder], notes: Sequence[str] = ()) -> bytes:
    """A PDF with a list for each place, on pages of its own; what lies there longest first.

    Who, how many bags, and the end of the code. No addresses, no mail, no prices, and no whole
    code: the list may lie on a counter. Raises `PaperFailed`.
    """
    there = sorted(orders, key=lambda order: (order.place, order.ready_on or today(), order.number))
    places = [
        {"name": name, "orders": [_row(order) for order in of_place]}
        for name, of_place in groupby(there, key=lambda order: order.place)
    ]
    data = {
        "printed_at": datetime_de(now()),
        "notes": list(notes),
        "fetched_within": COLLECT_WITHIN.days,
        "places": places,
    }
    return typeset("pickup_lists", data)


def _row(order: PrintedOrder) -> dict[str, object]:
    ready = order.ready_on
    return {
        "number": order.number,
        "name": order.name,
        "units": order.units,
        "code": hint_of_code(order.pickup_code),
        "ready_on": f"{ready:%d.%m.}" if ready else "",
        "is_overdue": bool(ready and today() - ready > COLLECT_WITHIN),
        "is_held": order.is_held,
        "is_withdrawn": order.is_withdrawn,
    }
