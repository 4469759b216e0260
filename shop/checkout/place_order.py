"""Place a binding order: order, lines, held stock, frozen payment parameters and the receipt."""

import secrets
from collections.abc import Mapping
from dataclasses import asdict
from datetime import timedelta

from sqlalchemy import func, select

from shop.cart.queries import said_by
from shop.cart.rules import Delivery, PricedCart
from shop.catalogue.promise import promised_on
from shop.checkout.open_attempt import open_attempt
from shop.checkout.rules import (
    UNPAID_PER_MAILBOX,
    Answers,
    NothingToOrder,
    PlaceGone,
    TooManyUnpaid,
    promise_days,
)
from shop.clock import now, today
from shop.db import db, insert_rows
from shop.legal.current import current_texts
from shop.legal.keep import keep
from shop.orders.index_order import index_order
from shop.orders.keep_claims import keep_claims
from shop.orders.models import Line, LineVat, Order, OrderText, PickupPlace
from shop.orders.move import add_event
from shop.orders.new_pickup_code import new_pickup_code
from shop.orders.notify import notify
from shop.orders.rules import GIVEN_UP, ClaimMissing, State
from shop.origin.claims import Claims
from shop.stock.reserve import reserve


def place_order(
    draft_key: str, answers: Answers, cart: PricedCart, customer_id: int | None = None
) -> Order:
    """The order of this draft. Does not commit; when it raises, the caller rolls back.

    `customer_id`: who was signed in, whatever mailbox they gave; a guest's order is nobody's.

    The same draft gives the same order, so a double click orders once (two at the very same
    moment: the unique index refuses one). Raises `NothingToOrder`,
    `TooManyUnpaid`, `PlaceGone`, `OutOfStock`, and `ClaimMissing` where a line said more than may
    be said of the bags that are held for it.
    """
    known = db.session.scalar(select(Order).where(Order.draft_key == draft_key))
    if known is not None:
        return known
    if not cart.lines:
        raise NothingToOrder
    _refuse_flood(answers.email)
    place = _open_place(answers)
    order = _order(draft_key, answers, cart, place)
    order.customer_id = customer_id
    db.session.add(order)
    db.session.flush()
    order.number = f"SK-{today().year}-{order.id:05d}"
    lines = _add_lines(order, cart)
    _keep_texts(order)
    add_event(order.id, State.AWAITING_PAYMENT)
    open_attempt(order, lines)
    notify(order.id, "received")
    index_order(order)
    # Last: whoever else wants these bags waits from here to the commit, and no longer.
    reserve(order.id, _demand(cart))
    _refuse_unsaid(cart, keep_claims(order.id))
    return order


def _refuse_flood(email: str) -> None:
    unpaid = (State.AWAITING_PAYMENT, *GIVEN_UP)
    count = db.session.scalar(
        select(func.count()).where(
            Order.email == email,
            Order.placed_at > now() - timedelta(hours=1),
            Order.state.in_(unpaid),
        )
    )
    if (count or 0) >= UNPAID_PER_MAILBOX:
        raise TooManyUnpaid


def _open_place(answers: Answers) -> PickupPlace | None:
    if answers.delivery is Delivery.SHIPPING:
        return None
    place = db.session.get(PickupPlace, answers.pickup_place_id or 0)
    if place is None or not place.open:
        raise PlaceGone
    return place


def _order(draft_key: str, answers: Answers, cart: PricedCart, place: PickupPlace | None) -> Order:
    days = promise_days(cart.handling_days, place.ready_days if place else None)
    return Order(
        # Nobody's, until the id is known.
        number=secrets.token_hex(10),
        token=secrets.token_urlsafe(24),
        draft_key=draft_key,
        state=State.AWAITING_PAYMENT,
        placed_at=now(),
        delivery=answers.delivery,
        pickup_place_id=place.id if place else None,
        pickup_code=new_pickup_code() if place else "",
        email=answers.email,
        name=answers.name,
        phone=answers.phone,
        place=place.name if place else "",
        extra=answers.extra,
        street=place.street if place else answers.street,
        postcode=place.postcode if place else answers.postcode,
        city=place.city if place else answers.city,
        billing_name=answers.billing_name,
        billing_street=answers.billing_street,
        billing_postcode=answers.billing_postcode,
        billing_city=answers.billing_city,
        billing_country=answers.billing_country,
        is_gift=answers.is_gift,
        greeting=answers.greeting,
        total_cents=cart.total_cents,
        promise_days=days,
        promised_on=promised_on(days, today()),
    )


def _demand(cart: PricedCart) -> dict[int, int]:
    demand: dict[int, int] = {}
    for line in cart.lines:
        demand[line.variant_id] = demand.get(line.variant_id, 0) + line.quantity
    return demand


def _refuse_unsaid(cart: PricedCart, kept: Mapping[int | None, Claims]) -> None:
    for line in cart.lines:
        if not set(line.said) <= set(said_by(kept.get(line.variant_id, ()))):
            raise ClaimMissing


def _add_lines(order: Order, cart: PricedCart) -> list[Line]:
    lines = [
        Line(
            order_id=order.id,
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
    if cart.shipping_cents:
        lines.append(_shipping_line(order, len(lines) + 1, cart.shipping_cents))
    db.session.add_all(lines)
    db.session.flush()
    shares = zip(lines, cart.vat_of_lines(), strict=True)
    insert_rows(
        LineVat, [{"line_id": line.id, **asdict(vat)} for line, parts in shares for vat in parts]
    )
    return lines


def _shipping_line(order: Order, position: int, cents: int) -> Line:
    # Every column of a goods line, so that all lines are inserted by one statement.
    return Line(
        order_id=order.id,
        position=position,
        kind="shipping",
        variant_id=None,
        sku="",
        product_name="Versand",
        variant_name="",
        legal_name="",
        quantity=1,
        unit_price_cents=cents,
        total_cents=cents,
        net_grams=None,
        coffee_grams=0,
    )


def _keep_texts(order: Order) -> None:
    texts = current_texts()
    keep(texts)
    insert_rows(
        OrderText,
        [{"order_id": order.id, "name": text.name, "sha256": text.sha256} for text in texts],
    )
