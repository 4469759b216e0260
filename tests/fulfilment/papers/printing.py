"""Orders that are paid, and the papers the staff print of them."""

from dataclasses import replace

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from shop.cart.rules import Delivery
from shop.db import db
from shop.fulfilment.fulfil import pack
from shop.orders.models import Order
from tests.make.catalogue import MadeProduct
from tests.make.orders import MadeOrder, make_order, somebody
from tests.make.sales import sell
from tests.make.trace import text_on

PAPERS = "/auftraege/papiere"


def paid(
    app: Flask,
    coffee: MadeProduct,
    units: int = 2,
    *,
    place: int | None = None,
    is_packed: bool = False,
    **columns: object,
) -> MadeOrder:
    answers = somebody()
    if place:
        answers = replace(answers, delivery=Delivery.PICKUP, pickup_place_id=place)
    order = make_order(app, {coffee.variant.id: units}, answers)
    with app.app_context():
        sell(order.id)
        if is_packed:
            pack(order.id, None)
        if columns:
            db.session.execute(update(Order).where(Order.id == order.id).values(**columns))
        db.session.commit()
    return order


def paper(staff: FlaskClient, name: str, **query: object) -> str:
    answer = staff.get(f"{PAPERS}/{name}.pdf", query_string=query)
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf"), answer.text[:500]
    return text_on(answer.data)
