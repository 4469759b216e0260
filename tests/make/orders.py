"""Orders for a test, placed by the real verb."""

import itertools
import secrets
from dataclasses import dataclass, replace

from flask import Flask
from sqlalchemy import insert, select

from shop.cart.queries import fill
from shop.cart.rules import Delivery, PricedCart
from shop.checkout.place_order import place_order
from shop.checkout.rules import Answers
from shop.db import db
from shop.orders.models import Order, PickupPlace

ANSWERS = Answers(
    delivery=Delivery.SHIPPING,
    email="testperson@example.org",
    name="Testperson 001",
    street="Musterweg 1",
    postcode="12555",
    city="Berlin",
)
TO_VIENNA = replace(
    ANSWERS,
    billing_name="Demo-Büro",
    billing_street="Probegasse 2",
    billing_postcode="1010",
    billing_city="Wien",
    billing_country="AT",
)


_numbers = itertools.count(1)


def somebody() -> Answers:
    """Who has not ordered before."""
    return replace(ANSWERS, email=f"testperson-{next(_numbers)}@example.org")


@dataclass(frozen=True)
class MadeOrder:
    id: int
    number: str
    token: str
    total_cents: int


def make_order(app: Flask, wanted: dict[int, int], answers: Answers = ANSWERS) -> MadeOrder:
    """Placed and committed: variant id → units, by default shipped to Testperson 001."""
    return place(app, priced(app, wanted, answers.delivery), answers)


def priced(
    app: Flask, wanted: dict[int, int], delivery: Delivery = Delivery.SHIPPING
) -> PricedCart:
    with app.app_context():
        return fill(wanted, delivery).cart


def place(app: Flask, cart: PricedCart, answers: Answers = ANSWERS) -> MadeOrder:
    """An order of this cart, though the shelf may have changed since it was priced."""
    with app.app_context():
        order = place_order(secrets.token_urlsafe(24), answers, cart)
        made = MadeOrder(order.id, order.number, order.token, order.total_cents)
        db.session.commit()
    return made


def state_of(app: Flask, order: MadeOrder) -> str:
    with app.app_context():
        return db.session.scalars(select(Order.state).where(Order.id == order.id)).one()


def make_pickup_place(app: Flask, name: str = "Demo-Abholort Rathaus", **fields: object) -> int:
    given = {
        "name": name,
        "street": "Alt-Köpenick 21",
        "postcode": "12555",
        "city": "Berlin",
        "hours": "Mo–Fr 10–18 Uhr",
        "instructions": "",
        "ready_days": 3,
        "open": True,
        "position": 1,
    } | fields
    with app.app_context():
        place_id: int = db.session.scalars(
            insert(PickupPlace).values(**given).returning(PickupPlace.id)
        ).one()
        db.session.commit()
    return place_id
