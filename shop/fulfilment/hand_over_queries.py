"""The order somebody came for: found by the code on a phone, or by its number."""

from sqlalchemy import select

from shop.db import db
from shop.fulfilment.numbers import number_said
from shop.orders.models import Order
from shop.orders.rules import CODE_LENGTH, State, code_typed


def asked_for(typed: str) -> Order | None:
    """The order with this code or number; of several with one code the one that lies ready.

    What a scanner types of the customer's QR code counts as the code in it.
    """
    # „https://laden.example/auftraege/uebergabe?code=K7PX3M“: what the QR code says.
    last = typed.rpartition("code=")[2]
    if said := number_said(last):
        found = db.session.get(Order, said.id)
        return found if found and said.may_be(found.number) else None
    code = code_typed(last)
    if len(code) != CODE_LENGTH:
        return None
    orders = db.session.scalars(
        select(Order).where(Order.pickup_code == code).order_by(Order.id.desc()).limit(10)
    ).all()
    ready = [one for one in orders if one.state == State.PACKED]
    return next(iter([*ready, *orders]), None)
