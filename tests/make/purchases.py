"""Orders to suppliers for a test, placed by the real verbs and committed."""

import secrets
from datetime import date

from flask import Flask
from sqlalchemy import select

from shop.clock import today
from shop.db import db
from shop.purchasing.models import Purchase, PurchaseLine, Receipt
from shop.purchasing.place_purchase import place_purchase
from shop.purchasing.receive_goods import receive_goods
from shop.purchasing.rules import Came, Terms, Wish


def make_purchase(
    app: Flask, *wishes: Wish, supplier: str = "Töpferei Test", expected_on: date | None = None
) -> int:
    """Its id."""
    with app.app_context():
        terms = Terms(
            supplier,
            "post@toepferei.example",
            min(today(), expected_on or today()),
            expected_on,
            "",
        )
        made = place_purchase(terms, wishes, secrets.token_hex(8), None)
        db.session.commit()
    return made


def cups(variant_id: int, units: int = 24) -> Wish:
    return Wish("Becher", units, variant_id=variant_id, cost_cents=680)


def coffee(grams: int = 20_000) -> Wish:
    return Wish("Röstkaffee dunkel", grams)


def line_ids(app: Flask, purchase_id: int) -> list[int]:
    with app.app_context():
        of = select(PurchaseLine.id).where(PurchaseLine.order_id == purchase_id)
        return list(db.session.scalars(of.order_by(PurchaseLine.position)))


def receive(app: Flask, purchase_id: int, units: int, seen: int = 0, *, key: str = "") -> int:
    """So many of the first line, with what of it had come when somebody looked."""
    line = line_ids(app, purchase_id)[0]
    with app.app_context():
        made = receive_goods(
            purchase_id, {line: Came(units, seen)}, "LS 1", key or secrets.token_hex(8), None
        )
        db.session.commit()
    return made


def number(app: Flask, purchase_id: int) -> str:
    with app.app_context():
        return db.session.get_one(Purchase, purchase_id).number


def state(app: Flask, purchase_id: int) -> tuple[str, list[int]]:
    """Its state, and what has come of each line."""
    with app.app_context():
        of = select(PurchaseLine.received).where(PurchaseLine.order_id == purchase_id)
        came = list(db.session.scalars(of.order_by(PurchaseLine.position)))
        return db.session.get_one(Purchase, purchase_id).state, came


def receipts(app: Flask) -> list[Receipt]:
    with app.app_context():
        return list(db.session.scalars(select(Receipt).order_by(Receipt.id)))
