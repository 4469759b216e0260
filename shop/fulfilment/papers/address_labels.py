"""Address labels on sheets of A4."""

from collections.abc import Sequence

from shop.config import settings
from shop.fulfilment.papers.rules import PrintedOrder
from shop.fulfilment.papers.typeset import typeset

#: Labels on a sheet: two columns of four, 105 × 74 mm each.
PLACES = 8


def address_labels(orders: Sequence[PrintedOrder], first: int = 1) -> bytes:
    """A PDF; `first` is the place on the sheet that is still free, from 1 to 8.

    Raises `PaperFailed`.
    """
    operator = settings().operator
    sender = f"{operator.name}, {operator.street}, {operator.postcode} {operator.city}"
    data = {
        "sender": sender,
        "first": first - 1,
        "labels": [{"number": order.number, "to": _to(order)} for order in orders],
    }
    return typeset("address_labels", data)


def _to(order: PrintedOrder) -> list[str]:
    # A Postnummer stands below the name, above „Packstation 123“: as DHL asks for it.
    return [line for line in (order.name, order.extra, order.street) if line] + [
        f"{order.postcode} {order.city}"
    ]
