"""The packing list: what to take off the shelf, and which order it goes to."""

from collections.abc import Sequence

from shop.clock import now, today
from shop.fulfilment.papers.rules import PrintedOrder, Taken, by_product, to_take
from shop.fulfilment.papers.typeset import typeset
from shop.web.filters import datetime_de


def packing_list(orders: Sequence[PrintedOrder], notes: Sequence[str] = ()) -> bytes:
    """A PDF. The sums of the batches are those of the orders below them; held ones stand apart.

    `notes` are printed on top. Raises `PaperFailed`.
    """
    ready = [order for order in orders if not order.is_held]
    taken = to_take(ready)
    data = {
        "printed_at": datetime_de(now()),
        "notes": list(notes),
        "units": sum(row.units for row in taken),
        "products": [
            {"name": name, "rows": [_row(row) for row in rows]} for name, rows in by_product(taken)
        ],
        "orders": [_order(order) for order in ready],
        "held": [_order(order) for order in orders if order.is_held],
    }
    return typeset("packing_list", data)


def _row(row: Taken) -> dict[str, object]:
    return {
        "units": row.units,
        "variant": row.variant,
        "grind_for": row.grind_for,
        "lot": row.lot,
        "best_before": f"{row.best_before:%d.%m.%Y}" if row.best_before else "",
    }


def _order(order: PrintedOrder) -> dict[str, object]:
    place = order.place or f"{order.postcode} {order.city}"
    return {
        "number": order.number,
        "name": order.name,
        "where": f"{'Abholung' if order.place else 'Versand'}: {place}",
        "promised": f"{order.promised_on:%d.%m.}",
        "is_overdue": order.promised_on < today(),
        "is_gift": order.is_gift,
        "is_withdrawn": order.is_withdrawn,
        "items": [
            {
                "units": bag.units,
                "words": f"{bag.product}, {bag.variant}" if bag.variant else bag.product,
                "grind_for": bag.grind_for,
                "lot": bag.lot,
                "is_blocked": bag.is_blocked,
            }
            for bag in order.bags
        ],
    }
