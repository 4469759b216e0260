"""Put what was ordered once into the cart again, at the prices of today."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select

from shop.cart.rules import MAX_LINES, MAX_QUANTITY, Wanted
from shop.catalogue.sellable import Sellable, sellable
from shop.db import db
from shop.orders.models import Line


class Differs(StrEnum):
    """What is not as it was then."""

    PRICE = "price"
    FEWER = "fewer"
    SOLD_OUT = "sold_out"
    #: Not sold any more.
    GONE = "gone"
    #: The cart is full.
    NO_ROOM = "no_room"


@dataclass(frozen=True, slots=True)
class Difference:
    """One of the goods of that order; prices in cents."""

    what: Differs
    name: str
    units: int
    available: int
    price_then: int
    price_now: int


@dataclass(frozen=True, slots=True)
class Again:
    """The cart afterwards, and what its owner must be told."""

    cart: Wanted
    differences: tuple[Difference, ...]
    #: Whether something else, or more of the same, lay in the cart and stays.
    kept: bool
    #: Whether the cart holds any of the goods now.
    any_left: bool


def order_again(order_id: int, cart: Wanted) -> Again:
    """The cart with at least as much of everything as was ordered, as far as it is there.

    What lies in it stays; what lies in it already is not added once more, so a second click adds
    nothing. Only reads.
    """
    lines = db.session.scalars(
        select(Line)
        .where(Line.order_id == order_id, Line.variant_id.is_not(None))
        .order_by(Line.position)
    ).all()
    goods = sellable(line.variant_id for line in lines if line.variant_id)
    after = dict(cart)
    found: list[Difference] = []
    for line in lines:
        found += _put_in(after, line, goods)
    ids = {line.variant_id for line in lines}
    return Again(
        cart=after,
        differences=tuple(found),
        kept=any(id not in ids for id in cart),
        any_left=any(id in after for id in ids),
    )


def _put_in(cart: Wanted, line: Line, goods: Mapping[int, Sellable]) -> list[Difference]:
    assert line.variant_id is not None
    found = goods.get(line.variant_id)
    if found is None or not found.on_sale:
        return [_difference(Differs.GONE, line, found)]
    there = min(line.quantity, found.available, MAX_QUANTITY)
    held = cart.get(line.variant_id, 0)
    if not there:
        return [_difference(Differs.SOLD_OUT, line, found)]
    if not held and len(cart) >= MAX_LINES:
        return [_difference(Differs.NO_ROOM, line, found)]
    cart[line.variant_id] = max(held, there)
    differences = []
    if there < line.quantity:
        differences.append(_difference(Differs.FEWER, line, found))
    if found.price_cents != line.unit_price_cents:
        differences.append(_difference(Differs.PRICE, line, found))
    return differences


def _difference(what: Differs, line: Line, found: Sellable | None) -> Difference:
    name = ", ".join(filter(None, (line.product_name, line.variant_name)))
    return Difference(
        what=what,
        name=name,
        units=line.quantity,
        available=found.available if found else 0,
        price_then=line.unit_price_cents,
        price_now=found.price_cents if found else 0,
    )
