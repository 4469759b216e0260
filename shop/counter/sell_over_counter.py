"""Book what was sold at a counter: order, goods, ledger, takings and premium, in one."""

import secrets
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date

from sqlalchemy import select

from shop.cart.rules import PricedCart
from shop.clock import now, today
from shop.counter.models import CounterSale
from shop.counter.price_sale import price_sale
from shop.counter.rules import BookedAlready, PaidBy, PriceChanged, refuse_day
from shop.db import db, insert_rows
from shop.ledger.book_money import book_money
from shop.ledger.book_sale import Sale, book_sale
from shop.money.vat import Vat
from shop.orders.models import Line, LineVat, Order
from shop.orders.move import add_event
from shop.orders.rules import State
from shop.premium.owe import owe
from shop.stock.hold_location import hold_location
from shop.stock.models import Location
from shop.stock.rules import MovedMeanwhile
from shop.stock.sell_at_counter import newest_movement, sell_at_counter

CHANNEL = "counter"


def sell_over_counter(
    location_id: int,
    wanted: Mapping[int, int],
    day: date,
    paid_by: PaidBy,
    reference: str,
    key: str,
    person_id: int | None,
    *,
    shown_cents: int,
    seen: int | None = None,
) -> int:
    """The id of an order that is paid and handed over; `wanted` is variant id → units.

    No customer is in it. It counts on `day` and costs what was shown before booking, and its goods
    are of the location, first expiring first. `seen`: the newest movement when it was counted.
    Raises `BookedAlready` for a key that was used, `LocationClosed`, `BadDay`, `NothingSold`,
    `PriceChanged`, `OutOfStock`, `MovedMeanwhile`. Does not commit.
    """
    # Whoever books the same place waits here, and then sees what was booked.
    hold_location(location_id)
    draft_key = f"{CHANNEL}:{key}"
    if known := db.session.scalar(select(Order.number).where(Order.draft_key == draft_key)):
        raise BookedAlready(known)
    refuse_day(day, today())
    if seen is not None and seen != newest_movement(location_id):
        raise MovedMeanwhile
    cart = price_sale(wanted, day)
    if cart.total_cents != shown_cents:
        raise PriceChanged
    order = _order(draft_key, cart.total_cents, location_id, day)
    lines = _add_lines(order.id, cart)
    sale = CounterSale(order_id=order.id, location_id=location_id, day=day, paid_by=paid_by)
    sale.reference, sale.person_id, sale.booked_at = reference, person_id, now()
    db.session.add(sale)
    db.session.flush()
    add_event(order.id, State.HANDED_OVER, person_id=person_id)
    sell_at_counter(order.id, location_id, wanted, person_id, seen=seen)
    book_sale([row for line, vats in lines for row in _sales(order.id, line, vats, day)])
    book_money("takings", paid_as(order.id), cart.total_cents, order.id, day=day)
    owe(order.id, day=day)
    return order.id


def paid_as(order_id: int) -> str:
    """What the books call the takings of it, in the place of a provider's id."""
    return f"{CHANNEL}-{order_id}"


def _order(draft_key: str, total_cents: int, location_id: int, day: date) -> Order:
    moment = now()
    order = Order(
        # Nobody's, until the id is known.
        number=secrets.token_hex(10),
        token=secrets.token_urlsafe(24),
        draft_key=draft_key,
        state=State.HANDED_OVER,
        placed_at=moment,
        paid_at=moment,
        business_date=day,
        delivery=CHANNEL,
        email="",
        name="",
        place=db.session.get_one(Location, location_id).name,
        street="",
        postcode="",
        city="",
        total_cents=total_cents,
        promise_days=0,
        promised_on=day,
    )
    db.session.add(order)
    db.session.flush()
    order.number = f"SK-{today().year}-{order.id:05d}"
    db.session.flush()
    return order


def _add_lines(order_id: int, cart: PricedCart) -> list[tuple[Line, list[Vat]]]:
    lines = [
        Line(
            order_id=order_id,
            position=position,
            kind="goods",
            variant_id=line.variant_id,
            sku=line.sku,
            product_name=line.product_name,
            variant_name=line.variant_name,
            legal_name=line.legal_name,
            quantity=line.quantity,
            unit_price_cents=line.unit_price_cents,
            total_cents=line.total_cents,
            net_grams=line.net_grams,
            coffee_grams=line.coffee_grams,
        )
        for position, line in enumerate(cart.lines, 1)
    ]
    db.session.add_all(lines)
    db.session.flush()
    shares = list(zip(lines, cart.vat_of_lines(), strict=True))
    insert_rows(
        LineVat, [{"line_id": line.id, **asdict(vat)} for line, vats in shares for vat in vats]
    )
    return shares


def _sales(order_id: int, line: Line, vats: list[Vat], day: date) -> list[Sale]:
    """As of every order: units and coffee once, at the lowest rate."""
    return [
        Sale(
            source=f"sale:{line.id}:{vat.rate_bp}",
            order_id=order_id,
            line_id=line.id,
            stripe_id=paid_as(order_id),
            business_date=day,
            channel=CHANNEL,
            sku=line.sku,
            product_name=line.product_name,
            variant_name=line.variant_name,
            units=0 if nth else line.quantity,
            coffee_grams=0 if nth else line.quantity * line.coffee_grams,
            rate_bp=vat.rate_bp,
            gross_cents=vat.gross_cents,
            net_cents=vat.net_cents,
            vat_cents=vat.vat_cents,
        )
        for nth, vat in enumerate(sorted(vats, key=lambda vat: vat.rate_bp))
    ]
