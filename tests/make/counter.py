"""Goods at a stall, and sales over its counter, by the real verbs and committed."""

import secrets
from collections.abc import Mapping
from datetime import date

from flask import Flask
from sqlalchemy import func, insert, select

from shop.clock import today
from shop.counter.price_sale import price_sale
from shop.counter.rules import PaidBy
from shop.counter.sell_over_counter import sell_over_counter
from shop.counter.take_back_sale import take_back_sale
from shop.db import db
from shop.orders.models import Line
from shop.refunds.rules import Goods
from shop.stock.models import STOCKROOM, Level, Location
from shop.stock.move import move


def make_stall(app: Flask, kind: str = "market", name: str = "Marktstand") -> int:
    with app.app_context():
        made = db.session.scalars(
            insert(Location).values(kind=kind, name=name, open=True).returning(Location.id)
        ).one()
        db.session.commit()
    return made


def bring(app: Flask, stall: int, units: Mapping[int, int]) -> None:
    """Variant id → units, from the stockroom; of each batch as many as there are."""
    with app.app_context():
        wanted = dict(units)
        taken = {}
        rows = db.session.execute(
            select(Level.id, Level.variant_id, Level.on_hand - Level.reserved)
            .where(Level.variant_id.in_(units), Level.location_id == STOCKROOM)
            .order_by(Level.id)
        ).all()
        for level_id, variant_id, free in rows:
            if some := min(free, wanted[variant_id]):
                taken[level_id] = some
                wanted[variant_id] -= some
        move(taken, stall, "zum Stand", None, secrets.token_hex(8))
        db.session.commit()


def sell_there(
    app: Flask,
    stall: int,
    wanted: Mapping[int, int],
    day: date | None = None,
    *,
    key: str = "",
    paid_by: PaidBy = PaidBy.CASH,
) -> int:
    """The order's id."""
    with app.app_context():
        day = day or today()
        made = sell_over_counter(
            *(stall, wanted, day, paid_by, "A 1", key or secrets.token_hex(8), None),
            shown_cents=price_sale(wanted, day).total_cents,
        )
        db.session.commit()
    return made


def lines_of(app: Flask, order_id: int) -> list[int]:
    with app.app_context():
        of = select(Line.id).where(Line.order_id == order_id).order_by(Line.position)
        return list(db.session.scalars(of))


def take_back(
    app: Flask, order_id: int, units: Mapping[int, tuple[int, Goods]] | None, key: str = ""
) -> None:
    """Line id → units and where they are; None undoes all of it."""
    with app.app_context():
        take_back_sale(order_id, units, "test", key or secrets.token_hex(8), None)
        db.session.commit()


def lying(app: Flask, place: int, variant_id: int) -> int:
    with app.app_context():
        of = select(func.coalesce(func.sum(Level.on_hand), 0))
        found = db.session.scalar(
            of.where(Level.location_id == place, Level.variant_id == variant_id)
        )
    return int(found or 0)
