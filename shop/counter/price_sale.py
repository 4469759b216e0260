"""What a sale at a counter costs: today's prices, VAT of the day, by the functions of the cart."""

from collections.abc import Mapping
from datetime import date

from shop.cart.queries import priced
from shop.cart.rules import CartLine, Delivery, PricedCart
from shop.catalogue.sellable import sellable
from shop.clock import today
from shop.counter.rules import NothingSold, at_rates_of


def price_sale(wanted: Mapping[int, int], day: date) -> PricedCart:
    """`wanted` is variant id → units. Nothing is shipped, so it costs what the goods cost.

    Also of what the shop sells to nobody else any more. Raises `NothingSold`.
    """
    goods = sellable(wanted)
    if not wanted or min(wanted.values()) < 1 or len(goods) < len(wanted):
        raise NothingSold
    lines = [
        CartLine(
            variant_id=one.variant_id,
            sku=one.sku,
            slug=one.slug,
            product_name=one.product_name,
            variant_name=one.variant_name,
            legal_name=one.legal_name,
            quantity=wanted[one.variant_id],
            unit_price_cents=one.price_cents,
            net_grams=one.net_grams,
            coffee_grams=one.coffee_grams,
            parts=at_rates_of(one.parts, today(), day),
        )
        for one in (goods[variant_id] for variant_id in wanted)
    ]
    return priced(lines, Delivery.PICKUP)
