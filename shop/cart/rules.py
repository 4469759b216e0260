"""What a cart costs: lines, shipping and VAT, the same cents that order and payment show."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from shop.errors import Refused
from shop.money.cents import split
from shop.money.vat import Vat, per_rate, split_shipping, spread

#: More of one thing is a case for a phone call, not for a cart.
MAX_QUANTITY = 99
MAX_LINES = 40


#: What a customer wants: variant id → units, in the order it was put in. Nothing is promised yet.
Wanted = dict[int, int]


class Delivery(StrEnum):
    SHIPPING = "shipping"
    PICKUP = "pickup"


class TooMany(Refused):
    """More units of one thing than a cart takes."""

    status = 422


class TooManyLines(TooMany):
    """More different things than a cart takes."""


class Shortage(StrEnum):
    """Why a cart holds fewer units than were wanted."""

    FEWER = "fewer"
    SOLD_OUT = "sold_out"
    #: Other lines of the cart have the last of the beans it would be ground from.
    IN_OTHER_LINE = "in_other_line"
    #: No longer sold at all.
    RETIRED = "retired"


def put_in(wanted: Wanted, variant_id: int, units: int) -> Wanted:
    """The cart with so many units more. Refuses with `TooMany`."""
    return set_units(wanted, {variant_id: wanted.get(variant_id, 0) + units})


def set_units(wanted: Wanted, units: Wanted) -> Wanted:
    """The cart with these quantities instead; 0 takes a line out. Refuses with `TooMany`."""
    changed = {variant_id: count for variant_id, count in (wanted | units).items() if count > 0}
    if len(changed) > MAX_LINES:
        raise TooManyLines
    if max(changed.values(), default=0) > MAX_QUANTITY:
        raise TooMany
    return changed


def shortage(
    wanted: int, available: int, on_sale: bool, *, left: int | None = None
) -> Shortage | None:
    """Why not all the wanted units can be had; None if they can. `left` are those that no line
    before has taken."""
    left = available if left is None else left
    if not on_sale:
        return Shortage.RETIRED
    if available <= 0:
        return Shortage.SOLD_OUT
    if left <= 0:
        return Shortage.IN_OTHER_LINE
    return Shortage.FEWER if left < wanted else None


@dataclass(frozen=True, slots=True)
class CartLine:
    """A variant in a quantity at today's gross price."""

    variant_id: int
    sku: str
    slug: str
    product_name: str
    #: „250 g, ganze Bohne“
    variant_name: str
    legal_name: str
    quantity: int
    unit_price_cents: int
    net_grams: int | None
    coffee_grams: int
    #: (rate in basis points, single price in cents) of each part; one part for most goods.
    parts: tuple[tuple[int, int], ...]
    #: Working days until it is handed to the carrier.
    handling_days: int = 2
    #: What the claims shown beside it say.
    said: tuple[str, ...] = ()

    @property
    def total_cents(self) -> int:
        return self.quantity * self.unit_price_cents

    @property
    def amounts(self) -> tuple[tuple[int, int], ...]:
        """(rate, gross), once per rate, that add up to the total: a set is shared out by its
        single prices."""
        shares = split(self.total_cents, [price for _, price in self.parts])
        gross: dict[int, int] = {}
        for (rate, _), share in zip(self.parts, shares, strict=True):
            gross[rate] = gross.get(rate, 0) + share
        return tuple(gross.items())


@dataclass(frozen=True, slots=True)
class PricedCart:
    """A cart with everything that must be shown before ordering. All amounts gross, in cents."""

    lines: tuple[CartLine, ...]
    delivery: Delivery
    shipping_cents: int
    #: How much is missing for free shipping; 0 when it is reached or nothing is shipped.
    missing_for_free_cents: int
    #: Per rate, net taken out once of the gross total including shipping.
    vat: tuple[Vat, ...]
    goods_vat: tuple[Vat, ...] = field(repr=False)

    @property
    def goods_cents(self) -> int:
        return sum(line.total_cents for line in self.lines)

    @property
    def total_cents(self) -> int:
        return self.goods_cents + self.shipping_cents

    @property
    def units(self) -> int:
        return sum(line.quantity for line in self.lines)

    @property
    def handling_days(self) -> int:
        """Working days until all of it can leave the house: the slowest line decides."""
        return max((line.handling_days for line in self.lines), default=0)

    @property
    def fingerprint(self) -> str:
        """Changes when anything the customer agreed to changes: lines, prices, what is claimed of
        them, shipping, VAT."""
        seen = repr(
            (
                [
                    (x.variant_id, x.quantity, x.unit_price_cents, x.parts, x.said)
                    for x in self.lines
                ],
                self.delivery.value,
                self.shipping_cents,
            )
        )
        return hashlib.sha256(seen.encode()).hexdigest()[:32]

    def vat_of_lines(self) -> list[list[Vat]]:
        """For each line, then for the shipping if there is any: its VAT, adding up to `vat`."""
        groups = [line.amounts for line in self.lines]
        if self.shipping_cents:
            groups.append(tuple(split_shipping(self.shipping_cents, self.goods_vat)))
        flat = [amount for group in groups for amount in group]
        shares = iter(spread(self.vat, flat))
        return [[next(shares) for _ in group] for group in groups]


def price(
    lines: Sequence[CartLine], delivery: Delivery, *, shipping_cents: int, free_from_cents: int
) -> PricedCart:
    """The cart at these shipping terms. An empty cart costs nothing, nor does its shipping."""
    goods = sum(line.total_cents for line in lines)
    shipped = delivery is Delivery.SHIPPING and bool(lines)
    missing = max(0, free_from_cents - goods) if shipped else 0
    shipping = shipping_cents if missing else 0
    amounts = [amount for line in lines for amount in line.amounts]
    goods_vat = per_rate(amounts)
    if shipping:
        amounts += split_shipping(shipping, goods_vat)
    return PricedCart(tuple(lines), delivery, shipping, missing, per_rate(amounts), goods_vat)
