"""Packing slips: what lies in each parcel, for whoever opens it."""

from collections.abc import Sequence

from shop.clock import now
from shop.config import settings
from shop.fulfilment.papers.rules import Bag, PrintedOrder
from shop.fulfilment.papers.typeset import typeset
from shop.web.filters import date_de, datetime_de, euro


def packing_slips(orders: Sequence[PrintedOrder]) -> bytes:
    """A PDF with the slip of each order on pages of its own.

    With prices, and where to withdraw (§ 312f (2) BGB has the text itself in the mail); a gift's
    slip has the greeting instead, and neither. Raises `PaperFailed`.
    """
    operator = settings().operator
    data = {
        "printed_at": datetime_de(now()),
        "sender": [operator.name, operator.street, f"{operator.postcode} {operator.city}"],
        "mail": operator.email,
        "withdraw_at": f"{settings().base_url.partition('://')[2]}/widerruf",
        "demo": "Demodaten – kein realer Verkauf" if settings().demo else "",
        "orders": [_slip(order) for order in orders],
    }
    return typeset("packing_slips", data)


def _slip(order: PrintedOrder) -> dict[str, object]:
    # A present tells no price: its numbers do not even reach the printer.
    sums = {} if order.is_gift else _sums(order)
    return {
        "number": order.number,
        "placed_on": date_de(order.placed_on),
        "to": _to(order),
        "is_pickup": bool(order.place),
        "is_gift": order.is_gift,
        "greeting": order.greeting.split("\n") if order.is_gift and order.greeting else [],
        "is_rest": order.is_rest,
        "is_reduced": order.is_reduced and not order.is_gift,
        "bags": [_bag(bag, priced=bool(sums)) for bag in order.bags],
        "sums": sums,
    }


def _to(order: PrintedOrder) -> list[str]:
    if order.place:
        return [order.name, f"Abholung: {order.place}"]
    lines = [order.name, order.extra, order.street, f"{order.postcode} {order.city}"]
    return [line for line in lines if line]


def _sums(order: PrintedOrder) -> dict[str, str]:
    return {
        "goods": euro(order.goods_cents),
        "shipping": euro(order.shipping_cents) if order.shipping_cents else "",
        "total": euro(order.goods_cents + order.shipping_cents),
    }


def _bag(bag: Bag, *, priced: bool) -> dict[str, object]:
    found: dict[str, object] = {
        "units": bag.units,
        "product": bag.product,
        "variant": bag.variant,
        "grind_for": bag.grind_for,
        "lot": bag.lot,
        "best_before": f"{bag.best_before:%d.%m.%Y}" if bag.best_before else "",
        "is_blocked": bag.is_blocked,
    }
    if priced:
        found |= {
            "price": euro(bag.unit_price_cents),
            "total": euro(bag.units * bag.unit_price_cents),
        }
    return found
