"""What the books of the live shop say, beside what Stripe says."""

from dataclasses import dataclass

import stripe
from flask import Flask
from sqlalchemy import func, select

from shop.catalogue.models import Variant
from shop.config import settings
from shop.db import db
from shop.ledger.models import Entry
from shop.orders.models import Line, Order
from shop.payment.models import Attempt
from tests.make.books import broken_laws
from tests.make.stock import level_of


@dataclass(frozen=True)
class Booked:
    state: str
    order_cents: int
    line_cents: int
    ledger_cents: int
    stripe_cents: int | None
    stripe_received_cents: int


def booked(app: Flask, number: str) -> Booked:
    """The same money in five places, asked of each by itself."""
    with app.app_context():
        order = db.session.scalars(select(Order).where(Order.number == number)).one()
        lines = db.session.scalars(select(Line).where(Line.order_id == order.id)).all()
        ledger = sum(
            db.session.scalar(
                select(func.coalesce(func.sum(Entry.gross_cents), 0)).where(
                    Entry.source.startswith(f"sale:{line.id}:")
                )
            )
            or 0
            for line in lines
        )
        session_id = db.session.scalars(
            select(Attempt.session_id).where(Attempt.order_id == order.id)
        ).one()
        assert session_id
        found = settings()
        client = stripe.StripeClient(
            found.stripe_secret_key, base_addresses={"api": found.stripe_api_base or ""}
        )
        session = client.v1.checkout.sessions.retrieve(session_id, {"expand": ["payment_intent"]})
        intent = session.payment_intent
        return Booked(
            order.state,
            order.total_cents,
            sum(line.total_cents for line in lines),
            ledger,
            session.amount_total,
            intent.amount_received if isinstance(intent, stripe.PaymentIntent) else 0,
        )


def shelf(app: Flask, sku: str) -> tuple[int, int]:
    """(on hand, reserved) of a variant, of all batches, once every law holds."""
    with app.app_context():
        assert broken_laws() == {}
        variant_id = db.session.scalars(select(Variant.id).where(Variant.sku == sku)).one()
    return level_of(app, variant_id)
