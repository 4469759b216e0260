"""The cart as it is today: what is still there, at today's prices."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from shop.cart.rules import CartLine, Delivery, PricedCart, Shortage, Wanted, price, shortage
from shop.catalogue.sellable import Sellable, sellable
from shop.config import settings
from shop.origin.claims import Claims, claims_on_each


@dataclass(frozen=True, slots=True)
class FilledLine:
    """A wanted variant, and how many units of it can be had."""

    goods: Sellable
    wanted: int
    quantity: int
    shortage: Shortage | None
    #: What may be said today of every bag it may be.
    claims: Claims

    @property
    def total_cents(self) -> int:
        return self.quantity * self.goods.price_cents


@dataclass(frozen=True, slots=True)
class FilledCart:
    """Every wanted line for the page, and `cart` with what can be ordered of them."""

    lines: tuple[FilledLine, ...]
    cart: PricedCart
    #: Lines of which the shop knows nothing any more, not even the name.
    unknown: int


def fill(wanted: Wanted, delivery: Delivery = Delivery.SHIPPING) -> FilledCart:
    """The wanted units priced anew and cut to what is there. Changes nothing; two queries, and one
    more while the claims are not remembered."""
    goods = sellable(wanted)
    said = _claims(goods.values())
    lines = []
    #: Of each stock item, what lines before have not taken: beans are sold ground, too.
    left = {one.drawn_from: one.available for one in goods.values() if one.on_sale}
    for one, units in ((goods[id], units) for id, units in wanted.items() if id in goods):
        line = _line(one, units, left.get(one.drawn_from, 0), said[one.batches])
        left[one.drawn_from] = left.get(one.drawn_from, 0) - line.quantity
        lines.append(line)
    cart = priced([_cart_line(line) for line in lines if line.quantity], delivery)
    return FilledCart(tuple(lines), cart, unknown=len(wanted) - len(lines))


def priced(lines: Sequence[CartLine], delivery: Delivery) -> PricedCart:
    """The lines at the shop's shipping terms."""
    found = settings()
    return price(
        lines,
        delivery,
        shipping_cents=found.shipping_cents,
        free_from_cents=found.free_shipping_from_cents,
    )


def _claims(goods: Collection[Sellable]) -> dict[frozenset[int], Claims]:
    revisions = {one.origin_revision for one in goods}
    return claims_on_each({one.batches for one in goods}, revisions.pop()) if revisions else {}


def _line(goods: Sellable, units: int, left: int, claims: Claims) -> FilledLine:
    """`left` units of what it is drawn from are not in a line before it."""
    can_be_had = min(left, goods.available)
    why = shortage(units, goods.available, goods.on_sale, left=can_be_had)
    return FilledLine(goods, units, min(units, can_be_had), why, claims)


def _cart_line(line: FilledLine) -> CartLine:
    goods = line.goods
    return CartLine(
        variant_id=goods.variant_id,
        sku=goods.sku,
        slug=goods.slug,
        product_name=goods.product_name,
        variant_name=goods.variant_name,
        legal_name=goods.legal_name,
        quantity=line.quantity,
        unit_price_cents=goods.price_cents,
        net_grams=goods.net_grams,
        coffee_grams=goods.coffee_grams,
        parts=goods.parts,
        handling_days=goods.handling_days,
        said=said_by(line.claims),
    )


def said_by(claims: Claims) -> tuple[str, ...]:
    """What a customer reads of these claims."""
    return tuple(f"{x.text} {x.specification} {x.code} {x.origin_line}" for x in claims)
