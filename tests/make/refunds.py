"""Refunds for a test: of orders that were really paid at a running Demo-Stripe."""

from dataclasses import dataclass

from flask import Flask
from sqlalchemy import select

from shop.clock import now
from shop.db import db
from shop.ledger.models import Entry
from shop.orders.models import Line
from shop.payment.models import Attempt
from shop.payment.provider import RefundSeen
from shop.payment.stripe_refunds import refunds_of
from shop.refunds.advance_refund import advance_refund
from shop.refunds.models import Refund
from shop.refunds.request_refund import request_refund
from shop.refunds.rules import Goods, Reason, Wanted
from shop.refunds.send_refund import send_refund
from shop.refunds.take_note_of import take_note_of
from tests.make.books import broken_laws
from tests.make.money import PaidOrder


@dataclass(frozen=True)
class Kept:
    """A refund as it is kept."""

    id: int
    state: str
    amount_cents: int
    gives_back: str
    origin: str
    stripe_id: str | None
    failure: str
    goods_known: bool


def refund_of(
    app: Flask,
    order_id: int,
    units: dict[int, tuple[int, Goods]] | None = None,
    *,
    shipping: bool = False,
    discount_cents: int = 0,
    first: dict[int, int] | None = None,
    send: bool = False,
) -> int:
    """Requested and committed; its id. `units`, and `first` (a level), by the line's position."""
    with app.app_context():
        by_line = {line_at(order_id, at): told for at, told in (units or {}).items()}
        levels = {line_at(order_id, at): level_id for at, level_id in (first or {}).items()}
        wanted = Wanted(by_line, shipping, discount_cents, levels)
        refund_id = request_refund(order_id, wanted, Reason.WITHDRAWAL, None)
        db.session.commit()
        if send:
            send_refund(refund_id)
    return refund_id


def line_at(order_id: int, position: int) -> int:
    """Needs an app context."""
    found = select(Line.id).where(Line.order_id == order_id).order_by(Line.position)
    return db.session.scalars(found).all()[position]


def kept_refunds(app: Flask) -> list[Kept]:
    """All of them, oldest first."""
    with app.app_context():
        rows = db.session.scalars(select(Refund).order_by(Refund.id)).all()
        return [Kept(**{name: getattr(row, name) for name in Kept.__match_args__}) for row in rows]


def hear_of_refunds(app: Flask, order: PaidOrder) -> None:
    """What the provider knows of this payment's refunds is taken note of, as after its events."""
    with app.app_context():
        for seen in refunds_of(order.payment_intent_id):
            assert take_note_of(seen)
            db.session.commit()


def accept(app: Flask, refund_id: int, status: str = "succeeded") -> None:
    """As if the provider had just said so; for an order paid at no provider."""
    seen = RefundSeen(f"re_{refund_id}", None, 0, status, "", "", now())
    with app.app_context():
        advance_refund(refund_id, seen)
        db.session.commit()


def refunded_cents(app: Flask, order_id: int) -> int:
    """Of all payments of the order."""
    with app.app_context():
        found = select(Attempt.refunded_cents).where(Attempt.order_id == order_id)
        return sum(db.session.scalars(found))


def left_in_books(app: Flask, order_id: int) -> tuple[int, int, int, int]:
    """(units, gross, net, VAT) of what was sold less what was taken back."""
    with app.app_context():
        rows = db.session.scalars(select(Entry).where(Entry.order_id == order_id)).all()
        return (
            sum(row.units for row in rows),
            sum(row.gross_cents for row in rows),
            sum(row.net_cents for row in rows),
            sum(row.vat_cents for row in rows),
        )


def check_laws(app: Flask) -> None:
    with app.app_context():
        assert broken_laws() == {}
